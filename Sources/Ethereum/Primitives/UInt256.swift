/// Unsigned 256-bit integer, the word of the EVM.
///
/// Four 64-bit limbs, least significant first. Operators with an ampersand wrap; the reporting forms tell overflow.
@frozen
public struct UInt256: Sendable, Hashable {
    /// Limbs, least significant first.
    public var limb0: UInt64, limb1: UInt64, limb2: UInt64, limb3: UInt64

    /// The integer with these limbs, least significant first.
    @inlinable
    public init(limbs limb0: UInt64, _ limb1: UInt64, _ limb2: UInt64, _ limb3: UInt64) {
        self.limb0 = limb0
        self.limb1 = limb1
        self.limb2 = limb2
        self.limb3 = limb3
    }

    /// The integer with the value of `value`.
    @inlinable
    public init(_ value: UInt64) { self.init(limbs: value, 0, 0, 0) }

    /// The integer with the value of a non-negative `value`, or nil.
    @inlinable
    public init?(exactly value: Int) {
        guard value >= 0 else { return nil }
        self.init(UInt64(value))
    }

    /// 0.
    public static let zero = UInt256(0)
    /// 1.
    public static let one = UInt256(1)
    /// 2^256 - 1.
    public static let max = UInt256(limbs: .max, .max, .max, .max)

    /// Largest value of `bits` bits, for 1 to 256.
    public static func max(bits: Int) -> UInt256 { bits >= 256 ? .max : (UInt256.one &<< bits) &- .one }

    /// Whether the value is 0.
    @inlinable public var isZero: Bool { limb0 | limb1 | limb2 | limb3 == 0 }

    /// Number of bits up to the highest set one, 0 to 256.
    public var bitWidth: Int {
        if limb3 != 0 { return 256 - limb3.leadingZeroBitCount }
        if limb2 != 0 { return 192 - limb2.leadingZeroBitCount }
        if limb1 != 0 { return 128 - limb1.leadingZeroBitCount }
        return 64 - limb0.leadingZeroBitCount
    }

    /// The value as UInt64, or nil if it is larger.
    @inlinable public var asUInt64: UInt64? { limb1 | limb2 | limb3 == 0 ? limb0 : nil }

    /// The value as Int, or nil if it is larger.
    @inlinable public var asInt: Int? { limb1 | limb2 | limb3 == 0 ? Int(exactly: limb0) : nil }
}

extension UInt256: Comparable {
    /// Whether `left` is the smaller one.
    @inlinable
    public static func < (left: UInt256, right: UInt256) -> Bool {
        if left.limb3 != right.limb3 { return left.limb3 < right.limb3 }
        if left.limb2 != right.limb2 { return left.limb2 < right.limb2 }
        if left.limb1 != right.limb1 { return left.limb1 < right.limb1 }
        return left.limb0 < right.limb0
    }
}

extension UInt256: ExpressibleByIntegerLiteral {
    /// A literal of up to 64 bits.
    @inlinable
    public init(integerLiteral value: UInt64) { self.init(value) }
}
