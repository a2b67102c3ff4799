/// How much an HTTP message may ask of its reader.
public struct HTTPLimits: Sendable, Hashable {
    /// Most bytes of the start line, the header fields and the trailer together.
    public var headBytes: Int
    /// Most header fields.
    public var fields: Int
    /// Most bytes of the body, once its framing is taken off.
    public var bodyBytes: Int

    /// Limits of this size: 32 KiB and 128 fields of head, 1 MiB of body unless said otherwise.
    public init(headBytes: Int = 32 << 10, fields: Int = 128, bodyBytes: Int = 1 << 20) {
        self.headBytes = headBytes
        self.fields = fields
        self.bodyBytes = bodyBytes
    }
}
