/// A finite field: arithmetic that the curves' formulas are written in.
protocol Field: Sendable, Equatable {
    static var zero: Self { get }
    static var one: Self { get }
    var isZero: Bool { get }
    static func + (left: Self, right: Self) -> Self
    static func - (left: Self, right: Self) -> Self
    static func * (left: Self, right: Self) -> Self
    static prefix func - (value: Self) -> Self
    var squared: Self { get }
    var doubled: Self { get }
    /// 1 / self; zero of zero.
    var inverse: Self { get }
}

extension Field {
    static func += (left: inout Self, right: Self) { left = left + right }
    static func -= (left: inout Self, right: Self) { left = left - right }
    static func *= (left: inout Self, right: Self) { left = left * right }

    /// `self` three times.
    var tripled: Self { doubled + self }

    /// `self` to a power in little-endian limbs; the exponent is public, and its bits show in the time taken.
    func power(_ exponent: [UInt64]) -> Self {
        var result = Self.one
        var hasBegun = false
        for limb in exponent.reversed() {
            for bit in (0..<64).reversed() {
                if hasBegun { result = result.squared }
                if limb >> UInt64(bit) & 1 == 1 {
                    result = hasBegun ? result * self : self
                    hasBegun = true
                }
            }
        }
        return result
    }
}

/// The integers modulo a prime that two pairing curves are defined over.
protocol PrimeField: Field {
    /// Bytes of a number in big-endian form.
    static var byteCount: Int { get }
    /// The prime, in little-endian limbs.
    static var primeLimbs: [UInt64] { get }
    /// `value` times the cubic and quadratic non-residue over which the field of degree 12 is built.
    static func timesNonResidue(_ value: QuadraticField<Self>) -> QuadraticField<Self>
    /// ξ^(i (p - 1) / 6) for i from 0 to 5, where ξ is that non-residue: factors of the Frobenius map.
    static var frobeniusFactors: [QuadraticField<Self>] { get }
    /// The number in big-endian bytes, or nil for another number of bytes or one not below the prime.
    init?(bigEndian bytes: some Collection<UInt8>)
    /// The number in big-endian bytes.
    var bigEndianBytes: [UInt8] { get }
    /// The number with this small value.
    init(_ value: UInt64)
}

extension PrimeField {
    /// The prime plus `offset`, divided by `divisor`, which leaves no remainder: an exponent.
    static func exponent(plus offset: Int, over divisor: UInt64) -> [UInt64] {
        var limbs = primeLimbs
        // The primes are odd and their lowest limb is far from both ends.
        limbs[0] = offset < 0 ? limbs[0] - UInt64(-offset) : limbs[0] + UInt64(offset)
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            let (quotient, rest) = divisor.dividingFullWidth((remainder, limbs[index]))
            limbs[index] = quotient
            remainder = rest
        }
        return limbs
    }

    /// The square root, or nil if there is none; both primes are 3 modulo 4.
    var squareRoot: Self? {
        let root = power(Self.exponent(plus: 1, over: 4))
        return root.squared == self ? root : nil
    }

    /// Whether the number is above half the prime.
    var isLarge: Bool { (-self).bigEndianBytes.lexicographicallyPrecedes(bigEndianBytes) }
}
