import Ethereum

/// What the newest blocks changed, so that taking one back costs what it changed and keeping it costs no more.
struct Journal: Sendable {
    /// How many blocks are kept.
    static let depth = 128

    private(set) var blocks: [BlockChanges] = []

    /// Whether the newest block has no copy of a row yet, as far as its last note tells.
    func needsCopy<Element>(_ row: Int, _ table: KeyPath<BlockChanges, [SavedRow<Element>]>) -> Bool {
        guard let last = blocks.indices.last else { return false }
        return blocks[last][keyPath: table].last?.row != row
    }

    /// Begins a block; the oldest one makes room.
    mutating func begin(_ changes: BlockChanges) {
        if blocks.count == Self.depth { blocks.removeFirst() }
        blocks.append(changes)
    }

    /// Notes something in the newest block.
    mutating func note(_ change: (inout BlockChanges) -> Void) {
        guard !blocks.isEmpty else { return }
        change(&blocks[blocks.count - 1])
    }

    /// Takes the newest block out.
    mutating func removeLast() -> BlockChanges? { blocks.popLast() }

    mutating func removeAll() { blocks = [] }
}

/// A row of a table as it was.
struct SavedRow<Element: Sendable>: Sendable {
    let row: Int
    let value: Element
}

/// What one block changed: how long the tables were, and the rows that it touched as they were before.
struct BlockChanges: Sendable {
    let number: UInt64
    /// The block whose logs were applied before it.
    let previous: BlockHeader?

    let jobCount: Int
    let bidCount: Int
    let providerCount: Int
    let delegationCount: Int
    let unbondingCount: Int
    let slashCount: Int
    let proposalCount: Int
    let voteCount: Int
    let operationCount: Int
    let unreadable: UnreadableLogs
    // Of the watched accounts and the network as a whole: small, and shared with the state until they change.
    let balances: [Address: UInt256]
    let votingPower: [Address: UInt256]
    let figures: [NetworkFigure: UInt256]
    /// Shared with the state piece by piece: entries are only added.
    let activity: Rows<Activity>

    var jobs: [SavedRow<Job>] = []
    var bids: [SavedRow<Bid>] = []
    var providers: [SavedRow<Provider>] = []
    var delegations: [SavedRow<Delegation>] = []
    var unbondings: [SavedRow<Unbonding>] = []
    var proposals: [SavedRow<Proposal>] = []
    var operations: [SavedRow<TimelockOperation>] = []

    init(number: UInt64, previous: BlockHeader?, state: NetworkState) {
        self.number = number
        self.previous = previous
        jobCount = state.jobs.count
        bidCount = state.bids.count
        providerCount = state.providers.count
        delegationCount = state.delegations.count
        unbondingCount = state.unbondings.count
        slashCount = state.slashes.count
        proposalCount = state.proposals.count
        voteCount = state.votes.count
        operationCount = state.operations.count
        unreadable = state.unreadable
        balances = state.balances
        votingPower = state.votingPower
        figures = state.figures
        activity = state.activity
    }

    /// Puts everything back as it was before the block.
    func takeBack(_ state: inout NetworkState) {
        Self.takeBack(&state.jobs, jobs, jobCount)
        Self.takeBack(&state.bids, bids, bidCount)
        Self.takeBack(&state.providers, providers, providerCount)
        Self.takeBack(&state.delegations, delegations, delegationCount)
        Self.takeBack(&state.unbondings, unbondings, unbondingCount)
        Self.takeBack(&state.proposals, proposals, proposalCount)
        Self.takeBack(&state.operations, operations, operationCount)
        state.slashes.removeLast(state.slashes.count - slashCount)
        state.votes.removeLast(state.votes.count - voteCount)
        state.unreadable = unreadable
        state.balances = balances
        state.votingPower = votingPower
        state.figures = figures
        state.activity = activity
    }

    private static func takeBack<Element>(
        _ rows: inout Rows<Element>, _ saved: [SavedRow<Element>], _ count: Int
    ) {
        rows.removeLast(rows.count - count)
        // The oldest copy of a row is the one from before the block, and is put back last.
        for entry in saved.reversed() where entry.row < count { rows[entry.row] = entry.value }
    }
}

extension Projection {
    // Each of these is called before a row is changed. Several changes in a row to the same one are noted once.

    mutating func save(job row: Int) {
        guard journal.needsCopy(row, \.jobs) else { return }
        let saved = SavedRow(row: row, value: state.jobs[row])
        journal.note { $0.jobs.append(saved) }
    }

    mutating func save(bid row: Int) {
        guard journal.needsCopy(row, \.bids) else { return }
        let saved = SavedRow(row: row, value: state.bids[row])
        journal.note { $0.bids.append(saved) }
    }

    mutating func save(provider row: Int) {
        guard journal.needsCopy(row, \.providers) else { return }
        let saved = SavedRow(row: row, value: state.providers[row])
        journal.note { $0.providers.append(saved) }
    }

    mutating func save(delegation row: Int) {
        guard journal.needsCopy(row, \.delegations) else { return }
        let saved = SavedRow(row: row, value: state.delegations[row])
        journal.note { $0.delegations.append(saved) }
    }

    mutating func save(unbonding row: Int) {
        guard journal.needsCopy(row, \.unbondings) else { return }
        let saved = SavedRow(row: row, value: state.unbondings[row])
        journal.note { $0.unbondings.append(saved) }
    }

    mutating func save(proposal row: Int) {
        guard journal.needsCopy(row, \.proposals) else { return }
        let saved = SavedRow(row: row, value: state.proposals[row])
        journal.note { $0.proposals.append(saved) }
    }

    mutating func save(operation row: Int) {
        guard journal.needsCopy(row, \.operations) else { return }
        let saved = SavedRow(row: row, value: state.operations[row])
        journal.note { $0.operations.append(saved) }
    }
}
