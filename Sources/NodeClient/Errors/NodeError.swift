import SafeText

/// What a node itself answered where it answered an error (JSON-RPC 2.0, section 5.1).
public struct NodeFault: Sendable, Hashable {
    /// The node's number for it, such as -32601.
    public let code: Int64
    /// The node's words, cleaned.
    public let message: SafeText
    /// Bytes that it gave with them: for an execution that reverted, what the contract returned.
    public let data: [UInt8]?

    /// An answer of these parts.
    public init(code: Int64, message: SafeText, data: [UInt8]? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }
}

/// Why a node can't be reached, or why its answer isn't accepted.
public struct NodeError: Error, Sendable, Hashable {
    /// Stable name of the error, such as `node.timeout`.
    public let code: String
    /// One sentence for a person: printable text, also where it quotes the node.
    public let message: String
    /// What helps.
    public let hint: String
    /// What the node itself answered, if it answered an error.
    public let fault: NodeFault?
    /// Whether the same may work a little later.
    public let isTransient: Bool
    /// Seconds that the node asked to be left alone, if it did.
    public let retryAfterSeconds: Int?

    /// An error with these texts.
    public init(
        code: String, message: String, hint: String = "", fault: NodeFault? = nil, isTransient: Bool = false,
        retryAfterSeconds: Int? = nil
    ) {
        self.code = code
        self.message = SafeText(cleaning: message, maximumLength: 600).text
        self.hint = hint
        self.fault = fault
        self.isTransient = isTransient
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// What the contract returned, for an execution that reverted with data.
    public var revertData: [UInt8]? { code == Self.revertCode ? fault?.data : nil }

    /// Whether this is the answer to a cancellation, not a fault.
    public var isCancelled: Bool { code == Self.cancelled.code }

    /// Whether the node is for another chain than the one asked for: trying again can't help.
    public var isWrongChain: Bool { code == Self.chainCode }

    static let revertCode = "node.revert"
    static let chainCode = "node.chain"
}
