import Ethereum
import Profile

/// Folds blocks of logs into the network's state, and takes blocks back when the chain is reorganized.
///
/// The only place where `NetworkState` changes. Logs that can't be read or that contradict what came before are counted
/// and left out; they never stop it.
public struct Projection: Sendable {
    /// How many blocks can be taken back.
    public static let undoDepth = 128

    /// What the events amount to.
    public internal(set) var state = NetworkState()
    /// The last block that was applied.
    public private(set) var head: BlockHeader?
    /// Accounts whose balances and votes are kept.
    public let watched: Set<Address>

    var index = RowIndex()
    /// What a call should read again at the head.
    var changed = ChangedEntities()
    let plan: ReadPlan
    private let contracts: [Address: Contract]
    private var checkpoints: [Checkpoint] = []
    private var version: UInt64 = 0
    /// Number of the last block whose logs were applied; later ones had none.
    private var lastApplied: UInt64?

    /// What a contract is, and its name in the profile.
    private struct Contract: Sendable {
        let kind: Kind
        let name: String

        enum Kind: Sendable {
            case token, staking, market, governor, timelock
        }
    }

    /// The state before a block.
    ///
    /// Rows are shared with it piece by piece, so that it costs what changes after it.
    private struct Checkpoint: Sendable {
        let block: UInt64
        let state: NetworkState
        let head: BlockHeader?
        let lastApplied: UInt64?
    }

    /// Where and when an event happened.
    struct Place {
        let block: UInt64
        let time: UInt64
        let transaction: Hash32
        let contract: String
    }

    /// Nothing yet, for the contracts of a profile.
    public init(profile: NetworkProfile, watched: some Sequence<Address> = []) {
        self.watched = Set(watched)
        var contracts: [Address: Contract] = [:]
        let kinds: [(String, Contract.Kind)] = [
            ("COAIToken", .token), ("StakingManager", .staking), ("JobMarket", .market),
            ("CoaiGovernor", .governor), ("Timelock", .timelock),
        ]
        for (name, kind) in kinds {
            if let contract = profile.contract(name) {
                contracts[contract.address] = Contract(kind: kind, name: name)
            }
        }
        self.contracts = contracts
        plan = ReadPlan(
            token: profile.contract("COAIToken")?.address,
            staking: profile.contract("StakingManager")?.address,
            governor: profile.contract("CoaiGovernor")?.address)
    }

    /// Applies a block: its logs in order.
    ///
    /// With `keepsUndo` it can be taken back.
    public mutating func apply(_ header: BlockHeader, _ logs: [Log], keepsUndo: Bool = true) {
        if keepsUndo {
            checkpoints.append(
                Checkpoint(block: header.number, state: state, head: head, lastApplied: lastApplied))
            if checkpoints.count > Self.undoDepth {
                checkpoints.removeFirst(checkpoints.count - Self.undoDepth)
            }
        } else if !checkpoints.isEmpty {
            checkpoints = []
        }
        for log in logs { apply(log, header) }
        head = header
        lastApplied = header.number
        version += 1
    }

    /// Notes that the chain is at a block that has no logs.
    public mutating func advance(to header: BlockHeader) {
        guard head?.hash != header.hash else { return }
        head = header
        version += 1
    }

    /// Takes back every block above `number`; false if that is deeper than what is kept, and all must be read anew.
    public mutating func undo(to number: UInt64) -> Bool {
        guard (lastApplied ?? 0) > number else { return true }
        guard let place = checkpoints.firstIndex(where: { $0.block > number }),
            (checkpoints[place].lastApplied ?? 0) <= number
        else { return false }
        state = checkpoints[place].state
        head = checkpoints[place].head
        lastApplied = checkpoints[place].lastApplied
        checkpoints.removeSubrange(place...)
        changed = ChangedEntities(all: state)
        version += 1
        return true
    }

    /// Forgets everything.
    public mutating func reset() {
        state = NetworkState()
        head = nil
        lastApplied = nil
        index = RowIndex()
        changed = ChangedEntities()
        checkpoints = []
        version += 1
    }

    /// The network as it stands, for screens and lists; nil before the first block.
    public var snapshot: NetworkSnapshot? {
        head.map { NetworkSnapshot(version: version, head: $0, state: state) }
    }

    /// Notes that something besides blocks changed.
    mutating func touch() { version += 1 }

    // MARK: Logs

    private static let jobMarket = EventTable<JobMarketEvent>()
    private static let staking = EventTable<StakingEvent>()
    private static let governor = EventTable<GovernorEvent>()
    private static let timelock = EventTable<TimelockEvent>()
    private static let token = EventTable<TokenEvent>()

    private mutating func apply(_ log: Log, _ header: BlockHeader) {
        guard let contract = contracts[log.address] else {
            state.unreadable.foreign += 1
            return
        }
        let place = Place(
            block: header.number, time: header.timestamp, transaction: log.transactionHash,
            contract: contract.name)
        let reader = EventReader(log: log)
        do {
            switch contract.kind {
            case .market:
                if let event = Self.jobMarket.event(of: log) { try apply(event, reader, place) }
            case .staking:
                if let event = Self.staking.event(of: log) { try apply(event, reader, place) }
            case .governor:
                if let event = Self.governor.event(of: log) { try apply(event, reader, place) }
            case .timelock:
                if let event = Self.timelock.event(of: log) { try apply(event, reader, place) }
            case .token:
                if let event = Self.token.event(of: log) { try apply(event, reader, place) }
            }
        } catch {
            switch error {
            case .malformed: state.unreadable.malformed += 1
            case .contradiction: state.unreadable.contradicting += 1
            }
        }
    }

    /// Adds to what happened; the oldest entries make room.
    mutating func note(
        _ place: Place, _ event: String, _ subject: Activity.Subject, _ account: Address,
        _ amount: UInt256? = nil
    ) {
        if state.activity.count >= 2 * Activity.kept {
            state.activity = Rows(state.activity.suffix(Activity.kept))
        }
        state.activity.append(
            Activity(
                event: event, contract: place.contract, subject: subject, account: account, amount: amount,
                blockNumber: place.block, at: place.time, transactionHash: place.transaction))
    }
}
