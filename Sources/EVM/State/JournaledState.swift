import Ethereum

/// The state of a transaction as it runs: what was read, what was changed, and how to undo it.
///
/// A call that fails undoes back to its checkpoint; nothing is ever copied as a whole.
struct JournaledState {
    /// An account as the transaction sees it.
    struct Entry {
        var nonce: UInt64
        var balance: UInt256
        var code: Code
        /// Whether the account is in the state: one that isn't has none of the above.
        var exists: Bool
        var hasStorage: Bool
        /// Accessed before in this transaction (EIP-2929).
        var isWarm = false
        /// Changed or called: removed at the end if it is empty (EIP-161).
        var isTouched = false
        /// Made by this transaction (EIP-6780).
        var isCreated = false
        /// To be removed at the end.
        var isDestroyed = false

        var isEmpty: Bool { nonce == 0 && balance.isZero && code.count == 0 }
    }

    struct Slot: Hashable {
        let address: Address
        let slot: UInt256
    }

    struct Word {
        /// The value when the transaction began.
        var original: UInt256
        var value: UInt256
        var isWarm: Bool
    }

    private enum Change {
        case account(Address, Entry)
        case word(Slot, Word)
        case transient(Slot, UInt256)
    }

    /// How far to undo.
    struct Checkpoint {
        fileprivate let changes: Int
        fileprivate let logs: Int
        fileprivate let refund: Int
    }

    let reader: any StateReader
    private let rules: ForkRules
    private var entries: [Address: Entry] = [:]
    private var words: [Slot: Word] = [:]
    private var transient: [Slot: UInt256] = [:]
    private var changes: [Change] = []
    private(set) var logs: [LogEntry] = []
    /// Gas to give back at the end, before it is capped.
    var refund = 0

    init(reader: any StateReader, rules: ForkRules) {
        self.reader = reader
        self.rules = rules
    }

    var checkpoint: Checkpoint { Checkpoint(changes: changes.count, logs: logs.count, refund: refund) }

    mutating func undo(to checkpoint: Checkpoint) {
        while changes.count > checkpoint.changes {
            switch changes.removeLast() {
            case .account(let address, let entry): entries[address] = entry
            case .word(let slot, let word): words[slot] = word
            case .transient(let slot, let value): transient[slot] = value
            }
        }
        logs.removeLast(logs.count - checkpoint.logs)
        refund = checkpoint.refund
    }

    // MARK: Accounts

    mutating func account(_ address: Address) -> Entry {
        if let entry = entries[address] { return entry }
        let stored = reader.account(address)
        let entry = Entry(
            nonce: stored?.nonce ?? 0, balance: stored?.balance ?? .zero, code: stored?.code ?? .empty,
            exists: stored != nil, hasStorage: stored?.hasStorage ?? false)
        entries[address] = entry
        return entry
    }

    /// Whether there is no account, or one with nothing in it (EIP-161).
    mutating func isDead(_ address: Address) -> Bool {
        let entry = account(address)
        return !entry.exists || entry.isEmpty
    }

    mutating func change(_ address: Address, _ body: (inout Entry) -> Void) {
        var entry = account(address)
        changes.append(.account(address, entry))
        body(&entry)
        entries[address] = entry
    }

    /// Marks an account accessed; answers whether it was not before.
    mutating func warm(_ address: Address) -> Bool {
        // Precompiles are from the beginning.
        if account(address).isWarm || Precompile(address, rules: rules) != nil { return false }
        change(address) { $0.isWarm = true }
        return true
    }

    mutating func touch(_ address: Address) {
        let entry = account(address)
        if entry.exists, !entry.isTouched { change(address) { $0.isTouched = true } }
    }

    mutating func addBalance(_ address: Address, _ amount: UInt256) {
        guard !amount.isZero else { return touch(address) }
        change(address) {
            $0.balance = $0.balance &+ amount
            $0.exists = true
            $0.isTouched = true
        }
    }

    /// Takes from a balance that the caller knows to be sufficient.
    mutating func subtractBalance(_ address: Address, _ amount: UInt256) {
        guard !amount.isZero else { return touch(address) }
        change(address) {
            $0.balance = $0.balance &- amount
            $0.isTouched = true
        }
    }

    // MARK: Storage

    mutating func word(_ slot: Slot) -> Word {
        if let word = words[slot] { return word }
        // A contract that was just made has no storage, whatever lay at its address.
        let value = account(slot.address).isCreated ? .zero : reader.storage(slot.address, slot.slot)
        let word = Word(original: value, value: value, isWarm: false)
        words[slot] = word
        return word
    }

    /// The word, and whether it wasn't accessed before; it is now.
    mutating func accessed(_ slot: Slot) -> (word: Word, wasCold: Bool) {
        var word = word(slot)
        guard !word.isWarm else { return (word, false) }
        changes.append(.word(slot, word))
        word.isWarm = true
        words[slot] = word
        return (word, true)
    }

    mutating func store(_ slot: Slot, _ value: UInt256) {
        var word = word(slot)
        changes.append(.word(slot, word))
        word.value = value
        words[slot] = word
    }

    func transient(_ slot: Slot) -> UInt256 { transient[slot] ?? .zero }

    mutating func storeTransient(_ slot: Slot, _ value: UInt256) {
        changes.append(.transient(slot, transient(slot)))
        transient[slot] = value
    }

    mutating func append(_ log: LogEntry) { logs.append(log) }

    // MARK: Results

    /// Accounts and slots that were looked at, also by calls that were undone, in ascending order.
    var accessed: [AccessListEntry] {
        var slots: [Address: [Hash32]] = [:]
        for slot in words.keys { slots[slot.address, default: []].append(Hash32(word: slot.slot)) }
        return entries.keys.sorted().map {
            AccessListEntry(address: $0, storageKeys: slots[$0, default: []].sorted())
        }
    }

    /// What is different at the end: destroyed and empty touched accounts are gone.
    func finished() -> StateChanges {
        var result = StateChanges()
        for (address, entry) in entries where entry.isTouched || entry.isDestroyed {
            let isGone = entry.isDestroyed || entry.isEmpty
            result.accounts[address] = .some(
                isGone
                    ? nil
                    : StoredAccount(
                        nonce: entry.nonce, balance: entry.balance, code: entry.code,
                        hasStorage: entry.hasStorage))
            if isGone || entry.isCreated { result.cleared.insert(address) }
        }
        for (slot, word) in words where word.value != word.original {
            if let account = result.accounts[slot.address], account == nil { continue }
            result.storage[slot.address, default: [:]][slot.slot] = word.value
        }
        return result
    }
}
