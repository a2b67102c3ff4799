import Contracts
import Ethereum
import NodeClient
import TestSupport
import Testing

/// The scenario at a pace of seconds, on a node like geth --dev: no method moves its time, one account has the ether.
/// States are those that the contracts answer on `coai devnet`, and once on a node that isn't ours.
@Suite("Short periods", .serialized, SeededNodes { (try? [SeededChain.short.get()]) ?? [] })
final class ShortPeriodsTests {
    private let seeded: SeededChain

    init() throws { seeded = try SeededChain.short.get() }

    @Test func allStatesButOneAreReached() throws {
        let jobs = try ContractsTests.Jobs.all(seeded)
        #expect(Set(jobs.map(\.status)) == Set((0...8).map { UInt256(UInt64($0)) }))
        let proposals = try ContractsTests.Proposals.all(seeded)
        // All but 6, Expired.
        #expect(Set(proposals.map(\.state)) == Set([0, 1, 2, 3, 4, 5, 7].map { UInt256(UInt64($0)) }))
        #expect(seeded.network.notReached == [NetworkState(.proposal, "Expired")])
        let statuses = try ContractsTests.Stakes.providers(seeded).compactMap { $0.values[1].number }
        #expect(Set(statuses) == [1, 2, 3])
        // The census is the same as what the contracts answer one by one.
        let states = seeded.network.states
        #expect(states[NetworkState(.proposal, "Executed")] == proposals.filter { $0.state == 7 }.count)
        #expect(states[NetworkState(.job, "Running")] == jobs.filter { $0.status == 6 }.count)
        #expect(states[NetworkState(.provider, "Active")] == statuses.filter { $0 == 2 }.count)
        #expect(states.filter { $0.key.kind == .job }.values.reduce(0, +) == jobs.count)
    }

    @Test func whatIsOpenStaysOpen() throws {
        let now = UInt256(seeded.head.timestamp)
        #expect(UInt64(seeded.head.timestamp) == seeded.network.headTime)
        for proposal in try ContractsTests.Proposals.all(seeded) where proposal.state <= 1 {
            let name = proposal.state == 0 ? "proposalSnapshot" : "proposalDeadline"
            let end = try seeded.number("CoaiGovernor", "\(name)(uint256)", [.uint(proposal.id)])
            #expect(end > now &+ 72_000)
        }
        let jobs = try ContractsTests.Jobs.all(seeded)
        for job in jobs where job.status == 0 && job.revealUntil > now {
            #expect(job.revealUntil > now &+ 72_000)
        }
        let running = jobs.filter { $0.status == 6 }
        #expect(running.contains { $0.deadline < now } && running.contains { $0.deadline > now &+ 72_000 })
        // Only stake that leaves is free in minutes, and that is said.
        #expect(!seeded.network.changes.isEmpty)
        for change in seeded.network.changes {
            #expect(change.state == NetworkState(.unbonding, "Unbonding"))
            #expect(change.time > seeded.network.headTime + 300)
        }
    }

    @Test func periodsAreThoseOfARealNetworkInTheEnd() throws {
        #expect(try seeded.number("CoaiGovernor", "votingDelay()") == 86_400)
        #expect(try seeded.number("CoaiGovernor", "votingPeriod()") == 604_800)
        #expect(try seeded.number("Timelock", "getMinDelay()") == 172_800)
    }

    @Test func timeIsWaitedForAndNeverMoved() throws {
        #expect(!seeded.methods.contains { $0.hasPrefix("evm_") }, "\(seeded.methods)")
        #expect(seeded.pauses.reduce(0, +) < 180_000)
        // From the first block on: deployment, transactions and waiting.
        let first = try #require(try seeded.client.header(.number(1)))
        #expect(seeded.head.timestamp - first.timestamp < 1_200)
    }

    @Test func etherComesFromTheNodesAccount() throws {
        #expect(seeded.methods.contains("eth_sendTransaction"))
        let balance = try seeded.client.balance(try DevelopmentAccount(60).address)
        #expect(balance == 10_000_000_000_000_000_000)
    }

    /// On py-evm (alysis), whose clock is as fixed: what became of everything is the same. Its accounts have other ether
    /// to give, so that addresses are others.
    @Test func anotherNodeAnswersTheSame() throws {
        guard let other = try SeededChain(on: .foreign, at: .seconds) else { return }
        defer { other.stop() }
        #expect(other.network.states == seeded.network.states)
        #expect(other.network.changes == seeded.network.changes)
        #expect(try ContractsTests.Jobs.all(other) == ContractsTests.Jobs.all(seeded))
        let states = try [other, seeded].map { try ContractsTests.Proposals.all($0).map(\.state) }
        #expect(states[0] == states[1])
        #expect(!other.methods.contains { $0.hasPrefix("evm_") }, "\(other.methods)")
    }
}
