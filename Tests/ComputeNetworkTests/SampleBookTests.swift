import ComputeNetwork
import Ethereum
import NetworkSamples
import Testing

/// The state against the book that the made-up network keeps of itself, which shares no code with the projection.
@Suite("Projection: a network's own book")
struct SampleBookTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func statesAreThoseOfTheBook(seed: UInt64) {
        let (network, blocks) = SampleNetwork.chain(jobs: 1_200, seed: seed)
        let everyone = network.accounts + network.workers
        var projection = Projection(profile: network.profile, watched: everyone)
        for block in blocks { projection.apply(block.header, block.logs) }
        let state = projection.state
        #expect(state.unreadable == UnreadableLogs())
        #expect(state.jobs.count == network.phases.count)
        for (row, phase) in network.phases.enumerated() {
            #expect(state.jobs[row].id == UInt256(UInt64(row + 1)))
            #expect(state.jobs[row].phase.rawValue == phase, "job \(row + 1)")
        }
        for account in everyone {
            #expect(state.balances[account] ?? .zero == network.balances[account] ?? .zero)
            #expect(state.votingPower[account] ?? .zero == network.votes[account] ?? .zero)
        }
        let escrow = state.jobs.reduce(UInt256.zero) { $0.addingSaturating($1.escrow) }
        #expect(escrow == network.balances[network.contract("JobMarket")] ?? .zero, "what the market holds")
        // Every phase is there, so that the comparison means something.
        #expect(Set(network.phases).count == 9)
        #expect(Set(state.bids.map(\.status)).count == 6)
        #expect(!state.slashes.isEmpty && !state.proposals.isEmpty && !state.votes.isEmpty)
        #expect(state.unbondings.contains { $0.isOver } && state.unbondings.contains { !$0.isOver })
    }

    @Test func proposalsAreLinkedToTheirOperations() throws {
        let (network, blocks) = SampleNetwork.chain(jobs: 1_500, seed: 9)
        var projection = Projection(profile: network.profile)
        for block in blocks { projection.apply(block.header, block.logs) }
        let queued = projection.state.proposals.filter { $0.eta != nil }
        #expect(queued.contains { $0.isExecuted })
        for proposal in projection.state.proposals { #expect(proposal.recomputedID == proposal.id) }
        for proposal in queued {
            let operation = try #require(
                projection.state.operations.first { $0.id == proposal.operationID })
            #expect(proposal.matches(operation))
            #expect(operation.readyAt == proposal.eta)
            #expect(proposal.operationStatus == operation.status)
            #expect((operation.status == .done) == proposal.isExecuted)
        }
    }
}
