extension UInt256 {
    /// Sum, and whether it was too large for 256 bits.
    @inlinable
    public func addingReportingOverflow(_ other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (a0, c0) = limb0.addingReportingOverflow(other.limb0)
        let (a1, c1) = UInt256.add(limb1, other.limb1, c0)
        let (a2, c2) = UInt256.add(limb2, other.limb2, c1)
        let (a3, c3) = UInt256.add(limb3, other.limb3, c2)
        return (UInt256(limbs: a0, a1, a2, a3), c3)
    }

    /// Difference, and whether it was negative.
    @inlinable
    public func subtractingReportingOverflow(_ other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let (a0, b0) = limb0.subtractingReportingOverflow(other.limb0)
        let (a1, b1) = UInt256.subtract(limb1, other.limb1, b0)
        let (a2, b2) = UInt256.subtract(limb2, other.limb2, b1)
        let (a3, b3) = UInt256.subtract(limb3, other.limb3, b2)
        return (UInt256(limbs: a0, a1, a2, a3), b3)
    }

    /// Product, and whether it was too large for 256 bits.
    public func multipliedReportingOverflow(by other: UInt256) -> (partialValue: UInt256, overflow: Bool) {
        let product = multipliedFullWidth(by: other)
        return (product.low, !product.high.isZero)
    }

    /// Both halves of the 512-bit product.
    public func multipliedFullWidth(by other: UInt256) -> (high: UInt256, low: UInt256) {
        var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0, 0)
        var carry: UInt64
        (words.0, carry) = UInt256.multiplyAdd(limb0, other.limb0, 0, 0)
        (words.1, carry) = UInt256.multiplyAdd(limb0, other.limb1, 0, carry)
        (words.2, carry) = UInt256.multiplyAdd(limb0, other.limb2, 0, carry)
        (words.3, words.4) = UInt256.multiplyAdd(limb0, other.limb3, 0, carry)
        (words.1, carry) = UInt256.multiplyAdd(limb1, other.limb0, words.1, 0)
        (words.2, carry) = UInt256.multiplyAdd(limb1, other.limb1, words.2, carry)
        (words.3, carry) = UInt256.multiplyAdd(limb1, other.limb2, words.3, carry)
        (words.4, words.5) = UInt256.multiplyAdd(limb1, other.limb3, words.4, carry)
        (words.2, carry) = UInt256.multiplyAdd(limb2, other.limb0, words.2, 0)
        (words.3, carry) = UInt256.multiplyAdd(limb2, other.limb1, words.3, carry)
        (words.4, carry) = UInt256.multiplyAdd(limb2, other.limb2, words.4, carry)
        (words.5, words.6) = UInt256.multiplyAdd(limb2, other.limb3, words.5, carry)
        (words.3, carry) = UInt256.multiplyAdd(limb3, other.limb0, words.3, 0)
        (words.4, carry) = UInt256.multiplyAdd(limb3, other.limb1, words.4, carry)
        (words.5, carry) = UInt256.multiplyAdd(limb3, other.limb2, words.5, carry)
        (words.6, words.7) = UInt256.multiplyAdd(limb3, other.limb3, words.6, carry)
        return (
            UInt256(limbs: words.4, words.5, words.6, words.7),
            UInt256(limbs: words.0, words.1, words.2, words.3)
        )
    }

    /// Sum modulo 2^256.
    @inlinable
    public static func &+ (left: UInt256, right: UInt256) -> UInt256 {
        left.addingReportingOverflow(right).partialValue
    }

    /// Difference modulo 2^256.
    @inlinable
    public static func &- (left: UInt256, right: UInt256) -> UInt256 {
        left.subtractingReportingOverflow(right).partialValue
    }

    /// Product modulo 2^256.
    public static func &* (left: UInt256, right: UInt256) -> UInt256 {
        left.multipliedFullWidth(by: right).low
    }

    /// Sum, or the largest value if it would be larger: for totals on a screen.
    public func addingSaturating(_ other: UInt256) -> UInt256 {
        let sum = addingReportingOverflow(other)
        return sum.overflow ? .max : sum.partialValue
    }

    /// Difference, or 0 if it would be negative.
    public func subtractingSaturating(_ other: UInt256) -> UInt256 { self < other ? .zero : self &- other }

    /// Quotient and remainder, or nil for a divisor of 0.
    public func dividedWithRemainder(by divisor: UInt256) -> (quotient: UInt256, remainder: UInt256)? {
        guard !divisor.isZero else { return nil }
        if self < divisor { return (.zero, self) }
        if let small = divisor.asUInt64 {
            let (quotient, remainder) = dividedBySmall(small)
            return (quotient, UInt256(remainder))
        }
        // Shift and subtract over the bits in which the two differ: at most 192 steps, as the divisor has over 64 bits.
        let shift = bitWidth - divisor.bitWidth
        var remainder = self
        var shifted = divisor &<< shift
        var quotient = UInt256.zero
        for _ in 0...shift {
            quotient = quotient &<< 1
            if shifted <= remainder {
                remainder = remainder &- shifted
                quotient.limb0 |= 1
            }
            shifted = shifted &>> 1
        }
        return (quotient, remainder)
    }

    /// Quotient and remainder by a divisor of one limb, which must not be 0.
    func dividedBySmall(_ divisor: UInt64) -> (quotient: UInt256, remainder: UInt64) {
        var remainder: UInt64 = 0
        var result = UInt256.zero
        (result.limb3, remainder) = divisor.dividingFullWidth((remainder, limb3))
        (result.limb2, remainder) = divisor.dividingFullWidth((remainder, limb2))
        (result.limb1, remainder) = divisor.dividingFullWidth((remainder, limb1))
        (result.limb0, remainder) = divisor.dividingFullWidth((remainder, limb0))
        return (result, remainder)
    }

    @inlinable
    static func add(_ a: UInt64, _ b: UInt64, _ carry: Bool) -> (UInt64, Bool) {
        let (sum, first) = a.addingReportingOverflow(b)
        let (total, second) = sum.addingReportingOverflow(carry ? 1 : 0)
        return (total, first || second)
    }

    @inlinable
    static func subtract(_ a: UInt64, _ b: UInt64, _ borrow: Bool) -> (UInt64, Bool) {
        let (difference, first) = a.subtractingReportingOverflow(b)
        let (total, second) = difference.subtractingReportingOverflow(borrow ? 1 : 0)
        return (total, first || second)
    }

    /// Low and high word of `a * b + c + d`, which never exceeds 128 bits.
    @inlinable
    static func multiplyAdd(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (UInt64, UInt64) {
        let product = a.multipliedFullWidth(by: b)
        let (first, carry1) = product.low.addingReportingOverflow(c)
        let (second, carry2) = first.addingReportingOverflow(d)
        return (second, product.high &+ (carry1 ? 1 : 0) &+ (carry2 ? 1 : 0))
    }
}
