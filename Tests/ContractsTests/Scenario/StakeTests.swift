import Contracts
import Ethereum
import NodeClient
import Profile
import Testing

extension ContractsTests {
    /// Providers and stake of the scenario, as StakingManager sees them.
    @Suite("Stakes") struct Stakes {
        static func providers(_ seeded: SeededChain) throws -> [(address: Address, values: [ABIValue])] {
            let count = try #require(try seeded.number("StakingManager", "providerCount()").asUInt64)
            return try (0..<count).map { index in
                let address = try seeded.account(
                    "StakingManager", "providerAt(uint256)", [.uint(UInt256(index))])
                let values = try seeded.read(
                    "StakingManager",
                    "getProvider(address) returns (address,uint8,uint256,uint256,uint16,uint16,uint64,uint64)",
                    [.address(address)])
                return (address, values)
            }
        }

        @Test func providersOfSeveralStates() throws {
            let seeded = try SeededChain.first()
            let providers = try Self.providers(seeded)
            #expect(providers.count >= 8)
            // Pending, active, jailed.
            #expect(Set(providers.compactMap { $0.values[1].number }).isSuperset(of: [1, 2, 3]))
            #expect(try seeded.events(.staking, "Slashed").count >= 1)
            #expect(try seeded.events(.staking, "BenchmarkPosted").count >= 8)
            for provider in providers { #expect(seeded.profile.name(of: provider.address) != nil) }
        }

        @Test func stakeAddsUp() throws {
            let seeded = try SeededChain.first()
            var bonded = UInt256.zero
            for provider in try Self.providers(seeded) {
                guard let own = provider.values[2].number, let others = provider.values[3].number else {
                    throw MissingValue()
                }
                bonded = bonded &+ own &+ others
            }
            #expect(bonded == (try seeded.number("StakingManager", "totalBonded()")))
            let staking = ABIValue.address(try seeded.address("StakingManager"))
            let unbonding = try seeded.number("StakingManager", "totalUnbonding()")
            #expect(unbonding > 0)
            #expect(try seeded.number("COAIToken", "balanceOf(address)", [staking]) >= bonded &+ unbonding)
        }

        @Test func twentyDelegationsAndUnbondings() throws {
            let seeded = try SeededChain.first()
            var pairs: Set<[Hash32]> = []
            for log in try seeded.events(.staking, "Bonded") where log.topics[1] != log.topics[2] {
                let who = try #require(Address(word: log.topics[2].word))
                let provider = try #require(Address(word: log.topics[1].word))
                let delegation = try seeded.read(
                    "StakingManager",
                    "delegationOf(address,address) returns (uint256,uint256,uint256,uint256)",
                    [.address(who), .address(provider)])
                if let shares = delegation[0].number, shares > 0 {
                    pairs.insert([log.topics[1], log.topics[2]])
                }
            }
            #expect(pairs.count >= 20)
            let now = UInt256(seeded.head.timestamp)
            var ready = 0
            var waiting = 0
            for log in try seeded.events(.staking, "Unbonding") {
                let who = try #require(Address(word: log.topics[2].word))
                let unbonding = try seeded.read(
                    "StakingManager", "unbondingOf(address,uint256) returns (address,uint256,uint64,uint64)",
                    [.address(who), .uint(log.topics[3].word)])
                guard let amount = unbonding[1].number, let time = unbonding[2].number else {
                    throw MissingValue()
                }
                if amount > 0 { if time <= now { ready += 1 } else { waiting += 1 } }
            }
            #expect(ready >= 1 && waiting >= 1)
            #expect(try seeded.events(.staking, "Withdrawn").count >= 1)
        }
    }
}
