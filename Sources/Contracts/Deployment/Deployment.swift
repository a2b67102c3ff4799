import Ethereum
import Profile

/// The reference contracts on a chain, wired as they stay: the timelock owns everything, the governor alone proposes to
/// it, and whoever deployed them has no say.
public struct Deployment: Sendable {
    /// Periods, in seconds.
    public struct Periods: Sendable {
        /// From a proposal to its vote.
        public var votingDelay: UInt64
        /// Of voting.
        public var voting: UInt64
        /// From queueing to execution.
        public var timelock: UInt64
        /// From unbonding to withdrawal.
        public var unbonding: UInt64
        /// From an announcement of cuts until they hold.
        public var cuts: UInt64
        /// Of a jail after a slash.
        public var jail: UInt64
        /// In which a slash can be vetoed.
        public var veto: UInt64
        /// In which verdicts are sealed, and as long again in which they are opened.
        public var verdicts: UInt64
        /// Of an epoch.
        public var epoch: UInt64

        /// Periods of days, as a real network has them.
        public static let days = Periods(
            votingDelay: 86_400, voting: 7 * 86_400, timelock: 2 * 86_400, unbonding: 7 * 86_400,
            cuts: 3 * 86_400, jail: 86_400, veto: 86_400, verdicts: 5 * 3_600, epoch: 17 * 3_600)
        /// Periods of seconds, for a node whose clock can't be moved.
        ///
        /// Voting lasts for all votes of the scenario, unbonding for what is done meanwhile, so that nothing more is
        /// waited for. The last is a multiple of 32, whose double the contract allows later.
        static func seconds(_ pace: Pace) -> Periods {
            Periods(
                votingDelay: pace.room(2), voting: pace.room(40), timelock: pace.room(1),
                unbonding: (pace.room(150) + 31) / 32 * 32, cuts: pace.room(2), jail: pace.room(2),
                veto: pace.room(2), verdicts: pace.room(6), epoch: pace.room(2))
        }
    }

    /// The contracts, in the order in which they were deployed.
    public let contracts: [ProfileContract]
    let token: Address
    let staking: Address
    let market: Address
    let registry: Address
    let verification: Address
    let emissions: Address
    let settlement: Address
    let proofs: Address
    let governor: Address
    let timelock: Address

    /// Who deploys, and holds the first tokens; slashes; attests; vetoes slashes; looks at evidence.
    static let deployer = 2
    static let slasher = 45
    static let attester = 46
    static let guardian = 53
    static let verifier = 54

    /// The proof system that outputs are signed by (ERC-7992).
    static let proofSystemID = Array(Keccak256.hash(utf8: "ecdsa-output-v1").bytes.prefix(4))

    /// Deploys everything.
    ///
    /// - Parameter created: told of each contract as soon as it is there.
    /// - Throws: `ChainError` where a creation fails.
    init(
        on chain: DevelopmentChain, periods: Periods, created tell: (ProfileContract) -> Void
    ) throws(ChainError) {
        let deployer = Self.deployer
        func create(_ artifact: Artifact, _ types: [ABIType], _ arguments: [ABIValue]) throws(ChainError)
            -> ProfileContract
        {
            let made = try chain.create(from: deployer, try artifact.creation(types, arguments))
            let contract = ProfileContract(id: artifact.name, address: made.address, fromBlock: made.block)
            tell(contract)
            return contract
        }
        let holder = ABIValue.address(try chain.address(deployer))
        func number(_ value: UInt64) -> ABIValue { .uint(UInt256(value)) }

        func one(_ number: Int) throws(ChainError) -> ABIValue { .address(try chain.address(number)) }

        // They name each other before they are there.
        let first = try chain.nextNonce(of: deployer)
        let sender = try chain.address(deployer)
        let awaited = (6...9).map { ContractAddress.create(sender: sender, nonce: first + UInt64($0)) }
        let (verification, emissions) = (ABIValue.address(awaited[0]), ABIValue.address(awaited[1]))
        let (settlement, governor) = (ABIValue.address(awaited[2]), ABIValue.address(awaited[3]))
        let timelock = try create(
            .timelock, [.uint(256), .array(.address), .array(.address), .address],
            [number(periods.timelock), .array([governor]), .array([.address(.zero)]), .address(.zero)])
        let owner = ABIValue.address(timelock.address)
        let token = try create(
            .token, [.address, .address, .address, .uint(256), .uint(256)],
            [owner, holder, emissions, .uint(Coai.wei(100_000_000)), .uint(Coai.wei(1_000_000_000))])
        let tokenAddress = ABIValue.address(token.address)
        let staking = try create(
            .staking,
            [
                .address, .address, .array(.address), .address, .address, .array(.address), .uint(64),
                .uint(64),
                .uint(64), .uint(64), .uint(256),
            ],
            [
                owner, tokenAddress, .array([try one(Self.slasher), verification]), try one(Self.guardian),
                try one(Self.attester), .array([emissions, settlement]), number(periods.unbonding),
                number(periods.cuts), number(periods.jail), number(periods.veto), .uint(Coai.wei(1_000)),
            ])
        let market = try create(
            .market, [.address, .address, .uint(256), .uint(16), .uint(64), .uint(16), .address, .address],
            [
                owner, tokenAddress, .uint(Coai.wei(10)), number(1_000), number(3 * 86_400), number(500),
                settlement, verification,
            ])
        let (stakingAddress, marketAddress) = (
            ABIValue.address(staking.address), ABIValue.address(market.address)
        )
        let registry = try create(.registry, [.address, .address], [tokenAddress, marketAddress])
        let proofs = try create(.proofs, [], [])
        let registryAddress = ABIValue.address(registry.address)
        let verifying = try create(
            .verification,
            [
                .address, .address, .address, .address, .address, .address, .fixedBytes(4), .address,
                .uint(16),
                .uint(64), .uint(64), .uint(64), .uint(16),
            ],
            [
                owner, marketAddress, stakingAddress, registryAddress, settlement, try one(Self.verifier),
                .fixedBytes(Self.proofSystemID), .address(proofs.address), number(6_667),
                number(periods.verdicts),
                number(periods.verdicts), number(60 * 86_400), number(500),
            ])
        let emitting = try create(
            .emissions, [.address, .address, .address, .uint(64), .uint(256), .uint(16), .uint(16)],
            [
                owner, tokenAddress, stakingAddress, number(periods.epoch), .uint(Coai.wei(2_000)),
                number(1_000),
                number(5_000),
            ])
        let settling = try create(
            .settlement,
            [
                .address, .address, .address, .address, .address, .address, .address, .uint(256), .uint(256),
                .uint(256),
            ],
            [
                owner, tokenAddress, marketAddress, stakingAddress, registryAddress, verification, emissions,
                number(200), number(500), number(300),
            ])
        let governing = try create(
            .governor, [.address, .address, .uint(48), .uint(32), .uint(256), .uint(256), .uint(48)],
            [
                tokenAddress, owner, number(periods.votingDelay), number(periods.voting),
                .uint(Coai.wei(1_000)), number(4), number(min(periods.voting / 2, 86_400)),
            ])
        guard [verifying, emitting, settling, governing].map(\.address) == awaited else {
            throw ChainError("devnet.address", "a contract is not where the others expect it")
        }
        (self.token, self.staking, self.market) = (token.address, staking.address, market.address)
        (self.registry, self.verification, self.proofs) = (
            registry.address, verifying.address, proofs.address
        )
        (self.emissions, self.settlement) = (emitting.address, settling.address)
        (self.governor, self.timelock) = (governing.address, timelock.address)
        contracts = [
            token, staking, market, governing, timelock, verifying, registry, emitting, settling, proofs,
        ]
    }
}

/// Amounts of COAI.
enum Coai {
    /// Whole COAI in wei.
    static func wei(_ whole: UInt64) -> UInt256 { UInt256(whole) &* UInt256(1_000_000_000_000_000_000) }
}
