/// Signed 256-bit integer in two's complement.
@frozen
public struct Int256: Sendable, Hashable {
    /// The two's complement word.
    public var word: UInt256

    /// The integer whose two's complement is `word`.
    @inlinable
    public init(word: UInt256) { self.word = word }

    /// The integer with the value of `value`.
    public init(_ value: Int) {
        let fill: UInt64 = value < 0 ? .max : 0
        word = UInt256(limbs: UInt64(bitPattern: Int64(value)), fill, fill, fill)
    }

    /// 0.
    public static let zero = Int256(word: .zero)
    /// -2^255.
    public static let min = Int256(word: UInt256.one &<< 255)
    /// 2^255 - 1.
    public static let max = Int256(word: UInt256.max &>> 1)

    /// Whether the value is below 0.
    @inlinable public var isNegative: Bool { word.limb3 >> 63 == 1 }

    /// Absolute value; 2^255 for the smallest.
    public var magnitude: UInt256 { isNegative ? UInt256.zero &- word : word }

    /// The integer of this sign and magnitude, or nil if it is out of range.
    public init?(isNegative: Bool, magnitude: UInt256) {
        let limit = UInt256.one &<< 255
        if isNegative {
            guard magnitude <= limit else { return nil }
            word = UInt256.zero &- magnitude
        } else {
            guard magnitude < limit else { return nil }
            word = magnitude
        }
    }

    /// Whether the value fits a signed integer of `bits` bits, 8 to 256.
    public func fits(bits: Int) -> Bool {
        let limit = UInt256.one &<< (bits - 1)
        return isNegative ? magnitude <= limit : word < limit
    }
}

extension Int256: Comparable, CustomStringConvertible {
    /// Whether `left` is the smaller one.
    public static func < (left: Int256, right: Int256) -> Bool {
        left.isNegative != right.isNegative ? left.isNegative : left.word < right.word
    }

    /// The number in canonical decimal digits with an optional minus sign, or nil; `-0` is refused.
    public init?(_ description: String) {
        let negative = description.hasPrefix("-")
        guard let magnitude = UInt256(negative ? String(description.dropFirst()) : description),
            !(negative && magnitude.isZero)
        else { return nil }
        self.init(isNegative: negative, magnitude: magnitude)
    }

    /// Decimal digits, with a minus sign below 0.
    public var description: String { (isNegative ? "-" : "") + magnitude.description }
}
