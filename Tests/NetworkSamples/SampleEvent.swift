import Ethereum

/// An event of the reference contracts, to be written as a log.
struct SampleEvent: Sendable {
    /// Id of the contract in the profile.
    let contract: String
    /// Name and arguments.
    let event: ABIEvent

    init(_ contract: String, _ text: String) {
        self.contract = contract
        do { event = try ABIEvent(text) } catch { preconditionFailure("\(text): \(error.message)") }
    }

    // Job market.
    static let jobCreated = market(
        "JobCreated(uint256 indexed,address indexed,address indexed,address,uint256,address)")
    static let jobTerms = market(
        "JobTerms(uint256 indexed,bytes32 indexed,bytes32,bytes32,uint8,uint8,uint16,uint256,uint256,uint32,uint64,uint64,uint64,uint32)"
    )
    static let providerSet = market("ProviderSet(uint256 indexed,address indexed)")
    static let budgetSet = market("BudgetSet(uint256 indexed,uint256)")
    static let jobFunded = market("JobFunded(uint256 indexed,address indexed,uint256)")
    static let jobStarted = market("JobStarted(uint256 indexed,address indexed)")
    static let jobSubmitted = market("JobSubmitted(uint256 indexed,address indexed,bytes32)")
    static let resultPosted = market("ResultPosted(uint256 indexed,bytes32,string,bytes32,uint32)")
    static let jobCompleted = market("JobCompleted(uint256 indexed,address indexed,bytes32)")
    static let jobRejected = market("JobRejected(uint256 indexed,address indexed,bytes32)")
    static let jobExpired = market("JobExpired(uint256 indexed)")
    static let jobCancelled = market("JobCancelled(uint256 indexed,address indexed)")
    static let paymentReleased = market("PaymentReleased(uint256 indexed,address indexed,uint256)")
    static let refunded = market("Refunded(uint256 indexed,address indexed,uint256)")
    static let bidCommitted = market("BidCommitted(uint256 indexed,address indexed,bytes32)")
    static let bidRevealed = market("BidRevealed(uint256 indexed,address indexed,uint256,uint32,bytes32)")
    static let bidForfeited = market("BidForfeited(uint256 indexed,address indexed,uint256)")
    static let bidClosed = market("BidClosed(uint256 indexed,address indexed,uint256)")
    static let jobDisputed = market("JobDisputed(uint256 indexed,address indexed,uint256,bytes32)")
    static let disputeResolved = market("DisputeResolved(uint256 indexed,uint8,address indexed,uint256)")
    static let slaReported = market("SLAReported(uint256 indexed,address indexed,bool,uint32,uint256)")
    static let orderFilled = market("OrderFilled(bytes32 indexed,uint256 indexed,address indexed,uint256)")

    // Staking.
    static let providerRegistered = staking(
        "ProviderRegistered(address indexed,address indexed,string,bytes32)")
    static let providerStatusChanged = staking("ProviderStatusChanged(address indexed,uint8)")
    static let cutsChangeScheduled = staking("CutsChangeScheduled(address indexed,uint16,uint16,uint64)")
    static let bonded = staking("Bonded(address indexed,address indexed,uint256,uint256)")
    static let unbonding = staking(
        "Unbonding(address indexed,address indexed,uint256 indexed,uint256,uint64)")
    static let rebonded = staking("Rebonded(address indexed,address indexed,uint256 indexed,uint256)")
    static let withdrawn = staking("Withdrawn(address indexed,uint256 indexed,uint256)")
    static let redelegated = staking("Redelegated(address indexed,address indexed,address indexed,uint256)")
    static let slashed = staking(
        "Slashed(address indexed,uint256 indexed,uint256,uint16,uint8,address,uint256,uint256)")
    static let rewardsDistributed = staking(
        "RewardsDistributed(address indexed,uint256 indexed,uint256,uint256)")

    // Token.
    static let transfer = token("Transfer(address indexed,address indexed,uint256)")
    static let minted = token("Minted(address indexed,uint256,uint256 indexed)")
    static let delegateChanged = token("DelegateChanged(address indexed,address indexed,address indexed)")
    static let delegateVotesChanged = token("DelegateVotesChanged(address indexed,uint256,uint256)")

    // Governor and timelock.
    static let proposalCreated = governor(
        "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)")
    static let voteCast = governor("VoteCast(address indexed,uint256,uint8,uint256,string)")
    static let proposalQueued = governor("ProposalQueued(uint256,uint256)")
    static let proposalExecuted = governor("ProposalExecuted(uint256)")
    static let proposalCanceled = governor("ProposalCanceled(uint256)")
    static let proposalExtended = governor("ProposalExtended(uint256 indexed,uint64)")
    static let callScheduled = SampleEvent(
        "Timelock",
        "CallScheduled(bytes32 indexed,uint256 indexed,address,uint256,bytes,bytes32,uint256)")
    static let callSalt = SampleEvent("Timelock", "CallSalt(bytes32 indexed,bytes32)")
    static let callExecuted = SampleEvent(
        "Timelock", "CallExecuted(bytes32 indexed,uint256 indexed,address,uint256,bytes)")

    private static func market(_ text: String) -> SampleEvent { SampleEvent("JobMarket", text) }
    private static func staking(_ text: String) -> SampleEvent { SampleEvent("StakingManager", text) }
    private static func token(_ text: String) -> SampleEvent { SampleEvent("COAIToken", text) }
    private static func governor(_ text: String) -> SampleEvent { SampleEvent("CoaiGovernor", text) }
}

/// Repeatable random numbers (splitmix64).
struct SampleRandom: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number from 0 to `bound` - 1.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    /// True once in `bound` times.
    mutating func once(in bound: Int) -> Bool { below(bound) == 0 }

    /// A hash that nothing stands behind.
    mutating func hash() -> Hash32 { Hash32(word: UInt256(limbs: next(), next(), next(), next())) }
}
