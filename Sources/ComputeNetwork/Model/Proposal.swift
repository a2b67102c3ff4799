import Ethereum

/// A proposal as its events tell it; votes in wei of voting power, times in seconds since 1970.
public struct Proposal: Sendable, Equatable {
    /// The number that the governor gave it.
    public var id: UInt256
    /// Who proposed.
    public var proposer: Address
    /// What is called.
    public var targets: [Address]
    /// Wei sent with each call.
    public var values: [UInt256]
    /// Selector and arguments of each call.
    public var calldatas: [[UInt8]]
    /// What its proposer says; from outside, so to be cleaned.
    public var description: String
    /// When voting power is counted, and voting starts after it.
    public var voteStart: UInt64
    /// When voting ends; late votes may have moved it.
    public var voteEnd: UInt64
    /// Votes against, for and abstaining.
    public var tally = Tally()
    /// When it can be executed, once it is queued.
    public var eta: UInt64?
    /// Whether it was executed.
    public var isExecuted = false
    /// Whether it was cancelled.
    public var isCanceled = false
    /// Votes needed for and abstaining together, read by a call; nil until then.
    public var quorum: UInt256?
    /// The state as the contract says it, read by a call at a block; nil until then.
    public var readState: ProposalState?
    /// The timelock's operation that makes its calls, once it is queued: computed from the calls, not taken from a log.
    public var operationID: Hash32?
    /// Where that operation stands; someone may act on the timelock directly.
    public var operationStatus: TimelockOperation.Status?
    /// When it was made.
    public var createdAt: UInt64
    /// The block of its last event.
    public var blockNumber: UInt64
    /// Rows in `NetworkState.votes`.
    public var voteRows: [Int32] = []

    /// Votes of each kind.
    public struct Tally: Sendable, Equatable {
        /// Against.
        public var against = UInt256.zero
        /// For.
        public var `for` = UInt256.zero
        /// Abstaining.
        public var abstain = UInt256.zero

        /// No votes.
        public init() {}

        /// All votes.
        public var total: UInt256 { against.addingSaturating(self.for).addingSaturating(abstain) }
    }

    /// A proposal as it is made.
    public init(
        id: UInt256, proposer: Address, targets: [Address], values: [UInt256], calldatas: [[UInt8]],
        description: String, voteStart: UInt64, voteEnd: UInt64, createdAt: UInt64, blockNumber: UInt64
    ) {
        self.id = id
        self.proposer = proposer
        self.targets = targets
        self.values = values
        self.calldatas = calldatas
        self.description = description
        self.voteStart = voteStart
        self.voteEnd = voteEnd
        self.createdAt = createdAt
        self.blockNumber = blockNumber
    }

    /// The number recomputed from the calls and the description: keccak256 of their ABI encoding.
    public var recomputedID: UInt256? {
        hash(followedBy: [Keccak256.hash(utf8: description)])?.word
    }

    /// The id of the timelock's operation for these calls, as OpenZeppelin's governor schedules them: a batch without
    /// predecessor whose salt is the description's hash, from version 5 on mixed with the governor's address.
    public func operationID(governor: Address, flavor: String) -> Hash32? {
        var salt = Keccak256.hash(utf8: description).word
        if flavor.hasPrefix("oz5") { salt = salt ^ governor.word &<< 96 }
        return hash(followedBy: [.zero, Hash32(word: salt)])
    }

    private func hash(followedBy words: [Hash32]) -> Hash32? {
        let values: [ABIValue] =
            [
                .array(targets.map { .address($0) }), .array(self.values.map { .uint($0) }),
                .array(calldatas.map { .bytes($0) }),
            ] + words.map { .fixedBytes($0.bytes) }
        let types: [ABIType] =
            [.array(.address), .array(.uint(256)), .array(.bytes)] + words.map { _ in .fixedBytes(32) }
        return (try? ABI.encode(values, as: types)).map { Keccak256.hash($0) }
    }

    /// Whether an operation of the timelock makes exactly these calls.
    public func matches(_ operation: TimelockOperation) -> Bool {
        operation.calls.count == targets.count && values.count == targets.count
            && calldatas.count == targets.count
            && operation.calls.indices.allSatisfy {
                operation.calls[$0].target == targets[$0] && operation.calls[$0].value == values[$0]
                    && operation.calls[$0].data == calldatas[$0]
            }
    }

    /// The number of its operation in the timelock: the hash of its calls, no predecessor, and a salt of the governor's
    /// address (its bytes first) and the description's hash, as OpenZeppelin 5 makes it.
    public func operationID(governor: Address) -> Hash32? {
        let salt = (governor.word &<< 96) ^ Keccak256.hash(utf8: description).word
        let values: [ABIValue] = [
            .array(targets.map { .address($0) }), .array(self.values.map { .uint($0) }),
            .array(calldatas.map { .bytes($0) }), .fixedBytes(Hash32.zero.bytes),
            .fixedBytes(Hash32(word: salt).bytes),
        ]
        let types: [ABIType] = [
            .array(.address), .array(.uint(256)), .array(.bytes), .fixedBytes(32), .fixedBytes(32),
        ]
        guard let encoded = try? ABI.encode(values, as: types) else { return nil }
        return Keccak256.hash(encoded)
    }

    /// The state at a time, as OpenZeppelin's governor with a timelock and a grace period decides it.
    ///
    /// While the quorum isn't known, a proposal that has more votes for than against counts as having reached it,
    /// unless the contract was asked and said otherwise.
    public func state(now: UInt64, gracePeriod: UInt64 = 14 * 86_400) -> ProposalState {
        if isExecuted { return .executed }
        if isCanceled { return .canceled }
        if now <= voteStart { return .pending }
        if now <= voteEnd { return .active }
        let reached =
            quorum.map { tally.for.addingSaturating(tally.abstain) >= $0 } ?? (readState != .defeated)
        if !reached || tally.for <= tally.against { return .defeated }
        guard let eta else { return .succeeded }
        switch operationStatus {
        case .done: return .executed
        case .canceled: return .canceled
        case .waiting, nil: break
        }
        let end = eta.addingReportingOverflow(gracePeriod)
        return !end.overflow && now >= end.partialValue ? .expired : .queued
    }
}

/// States of a proposal, numbered as the governor numbers them.
public enum ProposalState: UInt8, Sendable, CaseIterable {
    case pending, active, canceled, defeated, succeeded, queued, expired, executed

    /// The field's word for it.
    public var word: String {
        switch self {
        case .pending: "Pending"
        case .active: "Active"
        case .canceled: "Canceled"
        case .defeated: "Defeated"
        case .succeeded: "Succeeded"
        case .queued: "Queued"
        case .expired: "Expired"
        case .executed: "Executed"
        }
    }
}

/// A vote.
public struct Vote: Sendable, Equatable {
    /// The proposal's number.
    public var proposalID: UInt256
    /// Who voted.
    public var voter: Address
    /// 0 against, 1 for, 2 abstaining, 255 split.
    public var support: UInt8
    /// With how much, in wei of voting power.
    public var weight: UInt256
    /// Why; from outside, so to be cleaned.
    public var reason: String
    /// When.
    public var at: UInt64

    /// A vote.
    public init(
        proposalID: UInt256, voter: Address, support: UInt8, weight: UInt256, reason: String, at: UInt64
    ) {
        self.proposalID = proposalID
        self.voter = voter
        self.support = support
        self.weight = weight
        self.reason = reason
        self.at = at
    }

    /// The vote in a word.
    public var supportName: String { Self.supportName(support) }

    /// The word for a kind of vote.
    public static func supportName(_ support: UInt8) -> String {
        switch support {
        case 0: "Against"
        case 1: "For"
        case 2: "Abstain"
        case 255: "Split"
        default: "kind \(support)"
        }
    }
}

/// What a timelock holds back.
public struct TimelockOperation: Sendable, Equatable {
    /// Its number.
    public var id: Hash32
    /// What is called, in order.
    public var calls: [Call]
    /// From when on it can be executed.
    public var readyAt: UInt64
    /// Where it stands.
    public var status: Status

    /// One call.
    public struct Call: Sendable, Equatable {
        /// The contract.
        public var target: Address
        /// Wei sent with it.
        public var value: UInt256
        /// Selector and arguments.
        public var data: [UInt8]

        /// A call.
        public init(target: Address, value: UInt256, data: [UInt8]) {
            self.target = target
            self.value = value
            self.data = data
        }
    }

    /// States of an operation.
    public enum Status: UInt8, Sendable {
        case waiting, done, canceled
    }

    /// An operation as it is scheduled.
    public init(id: Hash32, calls: [Call], readyAt: UInt64, status: Status = .waiting) {
        self.id = id
        self.calls = calls
        self.readyAt = readyAt
        self.status = status
    }
}
