/// How a node is spoken to.
public struct NodeOptions: Sendable {
    /// The chain id that the node must answer; nil accepts what its first connection says, and nothing else later.
    public var expectedChainID: UInt64?
    /// Seconds for finding and reaching the node, TLS and WebSocket handshakes included.
    public var connectSeconds: Double = 10
    /// Seconds for one request, from its first byte sent to its answer's last byte.
    public var requestSeconds: Double = 30
    /// How often a request that changes nothing is tried in all, where the way to the node failed.
    public var attempts: Int = 3
    /// Most bytes of one answer.
    public var maximumBodyBytes: Int = 128 << 20
    /// Most calls that are sent as one batch.
    public var batchSize: Int = 100
    /// A PEM file of certificate authorities that are trusted besides the system's.
    public var certificateFile: String?

    /// The defaults.
    public init() {}

    /// The defaults, for a node of this chain.
    public init(expectedChainID: UInt64?) { self.expectedChainID = expectedChainID }
}
