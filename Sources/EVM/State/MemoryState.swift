import Ethereum

/// A state held in memory: a map from addresses to accounts with their storage.
public struct MemoryState: StateReader {
    /// Accounts without their storage.
    public private(set) var accounts: [Address: StoredAccount] = [:]
    /// Words that aren't zero.
    public private(set) var storage: [Address: [UInt256: UInt256]] = [:]
    /// Hashes of blocks, by number.
    public var blockHashes: [UInt64: Hash32] = [:]

    /// An empty state.
    public init() {}

    /// The account at `address`, or nil if there is none.
    public func account(_ address: Address) -> StoredAccount? { accounts[address] }

    /// The word at `slot` of an account's storage.
    public func storage(_ address: Address, _ slot: UInt256) -> UInt256 { storage[address]?[slot] ?? .zero }

    /// The hash of block `number`, or zero if it isn't known.
    public func blockHash(_ number: UInt64) -> Hash32 { blockHashes[number] ?? .zero }

    /// Writes what a transaction changed.
    public mutating func apply(_ changes: StateChanges) {
        for address in changes.cleared { storage[address] = nil }
        for (address, account) in changes.accounts { accounts[address] = account }
        for (address, words) in changes.storage {
            for (slot, value) in words { storage[address, default: [:]][slot] = value.isZero ? nil : value }
            if storage[address]?.isEmpty == true { storage[address] = nil }
            accounts[address]?.hasStorage = storage[address] != nil
        }
    }

    /// Root of the storage trie of an account.
    public func storageRoot(_ address: Address) -> Hash32 {
        Trie((storage[address] ?? [:]).map { StateRoot.storageChange($0.key, $0.value) }).root
    }

    /// Root of the trie of the whole state.
    public var root: Hash32 {
        Trie(
            accounts.map { address, account in
                StateRoot.accountChange(
                    address,
                    StateAccount(
                        nonce: account.nonce, balance: account.balance, storageRoot: storageRoot(address),
                        codeHash: account.code.hash))
            }
        ).root
    }
}
