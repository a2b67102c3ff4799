import EVM
import Ethereum

/// The tries of a state that goes on from one of the chain's, in changes that no block of it has.
struct StateTrial {
    private let history: StateHistory
    private let height: UInt64
    private var accounts: Trie
    private var storages: [Address: Trie] = [:]

    /// From the state after the block at `height` on.
    init(_ history: StateHistory, at height: UInt64) {
        self.history = history
        self.height = height
        accounts = history.trie(at: height)
    }

    /// Takes in changes that follow on those before.
    ///
    /// - Parameter reader: the state with them.
    /// - Returns: its root.
    mutating func root(after changes: StateChanges, of reader: some StateReader) -> Hash32 {
        let addresses = Set(changes.accounts.keys).union(changes.storage.keys).union(changes.cleared)
        var updates: [(key: [UInt8], value: [UInt8])] = []
        for address in addresses {
            var storage =
                changes.cleared.contains(address)
                ? Trie() : storages[address] ?? history.storageTrie(address, at: height)
            storage.apply((changes.storage[address] ?? [:]).map { StateRoot.storageChange($0.key, $0.value) })
            storages[address] = storage
            let account = reader.account(address).map {
                StateAccount(
                    nonce: $0.nonce, balance: $0.balance, storageRoot: storage.root, codeHash: $0.code.hash)
            }
            updates.append(StateRoot.accountChange(address, account))
        }
        accounts.apply(updates)
        return accounts.root
    }
}
