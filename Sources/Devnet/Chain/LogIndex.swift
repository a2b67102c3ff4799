import EVM
import Ethereum

/// What logs are asked for (`eth_getLogs`).
public struct LogFilter: Sendable, Equatable {
    /// Contracts, any of which; none means all.
    public var addresses: Set<Address>
    /// By place, the topics any of which it must be; nil takes all.
    public var topics: [Set<Hash32>?]

    /// A filter of these conditions.
    public init(addresses: Set<Address> = [], topics: [Set<Hash32>?] = []) {
        self.addresses = addresses
        self.topics = topics
    }

    /// Whether a log fulfils all conditions.
    public func matches(_ log: StoredLog) -> Bool {
        guard topics.count <= log.topicCount, addresses.isEmpty || addresses.contains(log.address) else {
            return false
        }
        for (place, wanted) in topics.enumerated() {
            if let wanted, !wanted.contains(log.topic(place)) { return false }
        }
        return true
    }
}

/// In which blocks contracts wrote logs, and with which first topics.
struct LogIndex {
    private var addresses: [Address: [UInt64]] = [:]
    private var topics: [Hash32: [UInt64]] = [:]

    mutating func append(_ block: ChainBlock) {
        block.forEachLog { log, _ in
            Self.add(block.number, to: &addresses[log.address, default: []])
            if log.topicCount > 0 { Self.add(block.number, to: &topics[log.topic(0), default: []]) }
        }
    }

    /// Drops a block that is the newest.
    mutating func remove(_ block: ChainBlock) {
        block.forEachLog { log, _ in
            if addresses[log.address]?.last == block.number { addresses[log.address]?.removeLast() }
            if log.topicCount > 0, topics[log.topic(0)]?.last == block.number {
                topics[log.topic(0)]?.removeLast()
            }
        }
    }

    /// Numbers of the blocks in a range in which there may be a log that the filter takes, ascending; nil if all may
    /// have one.
    func candidates(_ filter: LogFilter, in range: ClosedRange<UInt64>) -> [UInt64]? {
        var lists: [[UInt64]] = []
        if !filter.addresses.isEmpty { lists.append(Self.union(filter.addresses, addresses, range)) }
        if let first = filter.topics.first, let wanted = first {
            lists.append(Self.union(wanted, topics, range))
        }
        return lists.min { $0.count < $1.count }
    }

    private static func add(_ number: UInt64, to list: inout [UInt64]) {
        if list.last != number { list.append(number) }
    }

    private static func union<Key>(
        _ keys: Set<Key>, _ lists: [Key: [UInt64]], _ range: ClosedRange<UInt64>
    ) -> [UInt64] {
        let parts = keys.compactMap { lists[$0] }.map { slice($0, range) }.filter { !$0.isEmpty }
        if parts.count == 1 { return Array(parts[0]) }
        return Set(parts.joined()).sorted()
    }

    private static func slice(_ list: [UInt64], _ range: ClosedRange<UInt64>) -> ArraySlice<UInt64> {
        func first(_ isPast: (UInt64) -> Bool) -> Int {
            var low = 0
            var high = list.count
            while low < high {
                let middle = (low + high) / 2
                if isPast(list[middle]) { high = middle } else { low = middle + 1 }
            }
            return low
        }
        return list[first { $0 >= range.lowerBound }..<first { $0 > range.upperBound }]
    }
}
