import Ethereum
import Profile

/// Folds blocks of logs into the network's state, and takes blocks back when the chain is reorganized.
///
/// The only place where `NetworkState` changes. Logs that can't be read or that contradict what came before change
/// nothing; they are counted and never stop it.
public struct Projection: Sendable {
    /// How many blocks with logs can be taken back.
    public static let undoDepth = Journal.depth

    /// What the events amount to.
    public internal(set) var state = NetworkState()
    /// The last block that is in it.
    public private(set) var head: BlockHeader?
    /// Accounts whose balances and votes are kept.
    public let watched: Set<Address>

    var index = RowIndex()
    var journal = Journal()
    /// What a call should read again at the head.
    var changed = ChangedEntities()
    let plan: ReadPlan
    /// Which of the governors there are it is: they number timelock operations differently.
    let governorFlavor: String
    private let contracts: [Address: Contract]
    private var version: UInt64 = 0
    /// The last block whose logs were applied; later ones had none.
    private var lastApplied: BlockHeader?

    /// What a contract is, and its name in the profile.
    private struct Contract: Sendable {
        let kind: Kind
        let name: String

        enum Kind: Sendable {
            case token, staking, market, governor, timelock, verification, registry, emissions, settlement
        }
    }

    /// Where, when and what happened.
    struct Place {
        let block: UInt64
        let time: UInt64
        let transaction: Hash32
        let address: Address
        let contract: String
        let event: String
    }

    /// Nothing yet, for the contracts of a profile.
    public init(profile: NetworkProfile, watched: some Sequence<Address> = []) {
        self.watched = Set(watched)
        var contracts: [Address: Contract] = [:]
        let kinds: [(String, Contract.Kind)] = [
            ("COAIToken", .token), ("StakingManager", .staking), ("JobMarket", .market),
            ("CoaiGovernor", .governor), ("Timelock", .timelock), ("Verification", .verification),
            ("Registry", .registry), ("Emissions", .emissions), ("Settlement", .settlement),
        ]
        for (name, kind) in kinds {
            if let contract = profile.contract(name) {
                contracts[contract.address] = Contract(kind: kind, name: name)
            }
        }
        self.contracts = contracts
        governorFlavor = profile.governorFlavor
        plan = ReadPlan(profile: profile)
    }

    /// Applies a block: its logs in order.
    ///
    /// With `keepsUndo` it can be taken back.
    public mutating func apply(_ header: BlockHeader, _ logs: [Log], keepsUndo: Bool = true) {
        if keepsUndo {
            journal.begin(BlockChanges(number: header.number, previous: lastApplied, state: state))
        } else {
            journal.removeAll()
        }
        for log in logs { apply(log, header) }
        lastApplied = header
        changed.noteBlock(hasLogs: !logs.isEmpty)
        head = header
        version += 1
    }

    /// Notes that the chain is at a block that has no logs.
    public mutating func advance(to header: BlockHeader) {
        guard head?.hash != header.hash else { return }
        changed.noteBlock(hasLogs: false)
        head = header
        version += 1
    }

    /// Takes back every block above `number`; false if that is deeper than what is kept, and all must be read anew.
    public mutating func undo(to number: UInt64) -> Bool {
        if let lastApplied, lastApplied.number > number {
            // Enough is kept if the oldest block that must go is there, with the one before it below the line.
            guard let oldest = journal.blocks.first(where: { $0.number > number }),
                (oldest.previous?.number ?? 0) <= number
            else { return false }
        }
        while let last = lastApplied, last.number > number, let changes = journal.removeLast() {
            changes.takeBack(&state)
            lastApplied = changes.previous
        }
        if let head, head.number > number { self.head = lastApplied }
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
        journal.removeAll()
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
    private static let verification = EventTable<VerificationEvent>()
    private static let registry = EventTable<RegistryEvent>()
    private static let emissions = EventTable<EmissionsEvent>()

    private mutating func apply(_ log: Log, _ header: BlockHeader) {
        guard let contract = contracts[log.address] else {
            state.unreadable.foreign += 1
            return
        }
        do throws(UnreadableEvent) {
            let reader = EventReader(log: log)
            func place(_ event: String) -> Place {
                Place(
                    block: header.number, time: header.timestamp, transaction: log.transactionHash,
                    address: log.address, contract: contract.name, event: event)
            }
            switch contract.kind {
            case .market:
                guard let entry = try Self.jobMarket.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .staking:
                guard let entry = try Self.staking.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .governor:
                guard let entry = try Self.governor.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .timelock:
                guard let entry = try Self.timelock.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .token:
                guard let entry = try Self.token.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .verification:
                guard let entry = try Self.verification.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .registry:
                guard let entry = try Self.registry.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .emissions:
                guard let entry = try Self.emissions.entry(of: log) else { return }
                try apply(entry.event, reader, place(entry.name))
            case .settlement: return
            }
        } catch { count(error) }
    }

    /// Counts a log that was left out, or had to be taken with a grain of salt.
    mutating func count(_ error: UnreadableEvent) {
        switch error {
        case .malformed: state.unreadable.malformed += 1
        case .contradiction: state.unreadable.contradicting += 1
        }
    }

    /// Adds to what happened; the oldest entries make room.
    mutating func note(
        _ place: Place, _ subject: Activity.Subject, _ account: Address, _ amount: UInt256? = nil
    ) {
        if state.activity.count >= 2 * Activity.kept {
            state.activity = Rows(state.activity.suffix(Activity.kept))
        }
        state.activity.append(
            Activity(
                event: place.event, contract: place.contract, subject: subject, account: account,
                amount: amount, blockNumber: place.block, at: place.time,
                transactionHash: place.transaction))
    }
}
