import EVM
import Ethereum

/// What was changed by hand since a snapshot, so that it can be taken back: no height tells the state before it from the
/// state after it.
extension StateHistory {
    /// What an amendment changed, as it was before.
    struct Amendment {
        let height: UInt64
        /// Versions of the height; nil where it had none.
        let accounts: [(address: Address, version: AccountVersion?)]
        let words: [(word: Word, value: UInt256?)]
        let trie: Trie
        let storages: [(address: Address, trie: Trie)]
    }

    /// Begins to note amendments; answers how many are noted.
    func noteAmendments() -> Int {
        notesAmendments = true
        return amendments.count
    }

    /// Forgets amendments, and notes none from here on.
    func forgetAmendments() {
        notesAmendments = false
        amendments = []
    }

    /// Takes back the newest amendments until `count` are left: all of the last height, as those of later ones went
    /// with them.
    func takeBackAmendments(until count: Int) {
        while amendments.count > count, let last = amendments.popLast() {
            for (word, value) in last.words {
                if restore(value, in: &words[word, default: []]) { words[word] = nil }
                if value == nil { removeLast(word, from: &changed[changed.count - 1].words) }
            }
            for (address, version) in last.accounts {
                if restore(version, in: &accounts[address, default: []]) { accounts[address] = nil }
                if version == nil { removeLast(address, from: &changed[changed.count - 1].accounts) }
            }
            for (address, trie) in last.storages { tries.set(trie, of: address) }
            tries.newest = last.trie
        }
    }

    /// Notes what changes are about to replace.
    func note(_ changes: StateChanges) {
        guard notesAmendments else { return }
        let height = count - 1
        func current<Value>(_ versions: [Version<Value>]?) -> Value? {
            versions?.last.flatMap { $0.height == height ? $0.value : nil }
        }
        let addresses = Set(changes.accounts.keys).union(changes.storage.keys).union(changes.cleared)
        let words = changes.storage.flatMap { address, slots -> [(Word, UInt256?)] in
            let generation =
                (accounts[address]?.last?.value.generation ?? 0) + (changes.cleared.contains(address) ? 1 : 0)
            return slots.keys.map { slot in
                let word = Word(address: address, generation: generation, slot: slot)
                return (word, current(self.words[word]))
            }
        }
        amendments.append(
            Amendment(
                height: height, accounts: addresses.map { ($0, current(accounts[$0])) }, words: words,
                trie: tries.newest, storages: addresses.map { ($0, tries.newest($0)) }))
    }

    /// Puts a version of the last height as it was; answers whether none of any height is left.
    private func restore<Value>(_ value: Value?, in versions: inout [Version<Value>]) -> Bool {
        guard versions.last?.height == count - 1 else { return versions.isEmpty }
        if let value { versions[versions.count - 1].value = value } else { versions.removeLast() }
        return versions.isEmpty
    }

    private func removeLast<Value: Equatable>(_ value: Value, from list: inout [Value]) {
        if let place = list.lastIndex(of: value) { list.remove(at: place) }
    }
}
