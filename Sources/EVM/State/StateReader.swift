import Ethereum

/// The state that execution begins from: looked at on demand, never written.
public protocol StateReader: Sendable {
    /// The account at `address`, or nil if there is none.
    func account(_ address: Address) -> StoredAccount?
    /// The word at `slot` of an account's storage; zero if nothing is stored there.
    func storage(_ address: Address, _ slot: UInt256) -> UInt256
    /// The hash of block `number`, one of the 256 before the one that is run, or zero if it isn't known.
    func blockHash(_ number: UInt64) -> Hash32
    /// Whether it can't answer any more, as one that asks elsewhere may become: running ends at the next call, and what
    /// comes of it means nothing.
    var hasFailed: Bool { get }
}

extension StateReader {
    /// A state that is at hand doesn't fail.
    public var hasFailed: Bool { false }
}

/// An account without its storage.
public struct StoredAccount: Sendable {
    /// Transactions sent, or contracts made.
    public var nonce: UInt64
    /// In wei.
    public var balance: UInt256
    /// Its code.
    public var code: Code
    /// Whether a word of its storage isn't zero.
    public var hasStorage: Bool

    /// An account with these parts.
    public init(nonce: UInt64 = 0, balance: UInt256 = .zero, code: Code = .empty, hasStorage: Bool = false) {
        self.nonce = nonce
        self.balance = balance
        self.code = code
        self.hasStorage = hasStorage
    }
}

/// What a transaction changed: to be written over the state that it began from.
public struct StateChanges: Sendable {
    /// Accounts with their new form; nil for one that is no more.
    public var accounts: [Address: StoredAccount?] = [:]
    /// Accounts whose storage is empty before `storage` is written: those that were made or removed.
    public var cleared: Set<Address> = []
    /// Words with their new value; zero removes.
    public var storage: [Address: [UInt256: UInt256]] = [:]

    /// No changes.
    public init() {}
}
