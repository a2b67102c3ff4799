import Ethereum

/// A Merkle-Patricia trie (Yellow Paper, appendix D): a map from bytes to bytes that a 32-byte root commits to.
///
/// A value whose copies share their nodes: keeping an old state costs only what changed since. The keys are taken as
/// they are; the tries of Ethereum's state are over the hashes of keys (`Trie.secureKey`).
public struct Trie: Sendable {
    /// The root of a trie with nothing in it: the Keccak-256 of the RLP of no bytes.
    public static let emptyRoot = Keccak256.hash([0x80])

    var top: TrieNode?

    /// An empty trie.
    public init() {}

    /// A trie of these keys and values; the last of equal keys counts, and a key without value isn't in.
    public init(_ entries: [(key: [UInt8], value: [UInt8])]) { apply(entries) }

    /// What the trie's contents are committed to by.
    public var root: Hash32 { top?.hash ?? Trie.emptyRoot }

    /// Whether nothing is in.
    public var isEmpty: Bool { top == nil }

    /// The value of a key, or nil; setting nil or no bytes removes the key.
    public subscript(key: [UInt8]) -> [UInt8]? {
        get {
            let nibbles = TriePath.nibbles(key)
            var depth = 0
            var node = top
            while let current = node {
                switch current.content {
                case .leaf(let path, let value):
                    let isSame =
                        path.count == nibbles.count - depth
                        && TriePath.commonLength(path, nibbles, from: depth) == path.count
                    return isSame ? value : nil
                case .extension(let path, let child):
                    guard TriePath.commonLength(path, nibbles, from: depth) == path.count else { return nil }
                    depth += path.count
                    node = child
                case .branch(let children, let value):
                    guard depth < nibbles.count else { return value.isEmpty ? nil : value }
                    node = children[Int(nibbles[depth])]
                    depth += 1
                }
            }
            return nil
        }
        set { apply([(key, newValue ?? [])]) }
    }

    /// Sets and removes many keys at once: each node is hashed once, so this is the way to change more than one.
    ///
    /// - Parameter changes: keys with their new value, where no bytes remove the key; the last of equal keys counts.
    public mutating func apply(_ changes: [(key: [UInt8], value: [UInt8])]) {
        var sorted = changes.map { TrieChange(key: TriePath.nibbles($0.key), value: $0.value) }
        let isAscending = zip(sorted, sorted.dropFirst()).allSatisfy {
            $0.key.lexicographicallyPrecedes($1.key)
        }
        if !isAscending { sorted = TrieChange.sortedByKey(sorted) }
        guard !sorted.isEmpty else { return }
        top = TrieUpdate.apply(sorted[...], to: top, at: 0)
    }

    /// All keys with their values, in order of keys.
    public var entries: [(key: [UInt8], value: [UInt8])] {
        var found: [(key: [UInt8], value: [UInt8])] = []
        top?.collect(below: [], into: &found)
        return found
    }

    /// The key of the state's tries for an address or a storage slot: its Keccak-256.
    public static func secureKey(_ bytes: [UInt8]) -> [UInt8] { Keccak256.hash(bytes).bytes }

    /// The root over items in order, keyed by the RLP of their index: of transactions, receipts, withdrawals.
    public static func orderedRoot(_ items: [[UInt8]]) -> Hash32 {
        Trie(items.enumerated().map { (RLP.encode(.number(UInt64($0.offset))), $0.element) }).root
    }
}
