import Contracts
import Ethereum
import Foundation
import NodeClient
import Testing

extension ContractsTests {
    /// Proposals of the scenario, as the governor sees them.
    @Suite("Proposals") struct Proposals {
        struct Proposal: Equatable {
            let id: UInt256
            let proposer: Address
            let state: UInt256
        }

        static func all(_ seeded: SeededChain) throws -> [Proposal] {
            let event = try #require(try Artifact.governor.interface().event("ProposalCreated"))
            return try seeded.events(.governor, "ProposalCreated").map { log in
                let values = try event.decode(topics: log.topics, data: log.data)
                guard case .uint(let id) = values[0], case .address(let proposer) = values[1] else {
                    throw MissingValue()
                }
                return Proposal(
                    id: id, proposer: proposer,
                    state: try seeded.number("CoaiGovernor", "state(uint256)", [.uint(id)]))
            }
        }

        @Test func everyStateIsThere() throws {
            let seeded = try SeededChain.first()
            let proposals = try Self.all(seeded)
            #expect(proposals.count >= 8)
            #expect(Set(proposals.map(\.state)) == Set((0...7).map { UInt256(UInt64($0)) }))
        }

        @Test func whatIsOpenStaysOpenForADay() throws {
            let seeded = try SeededChain.first()
            let now = UInt256(seeded.head.timestamp)
            let main = try DevelopmentAccount(1).address
            var seen = 0
            for proposal in try Self.all(seeded) where proposal.state <= 1 {
                let start = try seeded.number(
                    "CoaiGovernor", "proposalSnapshot(uint256)", [.uint(proposal.id)])
                let end = try seeded.number("CoaiGovernor", "proposalDeadline(uint256)", [.uint(proposal.id)])
                seen += 1
                if proposal.state == 0 {
                    #expect(start > now &+ 72_000)
                } else {
                    #expect(start < now && end > now &+ 172_800)
                    #expect(
                        try seeded.number(
                            "COAIToken", "getPastVotes(address,uint256)", [.address(main), .uint(start)]) > 0)
                    let voted = try seeded.read(
                        "CoaiGovernor", "hasVoted(uint256,address) returns (bool)",
                        [.uint(proposal.id), .address(main)])
                    #expect(voted == [.bool(false)], "the vote is left to a person")
                }
            }
            #expect(seen >= 2)
        }

        @Test func decidedOnesHaveTheirVotesAndTheirEffects() throws {
            let seeded = try SeededChain.first()
            for proposal in try Self.all(seeded) {
                let votes = try seeded.read(
                    "CoaiGovernor", "proposalVotes(uint256) returns (uint256,uint256,uint256)",
                    [.uint(proposal.id)]
                ).compactMap(\.number)
                guard votes.count == 3 else { throw MissingValue() }
                let start = try seeded.number(
                    "CoaiGovernor", "proposalSnapshot(uint256)", [.uint(proposal.id)])
                if proposal.state >= 3 {
                    let quorum = try seeded.number("CoaiGovernor", "quorum(uint256)", [.uint(start)])
                    let passes = votes[1] > votes[0] && votes[1] &+ votes[2] >= quorum
                    #expect(passes == (proposal.state != 3))
                }
            }
            // What was executed holds; what was queued doesn't yet, nor what expired.
            let coin = UInt256(1_000_000_000_000_000_000)
            #expect(try seeded.number("JobMarket", "bidDeposit()") == 12 &* coin)
            #expect(try seeded.number("JobMarket", "challengeBondBps()") == 1_000)
            #expect(try seeded.number("StakingManager", "unbondingPeriod()") == 604_800)
            #expect(try seeded.number("StakingManager", "minSelfStake()") == 1_000 &* coin)
        }
    }
}
