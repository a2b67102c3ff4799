import EVM
import Ethereum

/// The state of a chain at every height: each account and each word with the heights at which it changed.
///
/// Reading at any height is a binary search, going back drops the newest versions, and a block costs what it changed.
/// The tries share their nodes from height to height; those of old heights are made again when they are asked for. An
/// object, so that a reader of it never makes a copy; it is used by one thread at a time, that of its chain.
package final class StateHistory: @unchecked Sendable {
    struct Version<Value> {
        let height: UInt64
        var value: Value
    }

    struct AccountVersion {
        var account: StoredAccount?
        /// How often the storage was cleared: words of earlier generations are gone.
        var generation: UInt32
    }

    struct Word: Hashable {
        let address: Address
        let generation: UInt32
        let slot: UInt256
    }

    var accounts: [Address: [Version<AccountVersion>]] = [:]
    var words: [Word: [Version<UInt256>]] = [:]
    /// By height, what changed there.
    var changed: [(accounts: [Address], words: [Word])] = []
    var tries: StateTries
    /// What was changed by hand since there are snapshots, in order.
    var amendments: [Amendment] = []
    var notesAmendments = false

    /// - Parameter keptTries: of how many heights at least the tries are kept.
    package init(keptTries: Int = 512) { tries = StateTries(kept: keptTries) }

    // MARK: Writing and reading of all

    /// What changed at a known height.
    func changed(at height: UInt64) -> (accounts: [Address], words: [Word]) { changed[Int(height)] }

    /// Begins the next height, without tries.
    func beginHeight() { changed.append(([], [])) }

    /// Notes an account as it is after the last height; false if it was noted there before.
    func record(_ version: AccountVersion, of address: Address) -> Bool {
        changed[changed.count - 1].accounts.append(address)
        return Self.write(version, at: count - 1, to: &accounts[address, default: []])
    }

    /// Notes a word as it is after the last height; false if it was noted there before.
    func record(_ value: UInt256, at word: Word) -> Bool {
        changed[changed.count - 1].words.append(word)
        return Self.write(value, at: count - 1, to: &words[word, default: []])
    }

    /// Makes the tries of the last height.
    func restoreTries() { tries.restore(at: count - 1, in: self) }

    // MARK: Changing

    /// How many heights there are; the next block's number.
    package var count: UInt64 { UInt64(changed.count) }

    /// Appends the state after the next block; answers its root.
    @discardableResult
    package func append(_ changes: StateChanges) -> Hash32 {
        changed.append(([], []))
        tries.append()
        return apply(changes)
    }

    /// Changes the state after the last block; answers its root.
    @discardableResult
    package func amend(_ changes: StateChanges) -> Hash32 {
        note(changes)
        return apply(changes)
    }

    private func apply(_ changes: StateChanges) -> Hash32 {
        let height = count - 1
        var updates: [(key: [UInt8], value: [UInt8])] = []
        let addresses = Set(changes.accounts.keys).union(changes.storage.keys).union(changes.cleared)
        for address in addresses {
            var version = accounts[address]?.last?.value ?? .init(account: nil, generation: 0)
            var storage = tries.newest(address)
            if changes.cleared.contains(address) {
                version.generation += 1
                storage = Trie()
            }
            if let account = changes.accounts[address] { version.account = account }
            if let slots = changes.storage[address], version.account != nil {
                storage.apply(slots.map { StateRoot.storageChange($0.key, $0.value) })
                for (slot, value) in slots {
                    let word = Word(address: address, generation: version.generation, slot: slot)
                    if Self.write(value, at: height, to: &words[word, default: []]) {
                        changed[changed.count - 1].words.append(word)
                    }
                }
            }
            version.account?.hasStorage = !storage.isEmpty
            if Self.write(version, at: height, to: &accounts[address, default: []]) {
                changed[changed.count - 1].accounts.append(address)
            }
            tries.set(storage, of: address)
            updates.append(StateRoot.accountChange(address, version.leaf(storage)))
        }
        return tries.apply(updates)
    }

    /// Writes a version; answers whether it is the first one at this height.
    private static func write<Value>(
        _ value: Value, at height: UInt64, to versions: inout [Version<Value>]
    ) -> Bool {
        if versions.last?.height == height {
            versions[versions.count - 1].value = value
            return false
        }
        versions.append(Version(height: height, value: value))
        return true
    }

    /// Goes back until `height` is the last one that there is.
    package func rewind(to height: UInt64) {
        while count > height + 1, let last = changed.popLast() {
            for address in last.accounts {
                accounts[address]?.removeLast()
                if accounts[address]?.isEmpty == true { accounts[address] = nil }
            }
            for word in last.words {
                words[word]?.removeLast()
                if words[word]?.isEmpty == true { words[word] = nil }
            }
        }
        tries.rewind(to: height, in: self)
        while amendments.last?.height ?? 0 > height { amendments.removeLast() }
    }

    /// The account at an address, after the block at `height`.
    package func account(_ address: Address, at height: UInt64) -> StoredAccount? {
        version(address, height)?.account
    }

    /// The word at a slot of an account's storage, after the block at `height`.
    package func storage(_ address: Address, _ slot: UInt256, at height: UInt64) -> UInt256 {
        guard let generation = version(address, height)?.generation,
            let versions = words[Word(address: address, generation: generation, slot: slot)]
        else { return .zero }
        return Self.find(versions, height) ?? .zero
    }

    /// The state's trie after the block at `height`, a known one.
    package func trie(at height: UInt64) -> Trie { tries.state(at: height, in: self) }

    /// The trie of an account's storage after the block at `height`.
    package func storageTrie(_ address: Address, at height: UInt64) -> Trie {
        tries.storage(address, at: height, in: self)
    }

    /// All accounts and words after the last block, for a dump.
    package func contents() -> (accounts: [Address: StoredAccount], storage: [Address: [UInt256: UInt256]]) {
        var found: [Address: StoredAccount] = [:]
        var storage: [Address: [UInt256: UInt256]] = [:]
        for (address, versions) in accounts { found[address] = versions.last?.value.account }
        for (word, versions) in words {
            guard let value = versions.last?.value, !value.isZero,
                accounts[word.address]?.last?.value.generation == word.generation
            else { continue }
            storage[word.address, default: [:]][word.slot] = value
        }
        return (found, storage)
    }

    func version(_ address: Address, _ height: UInt64) -> AccountVersion? {
        accounts[address].flatMap { Self.find($0, height) }
    }

    /// The newest value that isn't newer than `height`.
    static func find<Value>(_ versions: [Version<Value>], _ height: UInt64) -> Value? {
        guard let last = versions.last else { return nil }
        if last.height <= height { return last.value }
        var low = 0
        var high = versions.count
        while low < high {
            let middle = (low + high) / 2
            if versions[middle].height <= height { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : versions[low - 1].value
    }
}

extension StateHistory.AccountVersion {
    /// What the state's trie holds of the account.
    func leaf(_ storage: Trie) -> StateAccount? {
        account.map {
            StateAccount(
                nonce: $0.nonce, balance: $0.balance, storageRoot: storage.root, codeHash: $0.code.hash)
        }
    }
}
