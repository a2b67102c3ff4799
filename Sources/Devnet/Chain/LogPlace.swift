import EVM
import Ethereum

/// Where on the chain a log is.
public struct LogPlace: Sendable, Hashable {
    /// Number of its block.
    public var blockNumber: UInt64
    /// Hash of its block.
    public var blockHash: Hash32
    /// Time of its block, in seconds since 1970.
    public var blockTime: UInt64
    /// Hash of its transaction.
    public var transactionHash: Hash32
    /// Place of its transaction in the block.
    public var transactionIndex: UInt64
    /// Place in the block, counted over all its logs.
    public var logIndex: UInt64

    /// The place of a block's first log.
    init(_ block: ChainBlock) {
        (blockNumber, blockHash, blockTime) = (block.number, block.hash, block.header.timestamp)
        (transactionHash, transactionIndex, logIndex) = (.zero, 0, 0)
    }
}
