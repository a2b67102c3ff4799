import Ethereum

/// What the network's events amount to after a block.
///
/// Rows stand in the order of their first event, so that jobs, unbondings and proposals ascend by block.
public struct NetworkState: Sendable, Equatable {
    /// All jobs.
    public var jobs = Rows<Job>()
    /// All bids.
    public var bids = Rows<Bid>()
    /// All providers.
    public var providers = Rows<Provider>()
    /// Who has stake with whom.
    public var delegations = Rows<Delegation>()
    /// Stake on its way back.
    public var unbondings = Rows<Unbonding>()
    /// Penalties.
    public var slashes = Rows<Slash>()
    /// All proposals.
    public var proposals = Rows<Proposal>()
    /// All votes.
    public var votes = Rows<Vote>()
    /// What the timelock holds back.
    public var operations = Rows<TimelockOperation>()
    /// Token balances of the watched accounts, in wei of COAI.
    public var balances: [Address: UInt256] = [:]
    /// Voting power of the watched accounts, in wei of COAI.
    public var votingPower: [Address: UInt256] = [:]
    /// Totals and parameters of the contracts, read by calls.
    public var figures: [NetworkFigure: UInt256] = [:]
    /// What happened, the oldest first; only the last `Activity.kept` are kept.
    public var activity = Rows<Activity>()

    /// Logs that were left out.
    public var unreadable = UnreadableLogs()

    /// Nothing yet.
    public init() {}
}

/// Logs that were left out, by why.
public struct UnreadableLogs: Sendable, Equatable {
    /// Of a contract that the profile doesn't name.
    public var foreign = 0
    /// Too short, or with values that don't fit their types.
    public var malformed = 0
    /// At odds with the logs before them.
    public var contradicting = 0

    /// None.
    public init() {}

    /// All of them.
    public var total: Int { foreign + malformed + contradicting }

    /// How many there are of each kind, under the code that stands for it.
    public var codes: [(code: String, count: Int)] {
        [
            ("event.foreign", foreign), ("event.malformed", malformed),
            ("event.contradiction", contradicting),
        ]
    }
}

/// The network after a block: immutable, made for screens and lists.
public struct NetworkSnapshot: Sendable {
    /// Grows with each change.
    public let version: UInt64
    /// The last block that is in it.
    public let head: BlockHeader
    /// What its events amount to.
    public let state: NetworkState

    /// The network after a block.
    public init(version: UInt64, head: BlockHeader, state: NetworkState) {
        self.version = version
        self.head = head
        self.state = state
    }
}

/// One thing that happened.
public struct Activity: Sendable, Equatable {
    /// What kind of event it was, by its name in the contract.
    public var event: String
    /// Which contract, by its name in the profile.
    public var contract: String
    /// What it was about.
    public var subject: Subject
    /// Who did it or whom it hit; zero if the event names nobody.
    public var account: Address
    /// An amount in wei, if the event has one.
    public var amount: UInt256?
    /// In which block.
    public var blockNumber: UInt64
    /// When, in seconds since 1970.
    public var at: UInt64
    /// In which transaction.
    public var transactionHash: Hash32

    /// What an event is about.
    public enum Subject: Sendable, Equatable {
        case job(UInt256), provider(Address), proposal(UInt256), account(Address), none
    }

    /// Entries that are kept.
    public static let kept = 2000

    /// One thing that happened.
    public init(
        event: String, contract: String, subject: Subject, account: Address, amount: UInt256? = nil,
        blockNumber: UInt64, at: UInt64, transactionHash: Hash32
    ) {
        self.event = event
        self.contract = contract
        self.subject = subject
        self.account = account
        self.amount = amount
        self.blockNumber = blockNumber
        self.at = at
        self.transactionHash = transactionHash
    }
}
