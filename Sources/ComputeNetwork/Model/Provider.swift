import Ethereum

/// Someone who does the work; amounts in wei of COAI, cuts in basis points.
public struct Provider: Sendable, Equatable {
    /// The provider's address, where its stake belongs.
    public var address: Address
    /// The key that works for it.
    public var operatorAddress: Address
    /// Where it can be reached; from outside, so to be cleaned.
    public var serviceURI: String
    /// What it can do.
    public var capabilityHash: Hash32
    /// Where it stands.
    public var status: Status = .pending
    /// Its own stake.
    public var selfStake: UInt256 = .zero
    /// The stake of others with it.
    public var delegatedStake: UInt256 = .zero
    /// The share of rewards that it keeps.
    public var rewardCutBasisPoints: UInt16 = 0
    /// The share of fees that it keeps.
    public var feeCutBasisPoints: UInt16 = 0
    /// Cuts that will hold later.
    public var pendingCuts: PendingCuts?
    /// Jobs that it finished.
    public var jobsDone = 0
    /// Jobs that were rejected or that it let expire.
    public var jobsFailed = 0
    /// Jobs of it that were challenged.
    public var jobsDisputed = 0
    /// When it was registered.
    public var registeredAt: UInt64
    /// The block of its last event.
    public var blockNumber: UInt64
    /// Rows in `NetworkState.slashes`.
    public var slashRows: [Int32] = []
    /// Rows in `NetworkState.delegations`, its own stake among them.
    public var delegationRows: [Int32] = []
    /// Until when it is jailed, read by a call; 0 for not at all.
    public var jailedUntil: UInt64 = 0
    /// The latest benchmark, if one was posted.
    public var benchmark: Benchmark?

    /// States of a provider.
    public enum Status: UInt8, Sendable, CaseIterable {
        case unregistered, pending, active, jailed, exiting, exited

        /// The field's word for it.
        public var word: String {
            switch self {
            case .unregistered: "Unregistered"
            case .pending: "Pending"
            case .active: "Active"
            case .jailed: "Jailed"
            case .exiting: "Exiting"
            case .exited: "Exited"
            }
        }
    }

    /// A measurement of what it can do.
    public struct Benchmark: Sendable, Equatable {
        /// Which measurement.
        public var suite: Hash32
        /// Its result, in the suite's unit.
        public var score: UInt256
        /// Who measured.
        public var attester: Address
        /// When.
        public var at: UInt64
    }

    /// Cuts that were announced.
    public struct PendingCuts: Sendable, Equatable {
        /// The share of rewards, in basis points.
        public var rewardCutBasisPoints: UInt16
        /// The share of fees, in basis points.
        public var feeCutBasisPoints: UInt16
        /// From when on.
        public var effectiveAt: UInt64

        /// Cuts from a time on.
        public init(rewardCutBasisPoints: UInt16, feeCutBasisPoints: UInt16, effectiveAt: UInt64) {
            self.rewardCutBasisPoints = rewardCutBasisPoints
            self.feeCutBasisPoints = feeCutBasisPoints
            self.effectiveAt = effectiveAt
        }
    }

    /// A provider as it is registered.
    public init(
        address: Address, operatorAddress: Address, serviceURI: String, capabilityHash: Hash32,
        registeredAt: UInt64, blockNumber: UInt64
    ) {
        self.address = address
        self.operatorAddress = operatorAddress
        self.serviceURI = serviceURI
        self.capabilityHash = capabilityHash
        self.registeredAt = registeredAt
        self.blockNumber = blockNumber
    }

    /// All stake with it.
    public var totalStake: UInt256 { selfStake.addingSaturating(delegatedStake) }
}

/// Stake of someone with a provider.
public struct Delegation: Sendable, Equatable {
    /// Whose stake it is.
    public var delegator: Address
    /// With whom.
    public var provider: Address
    /// How much, in wei: by events until it is read by a call.
    public var amount: UInt256
    /// Rewards that wait, in wei of COAI, read by a call.
    public var pendingEmission = UInt256.zero
    /// Fees that wait, in wei of COAI, read by a call.
    public var pendingFees = UInt256.zero
    /// Since when.
    public var since: UInt64

    /// Stake with a provider.
    public init(delegator: Address, provider: Address, amount: UInt256, since: UInt64) {
        self.delegator = delegator
        self.provider = provider
        self.amount = amount
        self.since = since
    }
}

/// Stake on its way back.
public struct Unbonding: Sendable, Equatable {
    /// The number that the contract gave it.
    public var id: UInt256
    /// Whose stake it is.
    public var owner: Address
    /// With whom it was.
    public var provider: Address
    /// How much, in wei.
    public var amount: UInt256
    /// When it was taken out.
    public var startedAt: UInt64
    /// From when on it can be withdrawn.
    public var availableAt: UInt64
    /// Whether it was withdrawn or bonded again.
    public var isOver = false

    /// Stake on its way back.
    public init(
        id: UInt256, owner: Address, provider: Address, amount: UInt256, startedAt: UInt64,
        availableAt: UInt64
    ) {
        self.id = id
        self.owner = owner
        self.provider = provider
        self.amount = amount
        self.startedAt = startedAt
        self.availableAt = availableAt
    }
}

/// A penalty.
public struct Slash: Sendable, Equatable {
    /// Who was punished.
    public var provider: Address
    /// For which job; zero for none.
    public var jobID: UInt256
    /// How much, in wei.
    public var amount: UInt256
    /// Which share of the stake, in basis points.
    public var basisPoints: UInt16
    /// 0 other, 1 no result, 2 wrong result, 3 SLA.
    public var reason: UInt8
    /// Who reported it.
    public var reporter: Address
    /// When.
    public var at: UInt64
    /// In which transaction.
    public var transactionHash: Hash32

    /// A penalty.
    public init(
        provider: Address, jobID: UInt256, amount: UInt256, basisPoints: UInt16, reason: UInt8,
        reporter: Address,
        at: UInt64, transactionHash: Hash32
    ) {
        self.provider = provider
        self.jobID = jobID
        self.amount = amount
        self.basisPoints = basisPoints
        self.reason = reason
        self.reporter = reporter
        self.at = at
        self.transactionHash = transactionHash
    }

    /// The reason in words.
    public var reasonName: String {
        switch reason {
        case 0: "other"
        case 1: "no result"
        case 2: "wrong result"
        case 3: "SLA"
        default: "reason \(reason)"
        }
    }
}
