/// An event that a contract wrote, as `eth_getLogs` answers it.
public struct Log: Sendable, Hashable {
    /// The contract that wrote it.
    public var address: Address
    /// Up to four words; the first is the event's hash unless it is anonymous.
    public var topics: [Hash32]
    /// ABI-encoded arguments that aren't indexed.
    public var data: [UInt8]
    /// Number of its block.
    public var blockNumber: UInt64
    /// Hash of its block.
    public var blockHash: Hash32
    /// Hash of its transaction.
    public var transactionHash: Hash32
    /// Place of its transaction in the block.
    public var transactionIndex: UInt64
    /// Place in the block, counted over all its logs.
    public var logIndex: UInt64

    /// A log with these parts.
    public init(
        address: Address, topics: [Hash32], data: [UInt8], blockNumber: UInt64, blockHash: Hash32,
        transactionHash: Hash32, transactionIndex: UInt64, logIndex: UInt64
    ) {
        self.address = address
        self.topics = topics
        self.data = data
        self.blockNumber = blockNumber
        self.blockHash = blockHash
        self.transactionHash = transactionHash
        self.transactionIndex = transactionIndex
        self.logIndex = logIndex
    }
}
