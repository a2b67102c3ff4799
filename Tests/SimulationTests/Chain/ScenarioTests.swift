import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import NodeClient
import Simulation
import StrictJSON
import TestNodes
import TestSupport
import Testing

/// Transactions of every kind that the reference contracts know, simulated and then really sent: the receipt says the
/// same status, gas and logs.
@Suite("Simulated, then sent")
struct ScenarioTests {
    private static let start = 1_767_225_600
    /// The scenario on a node; each transaction is simulated over `url` before it is sent.
    private final class Player {
        let url: String
        let client: NodeClient
        let options = SimulationOptions()
        /// How many of a kind are simulated.
        let most: Int
        private(set) var kinds: [String: Int] = [:]
        private(set) var results: [SimulationResult] = []

        init(_ url: String, most: Int) throws {
            (self.url, self.most) = (url, most)
            client = NodeClient(try Endpoint(url))
        }

        func play() throws {
            let chain = try DevelopmentChain(allowed: [31_337]) {
                (method, parameters) throws(ChainError) in
                do {
                    guard method == "eth_sendRawTransaction", let raw = parameters.first?.stringValue else {
                        return try self.client.call(method, parameters)
                    }
                    return try self.send(raw)
                } catch { throw ChainError("test", "\(error)") }
            }
            _ = try Scenario.play(on: chain)
        }

        private func send(_ raw: String) throws -> JSON {
            guard case .signed(let signed) = try Transaction.decode(try Hex.decode(raw)) else {
                throw ChainError("test", "it isn't signed")
            }
            let transaction = signed.transaction
            let kind =
                transaction.to.map { "\($0) \(Hex.encode(transaction.data.prefix(4)))" }
                ?? "creation of \(transaction.data.count)"
            guard kinds[kind, default: 0] < most else {
                return try client.call("eth_sendRawTransaction", [.string(raw)])
            }
            kinds[kind, default: 0] += 1
            let result = try Simulation.run(
                transaction, from: try signed.sender(), of: try Endpoint(url), options: options)
            let hash = try client.call("eth_sendRawTransaction", [.string(raw)])
            let receipt = try #require(try client.receipt(signed.hash))
            #expect(result.findings.isEmpty, "\(kind)")
            #expect((result.outcome == SimulationResult.Outcome.succeeded) == receipt.succeeded, "\(kind)")
            #expect(result.gasUsed == receipt.gasUsed, "\(kind)")
            let logs = receipt.logs.map { LogEntry(address: $0.address, topics: $0.topics, data: $0.data) }
            #expect(result.effects.logs == logs, "\(kind)")
            #expect(result.environment.number == receipt.blockNumber)
            results.append(result)
            return hash
        }
    }

    @Test func onOurOwnNode() throws {
        var configuration = DevChain.Configuration()
        configuration.startTime = UInt64(Self.start)
        let ether = UInt256(1_000_000_000_000_000_000)
        for number in 1...DevelopmentAccount.count {
            configuration.accounts[try DevelopmentAccount(number).address] = StoredAccount(
                balance: ether &* 10_000)
        }
        let node = try MeddledNode(configuration)
        defer { node.stop() }
        let player = try Player(node.url, most: 3)
        try player.play()
        #expect(player.kinds.count > 40)
        for result in player.results {
            #expect(result.block.provenance == .proven)
            #expect(result.comparison == .agrees)
            #expect(result.rules == .prague)
        }
        // What they do is seen in other ways than by events.
        #expect(player.results.contains { !$0.effects.created.isEmpty })
        #expect(player.results.contains { !$0.effects.approvals.isEmpty })
        #expect(player.results.contains { $0.effects.transfers.contains { !$0.from.isZero } })
        #expect(player.results.allSatisfy { $0.effects.balances.first.map { $0.before > $0.after } ?? false })
    }

    /// py-evm (alysis): no proofs, no simulation of its own, blocks by number only.
    @Test func onAnotherNode() throws {
        guard let local = try LocalNode.start(startTime: Self.start) else { return }
        defer { local.stop() }
        let player = try Player(local.httpURL, most: 1)
        try player.play()
        #expect(player.kinds.count > 40)
        for result in player.results {
            guard case .unproven = result.block.provenance, case .notOffered = result.comparison else {
                Issue.record("\(result.block.provenance), \(result.comparison)")
                break
            }
        }
    }
}
