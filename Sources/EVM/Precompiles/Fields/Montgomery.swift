/// Arithmetic on numbers below an odd prime in Montgomery's form: `a` is kept as `a · 2^(64 N)` modulo the prime.
///
/// The primes leave the highest bit of their highest limb free, so no intermediate sum needs a limb more.
enum Montgomery<let count: Int>: LimbArithmetic {
    typealias Limbs = InlineArray<count, UInt64>

    /// `a · b / 2^(64 N)` modulo the prime; `inverse` is -1 / prime modulo 2^64.
    @inline(__always)
    static func multiply(_ a: Limbs, _ b: Limbs, _ prime: Limbs, _ inverse: UInt64) -> Limbs {
        var t = Limbs(repeating: 0)
        for i in 0..<count {
            let factor = b[i]
            var (carryA, low) = step(factor, a[0], t[0], 0)
            let m = low &* inverse
            var (carryM, _) = step(m, prime[0], low, 0)
            for j in 1..<count {
                (carryA, low) = step(factor, a[j], t[j], carryA)
                (carryM, t[j &- 1]) = step(m, prime[j], low, carryM)
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
            (carry, sum[i]) = plus(a[i], b[i], carry)
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
            (carry, difference[i]) = plus(difference[i], prime[i] & mask, carry)
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
            let wide =
                UInt128(truncatingIfNeeded: a[i]) &- UInt128(truncatingIfNeeded: b[i])
                &- UInt128(truncatingIfNeeded: borrow)
            result[i] = UInt64(truncatingIfNeeded: wide)
            borrow = UInt64(truncatingIfNeeded: wide >> 64) & 1
        }
        return (result, borrow)
    }

    @inline(__always)
    static func isEqual(_ a: Limbs, _ b: Limbs) -> Bool {
        var difference: UInt64 = 0
        for i in 0..<count { difference |= a[i] ^ b[i] }
        return difference == 0
    }

    @inline(__always)
    static func limbs(_ value: UInt64) -> Limbs {
        var limbs = Limbs(repeating: 0)
        limbs[0] = value
        return limbs
    }

    static func list(_ limbs: Limbs) -> [UInt64] { (0..<count).map { limbs[$0] } }

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

    /// `a · b + c + d` in two limbs; sums of 128 bits become chains of carries, which tests of overflow don't.
    @inline(__always)
    private static func step(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> (
        high: UInt64, low: UInt64
    ) {
        let sum =
            UInt128(truncatingIfNeeded: a) &* UInt128(truncatingIfNeeded: b)
            &+ UInt128(truncatingIfNeeded: c) &+ UInt128(truncatingIfNeeded: d)
        return (UInt64(truncatingIfNeeded: sum >> 64), UInt64(truncatingIfNeeded: sum))
    }

    /// `a + b + carry` in two limbs.
    @inline(__always)
    private static func plus(_ a: UInt64, _ b: UInt64, _ carry: UInt64) -> (UInt64, UInt64) {
        let sum =
            UInt128(truncatingIfNeeded: a) &+ UInt128(truncatingIfNeeded: b)
            &+ UInt128(truncatingIfNeeded: carry)
        return (UInt64(truncatingIfNeeded: sum >> 64), UInt64(truncatingIfNeeded: sum))
    }
}
