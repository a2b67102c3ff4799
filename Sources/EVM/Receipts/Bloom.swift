import Ethereum

/// 2,048 bits in which addresses and topics of logs leave three each (Yellow Paper, section 4.3.1).
public struct Bloom: Sendable, Hashable {
    /// 256 bytes; the last one holds bits 0 to 7.
    public private(set) var bytes = [UInt8](repeating: 0, count: 256)

    /// A bloom in which nothing has left bits.
    public init() {}

    /// The bloom of 256 bytes; nil for another number of them.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 256 else { return nil }
        self.bytes = bytes
    }

    /// The bloom of these logs.
    public init(_ logs: [LogEntry]) {
        for log in logs {
            insert(log.address.bytes)
            for topic in log.topics { insert(topic.bytes) }
        }
    }

    /// Leaves the three bits of `bytes`, an address or a topic.
    public mutating func insert(_ bytes: [UInt8]) {
        for bit in Bloom.bits(of: bytes) { self.bytes[255 - bit / 8] |= 1 << UInt8(bit % 8) }
    }

    /// Whether `bytes` may have been inserted; false is certain.
    public func mayContain(_ bytes: [UInt8]) -> Bool {
        Bloom.bits(of: bytes).allSatisfy { self.bytes[255 - $0 / 8] >> UInt8($0 % 8) & 1 == 1 }
    }

    /// Takes in what another bloom has: a block's is that of all its receipts.
    public mutating func formUnion(_ other: Bloom) {
        for index in bytes.indices { bytes[index] |= other.bytes[index] }
    }

    /// The low 11 bits of the hash's first three pairs of bytes.
    private static func bits(of bytes: [UInt8]) -> [Int] {
        let hash = Keccak256.hash(bytes).word.limb3
        return [48, 32, 16].map { Int(hash >> UInt64($0) & 2_047) }
    }
}
