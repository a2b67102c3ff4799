/// 32 bytes: a hash, an id, a `bytes32`.
@frozen
public struct Hash32: Sendable, Hashable, Comparable {
    /// The bytes as a big-endian number.
    public var word: UInt256

    /// The hash whose bytes are those of `word`, big-endian.
    @inlinable
    public init(word: UInt256) { self.word = word }

    /// The hash with these bytes.
    ///
    /// - Throws: `HexError.wrongLength` unless there are 32.
    public init(bytes: some Collection<UInt8>) throws(HexError) {
        guard bytes.count == 32, let word = UInt256(bigEndianBytes: bytes) else {
            throw .wrongLength(expected: 32, actual: bytes.count)
        }
        self.word = word
    }

    /// The hash in `0x` and 64 hex digits.
    public init(_ text: some StringProtocol) throws(HexError) { try self.init(bytes: try Hex.decode(text)) }

    /// 32 zero bytes.
    public static let zero = Hash32(word: .zero)

    /// All 32 bytes.
    public var bytes: [UInt8] { word.bigEndianBytes }

    /// Byte order.
    @inlinable
    public static func < (left: Hash32, right: Hash32) -> Bool { left.word < right.word }
}

extension Hash32: CustomStringConvertible {
    /// `0x` and 64 lower-case digits.
    public var description: String { Hex.encode(bytes) }
}
