import Contracts
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// The large network that a demonstration shows, played on this chain.
struct WorldTests {
    /// A node with the world of a seed on it.
    private func world(seed: UInt64) throws -> (node: DevNode, network: SeededNetwork, pulse: Pulse) {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_767_225_600
        configuration.gasLimit = 60_000_000
        let ether = UInt256(1_000_000_000_000_000_000)
        for number in 1...DevelopmentAccount.count {
            let balance = number == 1 ? ether : ether &* 10_000
            configuration.accounts[try DevelopmentAccount(number).address] = StoredAccount(balance: balance)
        }
        let node = DevNode(DevChain(configuration))
        let inProcess = NodeInProcess(
            submit: { (signed, sender) throws(ChainError) in
                do throws(RPCError) { try node.submit(signed, from: sender) } catch {
                    throw ChainError("node.\(error.code)", error.message)
                }
            }, outcome: { node.outcome(of: $0) })
        let chain = try DevelopmentChain(allowed: [31_337], node: inProcess) {
            (method, parameters) throws(ChainError) in
            do throws(RPCError) { return try node.call(method, parameters) } catch {
                throw ChainError("node.\(error.code)", error.message)
            }
        }
        let (network, pulse) = try Scenario.begin(on: chain, .world(seed: seed))
        return (node, network, pulse)
    }

    /// How often each event was logged, by name.
    private func events(_ node: DevNode) throws -> [String: Int] {
        var names: [Hash32: String] = [:]
        for artifact in Artifact.all {
            for event in try artifact.interface().events { names[event.topic0] = event.name }
        }
        var counts: [String: Int] = [:]
        for number in 0...node.chain.head.number {
            for receipt in node.chain.block(number)?.receipts ?? [] {
                for log in receipt.logs {
                    guard let topic = log.topics.first, let name = names[topic] else { continue }
                    counts[name, default: 0] += 1
                }
            }
        }
        return counts
    }

    @Test func itHasEverythingThatThereIs() throws {
        let (node, network, _) = try world(seed: 1)
        #expect(network.notReached.isEmpty)
        func count(_ kind: NetworkState.Kind) -> Int {
            network.states.reduce(0) { $0 + ($1.key.kind == kind ? $1.value : 0) }
        }
        #expect(count(.provider) == 24)
        #expect(count(.job) == 400)
        #expect(count(.proposal) == 14)
        let events = try events(node)
        // A provider's own stake is bonded as well.
        #expect((events["Bonded"] ?? 0) - 22 >= 80)
        #expect(events["ModelRegistered"] == 12 && events["DatasetPublished"] == 9)
        #expect((events["EpochStarted"] ?? 0) >= 30)
        // Everything that the contracts can tell, but for what only parameters or mistakes bring about.
        let rare: Set = [
            "OwnershipTransferred", "RoleGranted", "RoleRevoked", "PaymentHeld", "VerifierSet",
            "TokenAllowed",
            "CounterIncremented", "ModelDeprecated", "ProposalExtended", "BidClosed", "Rebonded",
            "RewardsClaimed",
            "TimelockChange", "VotingDelaySet", "VotingPeriodSet", "ProposalThresholdSet",
            "LateQuorumVoteExtensionSet", "QuorumNumeratorUpdated", "CallSalt", "Cancelled", "MinDelayChange",
            "VoteCastWithParams", "ProposalGuardianSet",
        ]
        var all: Set<String> = []
        for artifact in Artifact.all { all.formUnion(try artifact.interface().events.map(\.name)) }
        #expect(all.subtracting(rare).subtracting(events.keys).isEmpty)
    }

    @Test func aSeedGivesTheSameChainAndAnotherOneAnother() throws {
        let first = try world(seed: 7).node.chain.head.hash
        #expect(try world(seed: 7).node.chain.head.hash == first)
        #expect(try world(seed: 8).node.chain.head.hash != first)
    }

    @Test(arguments: [0, 2, 3, 42, 1_000_003, UInt64.max]) func everySeedIsPlayedToItsEnd(seed: UInt64) throws
    {
        #expect(try world(seed: seed).network.states.values.reduce(0, +) > 400)
    }

    @Test func itGoesOn() throws {
        let (node, _, pulse) = try world(seed: 1)
        let before = try events(node)
        for _ in 0..<36 {
            // Half a minute later, as a pace has it.
            _ = try node.call("evm_increaseTime", [.number("30")])
            try pulse.beat()
        }
        let after = try events(node)
        for name in [
            "JobCreated", "JobFunded", "JobStarted", "JobSubmitted", "JobCompleted", "BidRevealed",
            "OrderFilled",
            "AttestationVerified", "VerdictCommitted", "VoteCast", "Bonded", "FeeSplit", "RewardsDistributed",
        ] { #expect((after[name] ?? 0) > (before[name] ?? 0), "\(name)") }
    }
}
