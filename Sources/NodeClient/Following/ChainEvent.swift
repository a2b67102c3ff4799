import Ethereum
import SafeText

/// What happened to a chain that is followed, in the order in which it must be taken in.
public enum ChainEvent: Sendable {
    /// The way to the node has changed.
    case connection(ConnectionState)
    /// The logs of the next range of blocks. Ranges follow each other without gaps, from the first block asked for.
    case blocks(ChainBlocks)
    /// The chain was reorganized: forget everything above this block.
    case undo(to: UInt64)
    /// The chain was reorganized too deeply: forget everything; the ranges begin again. Says why.
    case rebuild(SafeText)
    /// The newest block, whose logs were given before: what is known is current as of it.
    case head(BlockHeader)
}

/// How things stand between us and the node.
public enum ConnectionState: Sendable, Hashable {
    /// A connection is being made.
    case connecting
    /// Connected to the right chain; `subscribed` where the node tells of new blocks by itself.
    case connected(chainID: UInt64, subscribed: Bool)
    /// Something failed, and will be tried again after some seconds.
    case retrying(NodeError, inSeconds: Double)
}

/// Logs of a range of blocks, checked against the headers of their blocks.
public struct ChainBlocks: Sendable, Hashable {
    /// Blocks with their logs, rising; blocks without logs are left out.
    public var blocks: [BlockLogs]
    /// The first block of the range.
    public var first: UInt64
    /// The last block of the range.
    public var last: BlockHeader
    /// Height of the chain when the range was read, for a figure of progress.
    public var target: UInt64

    /// A range of these parts.
    public init(blocks: [BlockLogs], first: UInt64, last: BlockHeader, target: UInt64) {
        self.blocks = blocks
        self.first = first
        self.last = last
        self.target = target
    }
}

/// A block's header and the logs that are wanted of it, in order.
public struct BlockLogs: Sendable, Hashable {
    /// The header.
    public var header: BlockHeader
    /// The logs, at least one.
    public var logs: [Log]

    /// A block of these parts.
    public init(header: BlockHeader, logs: [Log]) {
        self.header = header
        self.logs = logs
    }
}
