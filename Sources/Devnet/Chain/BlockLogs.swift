import EVM
import Ethereum

/// The logs of a block, one after another in contiguous bytes: their only store, from which receipts have them too.
///
/// Who reads many logs waits for memory more than for anything else. A `LogEntry` lies in three places, and the hash of
/// its transaction in a fourth; here all of it is read in one go.
///
/// A transaction that wrote logs has a head of its hash, its place in the block, the place of its first log and how many
/// there are. A log follows as the number of its topics and of its data's bytes, its address, its topics and its data.
struct BlockLogs: Sendable {
    private var bytes: [UInt8]
    private var count: UInt64 = 0

    /// Logs of nothing yet.
    ///
    /// - Parameter logs: those that will be appended, by transaction, for which memory is taken.
    init(reserving logs: some Sequence<[LogEntry]> = EmptyCollection()) {
        var size = 0
        for logs in logs where !logs.isEmpty {
            size += Layout.head
            for log in logs { size += Layout.size(topics: log.topics.count, data: log.data.count) }
        }
        bytes = []
        bytes.reserveCapacity(size)
    }

    /// Takes the logs of the block's next transaction, of those that were given so far.
    ///
    /// - Parameters:
    ///   - hash: of the transaction.
    ///   - index: its place in the block.
    /// - Returns: where they are, for `forEach`.
    mutating func append(_ logs: [LogEntry], of hash: Hash32, at index: Int) -> Range<Int> {
        let start = bytes.count
        guard !logs.isEmpty else { return start..<start }
        add(hash.word)
        add(UInt64(index))
        add(count)
        add(UInt64(logs.count))
        for log in logs {
            add(UInt64(log.topics.count))
            add(UInt64(log.data.count))
            withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { word in
                guard let base = word.baseAddress else { return }
                log.address.word.store(bigEndianAt: base)
                bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: word[12...]))
            }
            for topic in log.topics { add(topic.word) }
            bytes += log.data
        }
        count += UInt64(logs.count)
        return start..<bytes.count
    }

    /// Calls `body` with the logs that a filter takes, in order.
    ///
    /// - Parameters:
    ///   - range: one that `append` gave; nil for all logs.
    ///   - block: the place of the block's first log.
    func forEach(
        _ filter: LogFilter, in range: Range<Int>?, of block: LogPlace, _ body: (StoredLog, LogPlace) -> Void
    ) {
        var place = block
        bytes.withUnsafeBytes { bytes in
            var position = range?.lowerBound ?? 0
            let end = range?.upperBound ?? bytes.count
            func number() -> UInt64 {
                defer { position += 8 }
                return bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            }
            func take(_ count: Int) -> UnsafeRawBufferPointer {
                defer { position += count }
                return UnsafeRawBufferPointer(rebasing: bytes[position..<(position + count)])
            }
            while position < end {
                place.transactionHash = Hash32(word: take(32).word(at: 0))
                place.transactionIndex = number()
                place.logIndex = number()
                let next = place.logIndex + number()
                while place.logIndex < next {
                    let (topics, data) = (Int(number()), Int(number()))
                    let log = StoredLog(address: take(20), topics: take(32 * topics), data: take(data))
                    if filter.matches(log) { body(log, place) }
                    place.logIndex += 1
                }
            }
        }
    }

    private mutating func add(_ number: UInt64) {
        withUnsafeBytes(of: number) { bytes.append(contentsOf: $0) }
    }

    private mutating func add(_ word: UInt256) {
        withUnsafeTemporaryAllocation(byteCount: 32, alignment: 8) { buffer in
            guard let base = buffer.baseAddress else { return }
            word.store(bigEndianAt: base)
            bytes.append(contentsOf: UnsafeRawBufferPointer(buffer))
        }
    }

    /// Bytes of the parts.
    private enum Layout {
        static let head = 32 + 3 * 8

        static func size(topics: Int, data: Int) -> Int { 2 * 8 + 20 + 32 * topics + data }
    }
}

extension UnsafeRawBufferPointer {
    /// The big-endian word at a place, from which on there are 32 bytes.
    func word(at place: Int) -> UInt256 {
        let bytes = UnsafeRawBufferPointer(rebasing: self[place..<(place + 32)])
        return bytes.baseAddress.map { UInt256(loadingBigEndianFrom: $0) } ?? .zero
    }
}
