import Ethereum

/// Why a Merkle proof shows nothing.
public enum TrieProofError: Error, Sendable, Equatable {
    /// More nodes than a path has, or more bytes than a proof needs.
    case tooLarge
    /// A node on the path isn't in the proof.
    case missingNode
    /// A node's bytes hash to something other than what the node above, or the root, names.
    case wrongHash
    /// Bytes that hash as they should aren't a node of a trie.
    case malformedNode
    /// Nodes follow that aren't on the path.
    case unusedNodes
    /// The value that is proven isn't what stands at this place, an account or a storage word.
    case malformedValue

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .tooLarge: "proof.too-large"
        case .missingNode: "proof.missing-node"
        case .wrongHash: "proof.wrong-hash"
        case .malformedNode: "proof.malformed-node"
        case .unusedNodes: "proof.unused-nodes"
        case .malformedValue: "proof.malformed-value"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .tooLarge: "the proof is larger than any real one"
        case .missingNode: "the proof ends before it reaches its key"
        case .wrongHash: "the proof doesn't belong to this root"
        case .malformedNode: "the proof has a node that is not one of a trie"
        case .unusedNodes: "the proof has nodes that are not on the way to its key"
        case .malformedValue: "the proof leads to a value that does not belong there"
        }
    }

    /// What to do about it.
    public var hint: String { "what the node says is unproven: ask another node" }
}

/// Merkle proofs: that a trie with a certain root has a certain value for a key, or none (EIP-1186).
public enum TrieProof {
    /// Most nodes of a proof: a path of 64 nibbles and the leaf below it.
    public static let maximumNodes = 65
    /// Most bytes of all nodes together.
    public static let maximumBytes = 1 << 20

    /// The value of `key` that `nodes` prove, or nil if they prove that it has none.
    ///
    /// The nodes come from an untrusted node: a value is answered only if every byte on the way to it is committed to
    /// by `root`. An empty trie is proven by no nodes, or by the one node that is the RLP of no bytes.
    ///
    /// - Parameter nodes: RLP of the nodes from the root down; those embedded in another aren't listed.
    /// - Throws: `TrieProofError` if the proof shows neither.
    public static func verify(
        root: Hash32, key: [UInt8], nodes: [[UInt8]]
    ) throws(TrieProofError) -> [UInt8]? {
        guard nodes.count <= maximumNodes, key.count <= 32,
            nodes.reduce(0, { $0 + $1.count }) <= maximumBytes
        else { throw .tooLarge }
        if root == Trie.emptyRoot {
            guard nodes.isEmpty || nodes == [[0x80]] else { throw .unusedNodes }
            return nil
        }
        let nibbles = TriePath.nibbles(key)
        var depth = 0
        var used = 0
        var item = try listed(nodes, &used, hash: root.bytes)
        while true {
            guard case .list(let parts) = item else { throw .malformedNode }
            let next: RLPItem
            switch parts.count {
            case 17:
                if depth == nibbles.count {
                    guard case .bytes(let value) = parts[16] else { throw .malformedNode }
                    return try finished(value, used, nodes)
                }
                next = parts[Int(nibbles[depth])]
                depth += 1
            case 2:
                guard case .bytes(let compact) = parts[0], let (path, isLeaf) = TriePath.expand(compact)
                else {
                    throw .malformedNode
                }
                let common = TriePath.commonLength(path, nibbles, from: depth)
                if isLeaf {
                    guard case .bytes(let value) = parts[1], !value.isEmpty else { throw .malformedNode }
                    let isSame = common == path.count && depth + common == nibbles.count
                    return try finished(isSame ? value : [], used, nodes)
                }
                // An extension that leads nowhere would let a proof go on without end.
                guard !path.isEmpty else { throw .malformedNode }
                guard common == path.count else { return try finished([], used, nodes) }
                next = parts[1]
                depth += common
            default: throw .malformedNode
            }
            switch next {
            case .list: item = next
            case .bytes(let bytes) where bytes.count == 32: item = try listed(nodes, &used, hash: bytes)
            case .bytes(let bytes):
                guard bytes.isEmpty, parts.count == 17 else { throw .malformedNode }
                return try finished([], used, nodes)
            }
        }
    }

    private static func listed(
        _ nodes: [[UInt8]], _ used: inout Int, hash: [UInt8]
    ) throws(TrieProofError) -> RLPItem {
        guard used < nodes.count else { throw .missingNode }
        let node = nodes[used]
        guard Keccak256.hash(node).bytes == hash else { throw .wrongHash }
        used += 1
        do { return try RLP.decode(node) } catch { throw .malformedNode }
    }

    private static func finished(
        _ value: [UInt8], _ used: Int, _ nodes: [[UInt8]]
    ) throws(TrieProofError) -> [UInt8]? {
        guard used == nodes.count else { throw .unusedNodes }
        return value.isEmpty ? nil : value
    }
}

extension Trie {
    /// The nodes that prove the value of `key` to whoever has the root, or that it has none; from the root down.
    public func proof(of key: [UInt8]) -> [[UInt8]] {
        let nibbles = TriePath.nibbles(key)
        var depth = 0
        var nodes: [[UInt8]] = []
        var node = top
        while let current = node {
            if nodes.isEmpty || !current.isEmbedded { nodes.append(current.encoding) }
            switch current.content {
            case .leaf: return nodes
            case .extension(let path, let child):
                guard TriePath.commonLength(path, nibbles, from: depth) == path.count else { return nodes }
                depth += path.count
                node = child
            case .branch(let children, _):
                guard depth < nibbles.count else { return nodes }
                node = children[Int(nibbles[depth])]
                depth += 1
            }
        }
        return nodes
    }
}

extension TrieNode {
    /// Whether the node above holds this one whole.
    var isEmbedded: Bool {
        if case .embedded = reference { true } else { false }
    }
}
