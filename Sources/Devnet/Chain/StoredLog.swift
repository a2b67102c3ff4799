import EVM
import Ethereum

/// A log where it is kept: to be read while it is handed over, and not after that.
public struct StoredLog {
    /// 20 bytes.
    private let addressBytes: UnsafeRawBufferPointer
    /// 32 bytes for each of up to four.
    let topics: UnsafeRawBufferPointer
    /// Bytes that aren't indexed.
    let data: UnsafeRawBufferPointer

    init(address: UnsafeRawBufferPointer, topics: UnsafeRawBufferPointer, data: UnsafeRawBufferPointer) {
        (addressBytes, self.topics, self.data) = (address, topics, data)
    }

    /// The contract that wrote it.
    public var address: Address {
        func limb(_ offset: Int) -> UInt64 {
            UInt64(bigEndian: addressBytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        return Address(truncating: UInt256(limbs: limb(12), limb(4), limb(0) >> 32, 0))
    }

    /// How many topics it has.
    public var topicCount: Int { topics.count / 32 }

    /// The topic at a place below `topicCount`.
    public func topic(_ place: Int) -> Hash32 { Hash32(word: topics.word(at: place * 32)) }

    /// The log with memory of its own.
    public var entry: LogEntry {
        LogEntry(address: address, topics: (0..<topicCount).map { topic($0) }, data: Array(data))
    }
}
