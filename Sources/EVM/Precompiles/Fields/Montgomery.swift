/// Arithmetic on numbers below an odd prime in Montgomery's form: `a` is kept as `a · 2^(64 N)` modulo the prime.
///
/// The primes leave the highest bit of their highest limb free, so no intermediate sum needs a limb more.
enum Montgomery<let count: Int> {
    typealias Limbs = InlineArray<count, UInt64>

    /// `a · b / 2^(64 N)` modulo the prime; `inverse` is -1 / prime modulo 2^64.
    @inline(__always)
    static func multiply(_ a: Limbs, _ b: Limbs, _ prime: Limbs, _ inverse: UInt64) -> Limbs {
        var t = Limbs(repeating: 0)
        for i in 0..<count {
            let factor = b[i]
            var (carryA, low) = add(factor, a[0], t[0], 0)
            let m = low &* inverse
            var (carryM, _) = add(m, prime[0], low, 0)
            for j in 1..<count {
                (carryA, low) = add(factor, a[j], t[j], carryA)
                (carryM, t[j &- 1]) = add(m, prime[j], low, carryM)
            }
            t[count &- 1] = carryA &+ carryM
        }
        return reduced(t, prime)
    }

    /// `a + b` modulo the prime.
    @inline(__always)
    static func add(_ a: Limbs, _ b: Limbs, _ prime: Limbs) -> Limbs {
        var sum = Limbs(repeating: 0)
        var carry: UInt64 = 0
        for i in 0..<count {
            let (first, overflow) = a[i].addingReportingOverflow(b[i])
            let (second, again) = first.addingReportingOverflow(carry)
            sum[i] = second
            carry = (overflow ? 1 : 0) &+ (again ? 1 : 0)
        }
        return reduced(sum, prime)
    }

    /// `a - b` modulo the prime.
    @inline(__always)
    static func subtract(_ a: Limbs, _ b: Limbs, _ prime: Limbs) -> Limbs {
        var (difference, borrow) = difference(a, b)
        let mask = 0 &- borrow
        var carry: UInt64 = 0
        for i in 0..<count {
            let (first, overflow) = difference[i].addingReportingOverflow(prime[i] & mask)
            let (second, again) = first.addingReportingOverflow(carry)
            difference[i] = second
            carry = (overflow ? 1 : 0) &+ (again ? 1 : 0)
        }
        return difference
    }

    /// `value`, which is below twice the prime, less the prime if it isn't below it.
    @inline(__always)
    static func reduced(_ value: Limbs, _ prime: Limbs) -> Limbs {
        var (less, borrow) = difference(value, prime)
        let mask = 0 &- borrow
        for i in 0..<count { less[i] = (less[i] & ~mask) | (value[i] & mask) }
        return less
    }

    /// `a - b` and 1 if that is negative.
    @inline(__always)
    static func difference(_ a: Limbs, _ b: Limbs) -> (Limbs, borrow: UInt64) {
        var result = Limbs(repeating: 0)
        var borrow: UInt64 = 0
        for i in 0..<count {
            let (first, underflow) = a[i].subtractingReportingOverflow(b[i])
            let (second, again) = first.subtractingReportingOverflow(borrow)
            result[i] = second
            borrow = (underflow ? 1 : 0) &+ (again ? 1 : 0)
        }
        return (result, borrow)
    }

    @inline(__always)
    static func isEqual(_ a: Limbs, _ b: Limbs) -> Bool {
        var difference: UInt64 = 0
        for i in 0..<count { difference |= a[i] ^ b[i] }
        return difference == 0
    }

    /// Little-endian limbs of big-endian bytes, which are 8 for each limb.
    static func limbs(bigEndian bytes: some Collection<UInt8>) -> Limbs {
        var limbs = Limbs(repeating: 0)
        for (index, byte) in bytes.enumerated() {
            let place = count * 8 - 1 - index
            limbs[place / 8] |= UInt64(byte) << UInt64(place % 8 * 8)
        }
        return limbs
    }

    /// Big-endian bytes of little-endian limbs.
    static func bigEndianBytes(_ limbs: Limbs) -> [UInt8] {
        (0..<(count * 8)).map { index in
            let place = count * 8 - 1 - index
            return UInt8(truncatingIfNeeded: limbs[place / 8] >> UInt64(place % 8 * 8))
        }
    }

    /// `a · b + c + d` in two limbs.
    @inline(__always)
    private static func add(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (UInt64, UInt64) {
        let product = a.multipliedFullWidth(by: b)
        let (first, overflow) = product.low.addingReportingOverflow(c)
        let (second, again) = first.addingReportingOverflow(d)
        return (product.high &+ (overflow ? 1 : 0) &+ (again ? 1 : 0), second)
    }
}
