/// How a chain is followed.
public struct FollowOptions: Sendable {
    /// Seconds between looks at the head where the node doesn't tell of new blocks.
    public var pollSeconds: Double = 2
    /// Seconds between looks at the head where it does: the chain may also be cut back, of which nobody tells.
    public var subscribedPollSeconds: Double = 5
    /// The deepest reorganization, in blocks, that is undone; a deeper one means to begin again.
    public var undoDepth: Int = 128
    /// Blocks of the first range asked for; later ones adapt to what the node can answer.
    public var firstRange: UInt64 = 2_000
    /// Most blocks of one range.
    public var maximumRange: UInt64 = 100_000
    /// About how many logs one range should have.
    public var logsPerRange: Int = 20_000
    /// Seconds of the longest wait between attempts.
    public var longestBackoffSeconds: Double = 30

    /// The defaults.
    public init() {}
}
