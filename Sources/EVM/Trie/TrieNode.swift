import Ethereum

/// A node of a Merkle-Patricia trie (Yellow Paper, appendix D): never changed once made, so tries share them.
///
/// Its reference is computed when it is made, hence once for every node that a batch of changes makes.
final class TrieNode: Sendable {
    /// What a node holds; paths are nibbles.
    enum Content: Sendable {
        case leaf(path: [UInt8], value: [UInt8])
        case `extension`(path: [UInt8], child: TrieNode)
        /// 16 children, and the value of the key that ends here or nothing.
        case branch(children: [TrieNode?], value: [UInt8])
    }

    /// How the node above names a node.
    enum Reference: Sendable {
        /// The node itself: its encoding has fewer than 32 bytes.
        case embedded([UInt8])
        /// The Keccak-256 of its encoding.
        case hash(Hash32)
    }

    let content: Content
    let reference: Reference

    init(_ content: Content) {
        self.content = content
        let encoding = TrieNode.encode(content)
        reference = encoding.count < 32 ? .embedded(encoding) : .hash(Keccak256.hash(encoding))
    }

    /// The node's RLP.
    var encoding: [UInt8] {
        if case .embedded(let bytes) = reference { return bytes }
        return TrieNode.encode(content)
    }

    /// The Keccak-256 of the node's RLP, whatever its length: what a root is.
    var hash: Hash32 {
        switch reference {
        case .hash(let hash): hash
        case .embedded(let bytes): Keccak256.hash(bytes)
        }
    }

    /// Adds the keys and values below, in order; `path` are the nibbles above.
    func collect(below path: [UInt8], into entries: inout [(key: [UInt8], value: [UInt8])]) {
        switch content {
        case .leaf(let rest, let value): entries.append((TriePath.key(path + rest), value))
        case .extension(let rest, let child): child.collect(below: path + rest, into: &entries)
        case .branch(let children, let value):
            if !value.isEmpty { entries.append((TriePath.key(path), value)) }
            for (nibble, child) in children.enumerated() {
                child?.collect(below: path + [UInt8(nibble)], into: &entries)
            }
        }
    }

    private static func encode(_ content: Content) -> [UInt8] {
        var payload: [UInt8] = []
        switch content {
        case .leaf(let path, let value):
            payload.reserveCapacity(path.count / 2 + value.count + 8)
            TrieEncoding.append(string: TriePath.compact(path, isLeaf: true), to: &payload)
            TrieEncoding.append(string: value, to: &payload)
        case .extension(let path, let child):
            payload.reserveCapacity(path.count / 2 + 40)
            TrieEncoding.append(string: TriePath.compact(path, isLeaf: false), to: &payload)
            TrieEncoding.append(child.reference, to: &payload)
        case .branch(let children, let value):
            payload.reserveCapacity(16 * 33 + value.count + 4)
            for child in children {
                if let child {
                    TrieEncoding.append(child.reference, to: &payload)
                } else {
                    payload.append(0x80)
                }
            }
            TrieEncoding.append(string: value, to: &payload)
        }
        return TrieEncoding.list(payload)
    }
}

/// The RLP of nodes, straight into bytes.
enum TrieEncoding {
    static func append(string bytes: [UInt8], to output: inout [UInt8]) {
        if bytes.count == 1, bytes[0] < 0x80 { return output.append(bytes[0]) }
        appendHeader(0x80, bytes.count, to: &output)
        output.append(contentsOf: bytes)
    }

    static func append(_ reference: TrieNode.Reference, to output: inout [UInt8]) {
        switch reference {
        case .embedded(let bytes): output.append(contentsOf: bytes)
        case .hash(let hash):
            output.append(0xa0)
            withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
                guard let base = buffer.baseAddress else { return }
                hash.word.store(bigEndianAt: base)
                output.append(contentsOf: buffer)
            }
        }
    }

    static func list(_ payload: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(payload.count + 9)
        appendHeader(0xc0, payload.count, to: &output)
        output.append(contentsOf: payload)
        return output
    }

    private static func appendHeader(_ base: UInt8, _ length: Int, to output: inout [UInt8]) {
        guard length > 55 else { return output.append(base + UInt8(length)) }
        let size = (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
        output.append(base + 55 + UInt8(size))
        for index in (0..<size).reversed() { output.append(UInt8(truncatingIfNeeded: length >> (index * 8))) }
    }
}
