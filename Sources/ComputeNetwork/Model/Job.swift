import Ethereum

/// A job as its events tell it; amounts in wei of the payment token, times in seconds since 1970.
public struct Job: Sendable, Equatable {
    /// The number that the contract gave it.
    public var id: UInt256
    /// Who asks for the work and pays.
    public var client: Address
    /// Who does the work; zero while nobody is chosen.
    public var provider: Address
    /// Who judges the result; zero if a result stands when nobody challenges it.
    public var evaluator: Address
    /// What was set as the price, or was escrowed.
    public var budget: UInt256
    /// What the contract holds for it.
    public var escrow: UInt256 = .zero
    /// When anyone may have it expire.
    public var expiredAt: UInt64
    /// What was agreed; nil for jobs without terms.
    public var terms: JobTerms?
    /// The state that the last event left it in.
    public var phase: Phase = .open
    /// The hash of what was delivered.
    public var resultHash: Hash32 = .zero
    /// Where the result is; from outside, so to be cleaned.
    public var outputCID = ""
    /// What the provider said that it took.
    public var latencyMilliseconds: UInt32?
    /// Whether the promised latency was met, as an attester said.
    public var isSLAMet: Bool?
    /// When it was made.
    public var createdAt: UInt64
    /// When the work began.
    public var startedAt: UInt64?
    /// When the result was handed in.
    public var submittedAt: UInt64?
    /// When it ended.
    public var settledAt: UInt64?
    /// The block of its last event.
    public var blockNumber: UInt64
    /// The dispute, the last one if there were several.
    public var dispute: Dispute? {
        get { disputes.first }
        set { disputes = newValue.map { [$0] } ?? [] }
    }
    /// At most one; apart from the row, since few jobs have one and a network may have a million jobs.
    private var disputes: [Dispute] = []
    /// Rows of its bids in `NetworkState.bids`.
    public var bidRows: [Int32] = []

    /// States of a job, numbered as the contract numbers them.
    public enum Phase: UInt8, Sendable, CaseIterable {
        case open, funded, submitted, completed, rejected, expired, running, disputed, cancelled

        /// Whether nothing more can happen to the job.
        public var isFinal: Bool {
            switch self {
            case .completed, .rejected, .expired, .cancelled: true
            default: false
            }
        }
    }

    /// A job as it is made.
    public init(
        id: UInt256, client: Address, provider: Address, evaluator: Address, budget: UInt256 = .zero,
        expiredAt: UInt64, createdAt: UInt64, blockNumber: UInt64
    ) {
        self.id = id
        self.client = client
        self.provider = provider
        self.evaluator = evaluator
        self.budget = budget
        self.expiredAt = expiredAt
        self.createdAt = createdAt
        self.blockNumber = blockNumber
    }
}

/// What client and provider agree on.
public struct JobTerms: Sendable, Equatable {
    /// The model to be used.
    public var modelID: Hash32
    /// What exactly is to be done.
    public var specHash: Hash32
    /// What the input is.
    public var inputCommitment: Hash32
    /// See `JobTerms.typeName`.
    public var jobType: UInt8
    /// A sum of 1 ZK, 2 TEE, 4 redundant, 8 optimistic, 16 spot check.
    public var verification: UInt8
    /// How many do the same work.
    public var replicas: UInt16
    /// The most that the client pays.
    public var maxPrice: UInt256
    /// What the provider puts at stake.
    public var providerBond: UInt256
    /// The latency that is promised.
    public var maxLatencyMilliseconds: UInt32
    /// Until when sealed bids are taken; 0 for no sealed bids.
    public var commitUntil: UInt64
    /// Until when they can be opened.
    public var revealUntil: UInt64
    /// Until when the result must be there.
    public var deadline: UInt64
    /// Seconds after the result in which it can be challenged.
    public var challengeWindow: UInt32

    /// Terms as the event `JobTerms` states them.
    public init(
        modelID: Hash32, specHash: Hash32, inputCommitment: Hash32, jobType: UInt8, verification: UInt8,
        replicas: UInt16, maxPrice: UInt256, providerBond: UInt256, maxLatencyMilliseconds: UInt32,
        commitUntil: UInt64, revealUntil: UInt64, deadline: UInt64, challengeWindow: UInt32
    ) {
        self.modelID = modelID
        self.specHash = specHash
        self.inputCommitment = inputCommitment
        self.jobType = jobType
        self.verification = verification
        self.replicas = replicas
        self.maxPrice = maxPrice
        self.providerBond = providerBond
        self.maxLatencyMilliseconds = maxLatencyMilliseconds
        self.commitUntil = commitUntil
        self.revealUntil = revealUntil
        self.deadline = deadline
        self.challengeWindow = challengeWindow
    }

    /// The job type in a word.
    public var typeName: String { Self.typeName(jobType) }

    /// The word for a job type.
    public static func typeName(_ jobType: UInt8) -> String {
        switch jobType {
        case 0: "inference"
        case 1: "training"
        case 2: "federated"
        case 3: "finetune"
        case 4: "render"
        case 5: "custom"
        default: "type \(jobType)"
        }
    }

    /// The kinds of verification in words, joined by "+"; "none" for 0.
    public var verificationName: String {
        let names = ["zk", "tee", "redundant", "optimistic", "spot"]
        var words = names.indices.filter { verification >> $0 & 1 == 1 }.map { names[$0] }
        if verification >> 5 != 0 { words.append("unknown") }
        return words.isEmpty ? "none" : words.joined(separator: "+")
    }
}

/// A challenge of a result.
public struct Dispute: Sendable, Equatable {
    /// Who challenged.
    public var challenger: Address
    /// What the challenger put at stake, in wei.
    public var bond: UInt256
    /// What the challenge rests on.
    public var evidenceHash: Hash32
    /// When it was opened.
    public var openedAt: UInt64
    /// How it ended: 0 upheld, 1 dismissed, 2 timed out; nil while it is open.
    public var outcome: UInt8?
    /// Who paid for it, once it ended.
    public var payer: Address?

    /// A challenge as it is opened.
    public init(challenger: Address, bond: UInt256, evidenceHash: Hash32, openedAt: UInt64) {
        self.challenger = challenger
        self.bond = bond
        self.evidenceHash = evidenceHash
        self.openedAt = openedAt
    }
}

/// An offer for a job.
public struct Bid: Sendable, Equatable {
    /// States of a bid.
    public enum Status: UInt8, Sendable {
        case committed, open, active, lost, closed, forfeited

        /// The field's word for it.
        public var word: String {
            switch self {
            case .committed: "Committed"
            case .open: "Open"
            case .active: "Active"
            case .lost: "Lost"
            case .closed: "Closed"
            case .forfeited: "Forfeited"
            }
        }
    }

    /// The job's number.
    public var jobID: UInt256
    /// Who offers.
    public var provider: Address
    /// Where it stands.
    public var status: Status
    /// The sealed offer; zero for an open one.
    public var commitment: Hash32
    /// The price in wei, once it is known.
    public var price: UInt256?
    /// The latency that is promised, once it is known.
    public var latencyMilliseconds: UInt32?
    /// The block of its last event.
    public var blockNumber: UInt64

    /// A bid as its first event tells it.
    public init(
        jobID: UInt256, provider: Address, status: Status, commitment: Hash32 = .zero, price: UInt256? = nil,
        latencyMilliseconds: UInt32? = nil, blockNumber: UInt64
    ) {
        self.jobID = jobID
        self.provider = provider
        self.status = status
        self.commitment = commitment
        self.price = price
        self.latencyMilliseconds = latencyMilliseconds
        self.blockNumber = blockNumber
    }
}
