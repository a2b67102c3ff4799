import Contracts
import Ethereum
import Foundation
import NodeClient
import Profile
import StrictJSON
import TestSupport
import Testing

/// The scenario on `coai devnet`: what the contracts themselves answer when it is over.
@Suite("Scenario", .serialized, SeededNodes { (try? SeededChain.pair.get()) ?? [] })
struct ContractsTests {
    @Test func twoFreshNodesGiveTheSameChain() throws {
        let pair = try SeededChain.pair.get()
        try #require(pair.count == 2)
        #expect(pair[0].profile == pair[1].profile)
        // A block's hash covers the state, the receipts with their logs, and every block before.
        #expect(pair[0].head == pair[1].head)
        #expect(try pair[0].logs() == pair[1].logs())
        #expect(pair[0].chain.transactionCount == pair[1].chain.transactionCount)
    }

    @Test func theProfileReadsBack() throws {
        let seeded = try SeededChain.first()
        let profile = seeded.profile
        let read = try NetworkProfile(parsing: Array(profile.serialized().utf8))
        #expect(read == profile && read.digest == profile.digest)
        #expect(profile.chainID == 31_337 && profile.tokens.count == 1)
        #expect(Set(profile.contracts.map(\.id)) == Set(Artifact.all.map(\.name)))
        for contract in profile.contracts {
            #expect(!(try seeded.client.code(contract.address)).isEmpty)
            // Nothing is there a block earlier, and no log is missed by reading from this one.
            #expect(
                try seeded.client.code(contract.address, at: .number(contract.fromBlock - 1)).isEmpty,
                "\(contract.id)")
        }
        for number in [1, 3, 15, 47] {
            #expect(profile.name(of: try DevelopmentAccount(number).address) != nil)
        }
    }

    @Test func nobodyButTheTimelockHasASay() throws {
        let seeded = try SeededChain.first()
        let timelock = try seeded.address("Timelock")
        let governor = try seeded.address("CoaiGovernor")
        for name in ["COAIToken", "StakingManager", "JobMarket"] {
            #expect(try seeded.account(name, "owner()") == timelock, "\(name)")
        }
        #expect(try seeded.account("CoaiGovernor", "timelock()") == timelock)
        func role(_ contract: String, _ name: String) throws -> ABIValue {
            name == "DEFAULT_ADMIN_ROLE"
                ? .fixedBytes([UInt8](repeating: 0, count: 32))
                : try #require(try seeded.read(contract, "\(name)() returns (bytes32)").first)
        }
        func has(_ contract: String, _ name: String, _ account: Address) throws -> Bool {
            let answer = try seeded.read(
                contract, "hasRole(bytes32,address) returns (bool)",
                [try role(contract, name), .address(account)])
            return answer == [.bool(true)]
        }
        let roles = [
            ("Timelock", "DEFAULT_ADMIN_ROLE"), ("Timelock", "PROPOSER_ROLE"), ("Timelock", "CANCELLER_ROLE"),
            ("COAIToken", "MINTER_ROLE"), ("StakingManager", "SLASHER_ROLE"),
            ("StakingManager", "ATTESTER_ROLE"),
        ]
        // The second development account deploys.
        let deployer = try DevelopmentAccount(2).address
        for (contract, name) in roles { #expect(try !has(contract, name, deployer), "\(contract) \(name)") }
        #expect(try has("Timelock", "PROPOSER_ROLE", governor))
        #expect(try has("Timelock", "CANCELLER_ROLE", governor))
        #expect(try has("Timelock", "EXECUTOR_ROLE", .zero))
    }

    @Test func theFirstAccountCanTakePart() throws {
        let seeded = try SeededChain.first()
        let main = try DevelopmentAccount(1).address
        let coin = UInt256(1_000_000_000_000_000_000)
        let balance = try seeded.client.balance(main)
        // Nothing was spent but for gas.
        #expect(balance <= 10_000 &* coin && balance > 9_999 &* coin)
        #expect(try seeded.number("COAIToken", "balanceOf(address)", [.address(main)]) > coin)
        #expect(try seeded.number("COAIToken", "getVotes(address)", [.address(main)]) > coin)
        #expect(try seeded.account("COAIToken", "delegates(address)", [.address(main)]) == main)
        let market = ABIValue.address(try seeded.address("JobMarket"))
        #expect(
            try seeded.number("COAIToken", "allowance(address,address)", [.address(main), market]) > coin)
    }
}
