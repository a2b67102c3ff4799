/// Paths of a trie: a key's nibbles, and their compact form in a node (Yellow Paper, appendix C).
enum TriePath {
    /// The nibbles of `key`, high one first.
    static func nibbles(_ key: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: key.count * 2) { buffer, count in
            for (index, byte) in key.enumerated() {
                buffer[index * 2] = byte >> 4
                buffer[index * 2 + 1] = byte & 15
            }
            count = key.count * 2
        }
    }

    /// The key of these nibbles, of which there is an even number.
    static func key(_ nibbles: [UInt8]) -> [UInt8] {
        stride(from: 0, to: nibbles.count - 1, by: 2).map { nibbles[$0] << 4 | nibbles[$0 + 1] }
    }

    /// Two nibbles a byte after a flag that tells a leaf from an extension, and an odd number from an even one.
    static func compact(_ path: [UInt8], isLeaf: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(path.count / 2 + 1)
        let flag: UInt8 = isLeaf ? 0x20 : 0
        var index = 0
        if path.count % 2 == 1 {
            bytes.append(flag | 0x10 | path[0])
            index = 1
        } else {
            bytes.append(flag)
        }
        while index + 1 < path.count {
            bytes.append(path[index] << 4 | path[index + 1])
            index += 2
        }
        return bytes
    }

    /// The path of a compact form, or nil if the bytes aren't one.
    static func expand(_ bytes: [UInt8]) -> (path: [UInt8], isLeaf: Bool)? {
        guard let first = bytes.first, first >> 6 == 0 else { return nil }
        let isOdd = first & 0x10 != 0
        guard isOdd || first & 15 == 0 else { return nil }
        return (Array(nibbles(bytes).dropFirst(isOdd ? 1 : 2)), first & 0x20 != 0)
    }

    /// How many nibbles of `path` are also those of `key` from `depth` on.
    static func commonLength(_ path: some RandomAccessCollection<UInt8>, _ key: [UInt8], from depth: Int)
        -> Int
    {
        var count = 0
        for nibble in path {
            guard depth + count < key.count, key[depth + count] == nibble else { break }
            count += 1
        }
        return count
    }
}
