/// How much a document may ask of its reader.
public struct JSONLimits: Sendable {
    /// Largest document, in bytes.
    public var maximumBytes: Int
    /// Deepest nesting of arrays and objects.
    public var maximumDepth: Int
    /// Most values in the whole document, members and elements counted.
    public var maximumItems: Int

    /// Limits of this size.
    public init(maximumBytes: Int, maximumDepth: Int, maximumItems: Int) {
        self.maximumBytes = maximumBytes
        self.maximumDepth = maximumDepth
        self.maximumItems = maximumItems
    }

    /// For a document that a person signs: 1 MiB, 64 levels, 100,000 values.
    public static let document = JSONLimits(maximumBytes: 1 << 20, maximumDepth: 64, maximumItems: 100_000)
    /// For an answer of a node: 256 MiB, 64 levels, 20 million values.
    public static let node = JSONLimits(maximumBytes: 256 << 20, maximumDepth: 64, maximumItems: 20_000_000)
}
