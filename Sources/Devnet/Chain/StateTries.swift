import EVM
import Ethereum

/// The tries of a chain's newest heights, and those of an older one when they are asked for.
///
/// A block leaves about 8 KB of nodes, more than all else that is known of it: what they hold is in the history, too.
struct StateTries {
    private typealias Version = StateHistory.Version<Trie>

    /// All tries of a height, made from the history.
    private struct Made {
        var height: UInt64
        var state = Trie()
        var storage: [Address: Trie] = [:]
    }

    private let kept: Int
    /// From height `first` on.
    private var states: [Trie] = []
    private var first: UInt64 = 0
    /// By account, the tries since `first`, and the one that held then.
    private var storages: [Address: [Version]] = [:]
    /// The old height that was asked for last: proofs of one are asked for in a row.
    private var made: Made?

    init(kept: Int) { self.kept = max(kept, 1) }

    private var height: UInt64 { first + UInt64(states.count) - 1 }

    // MARK: The newest height

    /// Begins the next height with the tries of the one before.
    mutating func append() {
        if states.count >= 2 * kept { forget() }
        states.append(states.last ?? Trie())
    }

    /// The state's trie of the newest height.
    var newest: Trie {
        get { states[states.count - 1] }
        set { states[states.count - 1] = newValue }
    }

    func newest(_ address: Address) -> Trie { storages[address]?.last?.value ?? Trie() }

    mutating func set(_ storage: Trie, of address: Address) {
        let last = storages[address]?.last
        if last?.height == height {
            storages[address]?.removeLast()
        } else if storage.isEmpty, last?.value.isEmpty ?? true {
            return
        }
        storages[address, default: []].append(Version(height: height, value: storage))
    }

    /// Changes the state's trie; answers its root.
    mutating func apply(_ updates: [(key: [UInt8], value: [UInt8])]) -> Hash32 {
        states[states.count - 1].apply(updates)
        return states[states.count - 1].root
    }

    /// Goes back to a height, to which the history has gone.
    mutating func rewind(to height: UInt64, in history: StateHistory) {
        guard height < self.height else { return }
        if height < first {
            restore(at: height, in: history)
        } else {
            states.removeLast(Int(self.height - height))
            for (address, versions) in storages where versions.last?.height ?? 0 > height {
                let left = versions.prefix { $0.height <= height }
                storages[address] = left.isEmpty ? nil : Array(left)
            }
        }
        if let made, made.height >= height { self.made = nil }
    }

    /// Makes the tries of a height, and has those of no other.
    mutating func restore(at height: UInt64, in history: StateHistory) {
        let all = make(height, history)
        (first, states) = (height, [all.state])
        storages = all.storage.mapValues { [Version(height: height, value: $0)] }
    }

    private mutating func forget() {
        first = height - UInt64(kept - 1)
        states.removeFirst(states.count - kept)
        for (address, versions) in storages {
            let older = versions.prefix { $0.height <= first }.count - 1
            if older > 0 { storages[address] = Array(versions.dropFirst(older)) }
        }
    }

    // MARK: Any height

    mutating func state(at height: UInt64, in history: StateHistory) -> Trie {
        height >= first ? states[Int(height - first)] : make(height, history).state
    }

    mutating func storage(_ address: Address, at height: UInt64, in history: StateHistory) -> Trie {
        if height >= first {
            return storages[address].flatMap { StateHistory.find($0, height) } ?? Trie()
        }
        return make(height, history).storage[address] ?? Trie()
    }

    private mutating func make(_ height: UInt64, _ history: StateHistory) -> Made {
        if let made, made.height == height { return made }
        var all = Made(height: height)
        var changes: [Address: [(key: [UInt8], value: [UInt8])]] = [:]
        for (word, versions) in history.words {
            guard let value = StateHistory.find(versions, height), !value.isZero,
                history.version(word.address, height)?.generation == word.generation
            else { continue }
            changes[word.address, default: []].append(StateRoot.storageChange(word.slot, value))
        }
        for (address, storage) in changes { all.storage[address] = Trie(storage) }
        all.state = Trie(
            history.accounts.compactMap { address, versions in
                StateHistory.find(versions, height)?.leaf(all.storage[address] ?? Trie()).map {
                    StateRoot.accountChange(address, $0)
                }
            })
        made = all
        return all
    }
}
