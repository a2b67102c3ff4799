/// A key's nibbles and its new value; no bytes remove it.
struct TrieChange: Sendable {
    let key: [UInt8]
    let value: [UInt8]

    /// The changes in order of keys; of equal keys the last.
    static func sortedByKey(_ changes: [TrieChange]) -> [TrieChange] {
        let order = changes.indices.sorted {
            let (left, right) = (changes[$0].key, changes[$1].key)
            return left == right ? $0 < $1 : left.lexicographicallyPrecedes(right)
        }
        var sorted: [TrieChange] = []
        sorted.reserveCapacity(order.count)
        for index in order {
            if sorted.last?.key == changes[index].key { sorted.removeLast() }
            sorted.append(changes[index])
        }
        return sorted
    }
}

/// Changes to a trie, from its top down: what isn't touched is shared with the trie before.
///
/// All changes of a call are sorted, have different keys, and share the nibbles above `depth`.
enum TrieUpdate {
    static func apply(_ changes: ArraySlice<TrieChange>, to node: TrieNode?, at depth: Int) -> TrieNode? {
        guard let first = changes.first, let last = changes.last else { return node }
        guard let node else { return build(changes.filter { !$0.value.isEmpty }[...], at: depth) }
        switch node.content {
        case .leaf(let path, let value):
            let key = first.key[..<depth] + path
            var merged = changes.filter { !$0.value.isEmpty }
            if !changes.contains(where: { $0.key.elementsEqual(key) }) {
                let place = merged.firstIndex { key.lexicographicallyPrecedes($0.key) } ?? merged.endIndex
                merged.insert(TrieChange(key: Array(key), value: value), at: place)
            }
            return build(merged[...], at: depth)
        case .extension(let path, let child):
            // Between the first and the last of sorted keys no key shares less with the path than these two do.
            let common = min(
                TriePath.commonLength(path, first.key, from: depth),
                TriePath.commonLength(path, last.key, from: depth))
            if common == path.count {
                return joined(path, apply(changes, to: child, at: depth + common))
            }
            var children = [TrieNode?](repeating: nil, count: 16)
            let rest = Array(path[(common + 1)...])
            children[Int(path[common])] =
                rest.isEmpty ? child : TrieNode(.extension(path: rest, child: child))
            return joined(
                Array(path[..<common]),
                applyToBranch(changes, children: children, value: [], at: depth + common))
        case .branch(let children, let value):
            return applyToBranch(changes, children: children, value: value, at: depth)
        }
    }

    private static func applyToBranch(
        _ changes: ArraySlice<TrieChange>, children: [TrieNode?], value: [UInt8], at depth: Int
    ) -> TrieNode? {
        var children = children
        var value = value
        var rest = changes
        if let first = rest.first, first.key.count == depth {
            value = first.value
            rest = rest.dropFirst()
        }
        while let nibble = rest.first?.key[depth] {
            let end = rest.firstIndex { $0.key[depth] != nibble } ?? rest.endIndex
            children[Int(nibble)] = apply(rest[..<end], to: children[Int(nibble)], at: depth + 1)
            rest = rest[end...]
        }
        return branch(children, value)
    }

    /// A branch in its canonical form: with fewer than two ways to go it is a leaf, an extension or nothing.
    private static func branch(_ children: [TrieNode?], _ value: [UInt8]) -> TrieNode? {
        var only: (nibble: UInt8, child: TrieNode)?
        for (nibble, child) in children.enumerated() {
            guard let child else { continue }
            if only != nil || !value.isEmpty { return TrieNode(.branch(children: children, value: value)) }
            only = (UInt8(nibble), child)
        }
        if let only { return joined([only.nibble], only.child) }
        return value.isEmpty ? nil : TrieNode(.leaf(path: [], value: value))
    }

    /// A node below a path: a leaf and an extension take the path into their own.
    private static func joined(_ path: [UInt8], _ node: TrieNode?) -> TrieNode? {
        guard let node, !path.isEmpty else { return node }
        switch node.content {
        case .leaf(let rest, let value): return TrieNode(.leaf(path: path + rest, value: value))
        case .extension(let rest, let child): return TrieNode(.extension(path: path + rest, child: child))
        case .branch: return TrieNode(.extension(path: path, child: node))
        }
    }

    /// A trie of nothing but these keys, none of them without value.
    private static func build(_ entries: ArraySlice<TrieChange>, at depth: Int) -> TrieNode? {
        guard let first = entries.first, let last = entries.last else { return nil }
        if entries.count == 1 { return TrieNode(.leaf(path: Array(first.key[depth...]), value: first.value)) }
        let common = TriePath.commonLength(first.key[depth...], last.key, from: depth)
        var children = [TrieNode?](repeating: nil, count: 16)
        let split = depth + common
        var rest = entries
        var value: [UInt8] = []
        if first.key.count == split {
            value = first.value
            rest = rest.dropFirst()
        }
        while let nibble = rest.first?.key[split] {
            let end = rest.firstIndex { $0.key[split] != nibble } ?? rest.endIndex
            children[Int(nibble)] = build(rest[..<end], at: split + 1)
            rest = rest[end...]
        }
        let node = TrieNode(.branch(children: children, value: value))
        return common == 0 ? node : TrieNode(.extension(path: Array(first.key[depth..<split]), child: node))
    }
}
