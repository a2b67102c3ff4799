import Contracts
import Ethereum
import NodeClient
import TestSupport
import Testing

extension ContractsTests {
    /// The scenario once more on a node that isn't ours (py-evm behind alysis): a fault of our EVM or our node would
    /// make two of a chain that are alike, and wrong.
    @Suite("On another node") struct OtherNode {
        @Test func anotherNodeAnswersTheSame() throws {
            guard let other = try SeededChain(on: .foreign) else { return }
            defer { other.stop() }
            try other.expectTheSame(as: try SeededChain.first())
        }
    }
}

extension SeededChain {
    /// Expects the same network, and the same answers of its contracts to what the suites of the scenario ask.
    func expectTheSame(as ours: SeededChain) throws {
        #expect(profile == ours.profile)
        #expect(head.number == ours.head.number && head.timestamp == ours.head.timestamp)
        #expect(network.states == ours.network.states && network.changes == ours.network.changes)
        #expect(try ContractsTests.Jobs.all(self) == ContractsTests.Jobs.all(ours))
        #expect(try ContractsTests.Proposals.all(self) == ContractsTests.Proposals.all(ours))
        let (providers, same) = (
            try ContractsTests.Stakes.providers(self), try ContractsTests.Stakes.providers(ours)
        )
        #expect(providers.map(\.address) == same.map(\.address))
        #expect(providers.map(\.values) == same.map(\.values))
        // Blocks' hashes are the nodes' own.
        func told(_ seeded: SeededChain) throws -> [[Hash32]] { try seeded.logs().map(\.topics) }
        #expect(try told(self) == told(ours))
    }
}
