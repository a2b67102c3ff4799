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

        /// Periods of days, as a real network has them.
        public static let days = Periods(
            votingDelay: 86_400, voting: 7 * 86_400, timelock: 2 * 86_400, unbonding: 7 * 86_400,
            cuts: 3 * 86_400, jail: 86_400)
        /// Periods of seconds, for a node whose clock can't be moved.
        ///
        /// Voting lasts for all votes of the scenario, unbonding for what is done meanwhile, so that nothing more is
        /// waited for. The last is a multiple of 32, whose double the contract allows later.
        static func seconds(_ pace: Pace) -> Periods {
            Periods(
                votingDelay: pace.room(2), voting: pace.room(40), timelock: pace.room(1),
                unbonding: (pace.room(150) + 31) / 32 * 32, cuts: pace.room(2), jail: pace.room(2))
        }
    }

    /// The contracts, in the order in which they were deployed.
    public let contracts: [ProfileContract]
    let token: Address
    let staking: Address
    let market: Address
    let governor: Address
    let timelock: Address

    /// Who deploys, and holds the first tokens; slashes; attests.
    static let deployer = 2
    static let slasher = 45
    static let attester = 46

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

        // The governor is the fifth: the timelock must name it before it is there.
        let first = try chain.nextNonce(of: deployer)
        let governor = ContractAddress.create(sender: try chain.address(deployer), nonce: first + 4)
        let timelock = try create(
            .timelock, [.uint(256), .array(.address), .array(.address), .address],
            [
                number(periods.timelock), .array([.address(governor)]), .array([.address(.zero)]),
                .address(.zero),
            ])
        let owner = ABIValue.address(timelock.address)
        let token = try create(
            .token, [.address, .address, .uint(256), .uint(256)],
            [owner, holder, .uint(Coai.wei(100_000_000)), .uint(Coai.wei(1_000_000_000))])
        let staking = try create(
            .staking, [.address, .address, .address, .address, .uint(64), .uint(64), .uint(64), .uint(256)],
            [
                owner, .address(token.address), .address(try chain.address(Self.slasher)),
                .address(try chain.address(Self.attester)), number(periods.unbonding), number(periods.cuts),
                number(periods.jail), .uint(Coai.wei(1_000)),
            ])
        let market = try create(
            .market, [.address, .address, .uint(256), .uint(16), .uint(64)],
            [owner, .address(token.address), .uint(Coai.wei(10)), number(1_000), number(3 * 86_400)])
        let created = try create(
            .governor, [.address, .address, .uint(48), .uint(32), .uint(256), .uint(256), .uint(48)],
            [
                .address(token.address), owner, number(periods.votingDelay), number(periods.voting),
                .uint(Coai.wei(1_000)), number(4), number(min(periods.voting / 2, 86_400)),
            ])
        guard created.address == governor else {
            throw ChainError("devnet.address", "the governor is not where the timelock expects it")
        }
        (self.token, self.staking, self.market) = (token.address, staking.address, market.address)
        (self.governor, self.timelock) = (governor, timelock.address)
        contracts = [token, staking, market, created, timelock]
    }
}

/// Amounts of COAI.
enum Coai {
    /// Whole COAI in wei.
    static func wei(_ whole: UInt64) -> UInt256 { UInt256(whole) &* UInt256(1_000_000_000_000_000_000) }
}
