import Ethereum

/// An event as a contract writes it, before it has a place in a block.
public struct LogEntry: Sendable, Hashable {
    /// The contract that wrote it.
    public var address: Address
    /// Up to four words.
    public var topics: [Hash32]
    /// Bytes that aren't indexed.
    public var data: [UInt8]

    /// A log with these parts.
    public init(address: Address, topics: [Hash32], data: [UInt8]) {
        self.address = address
        self.topics = topics
        self.data = data
    }

    /// The log in RLP's terms: a list of address, topics and data.
    var item: RLPItem {
        .list([.bytes(address.bytes), .list(topics.map { .bytes($0.bytes) }), .bytes(data)])
    }

    /// The Keccak-256 of the RLP of all logs, by which state tests compare them.
    public static func hash(of logs: [LogEntry]) -> Hash32 {
        Keccak256.hash(RLP.encode(.list(logs.map(\.item))))
    }
}
