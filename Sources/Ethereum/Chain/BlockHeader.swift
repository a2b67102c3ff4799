/// The part of a block header that following a chain needs.
public struct BlockHeader: Sendable, Hashable {
    /// Height of the block.
    public var number: UInt64
    /// Its hash, as the node states it.
    public var hash: Hash32
    /// Hash of the block before.
    public var parentHash: Hash32
    /// Unix time, in seconds.
    public var timestamp: UInt64
    /// Price of a unit of gas that is burnt, in wei; nil before London.
    public var baseFeePerGas: UInt256?
    /// Gas that may be used.
    public var gasLimit: UInt64
    /// Gas that was used.
    public var gasUsed: UInt64

    /// A header with these parts.
    public init(
        number: UInt64, hash: Hash32, parentHash: Hash32, timestamp: UInt64, baseFeePerGas: UInt256? = nil,
        gasLimit: UInt64 = 0, gasUsed: UInt64 = 0
    ) {
        self.number = number
        self.hash = hash
        self.parentHash = parentHash
        self.timestamp = timestamp
        self.baseFeePerGas = baseFeePerGas
        self.gasLimit = gasLimit
        self.gasUsed = gasUsed
    }
}
