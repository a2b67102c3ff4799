import Ethereum

/// The EVM's arithmetic on 256-bit words beyond that of unsigned numbers (Yellow Paper, appendix H.2).
extension UInt256 {
    @inline(__always) var isNegative: Bool { limb3 >> 63 == 1 }
    @inline(__always) var negated: UInt256 { UInt256.zero &- self }
    private var magnitude: UInt256 { isNegative ? negated : self }

    func divided(by divisor: UInt256) -> UInt256 { dividedWithRemainder(by: divisor)?.quotient ?? .zero }

    func remainder(by divisor: UInt256) -> UInt256 { dividedWithRemainder(by: divisor)?.remainder ?? .zero }

    /// Towards zero; of the smallest number by -1 the smallest number.
    func signedDivided(by divisor: UInt256) -> UInt256 {
        let quotient = magnitude.divided(by: divisor.magnitude)
        return isNegative == divisor.isNegative ? quotient : quotient.negated
    }

    /// With the sign of the dividend.
    func signedRemainder(by divisor: UInt256) -> UInt256 {
        let remainder = magnitude.remainder(by: divisor.magnitude)
        return isNegative ? remainder.negated : remainder
    }

    @inline(__always)
    func signedLess(_ other: UInt256) -> Bool {
        isNegative == other.isNegative ? self < other : isNegative
    }

    static func addModulo(_ left: UInt256, _ right: UInt256, _ modulus: UInt256) -> UInt256 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return remainder(high: overflow ? .one : .zero, low: sum, by: modulus)
    }

    static func multiplyModulo(_ left: UInt256, _ right: UInt256, _ modulus: UInt256) -> UInt256 {
        let product = left.multipliedFullWidth(by: right)
        return remainder(high: product.high, low: product.low, by: modulus)
    }

    /// The remainder of 512 bits; zero by zero.
    ///
    /// Long division by limbs (Knuth, volume 2, 4.3.1, algorithm D).
    private static func remainder(high: UInt256, low: UInt256, by modulus: UInt256) -> UInt256 {
        if high.isZero { return low.remainder(by: modulus) }
        guard !modulus.isZero else { return .zero }
        let count = (modulus.bitWidth + 63) / 64
        let shift = UInt64((256 - modulus.bitWidth) % 64)
        let divisor = modulus &<< Int(shift)
        let v: [4 of UInt64] = [divisor.limb0, divisor.limb1, divisor.limb2, divisor.limb3]
        var u: [9 of UInt64] = [
            low.limb0, low.limb1, low.limb2, low.limb3, high.limb0, high.limb1, high.limb2, high.limb3, 0,
        ]
        if shift > 0 {
            for index in (1..<9).reversed() { u[index] = u[index] << shift | u[index - 1] >> (64 - shift) }
            u[0] <<= shift
        }
        let top = v[count - 1]
        let second = count > 1 ? v[count - 2] : 0
        for place in (0...(8 - count)).reversed() {
            var quotient: UInt64
            var rest: UInt64
            var restOverflows = false
            if u[place + count] >= top {
                quotient = .max
                (rest, restOverflows) = u[place + count - 1].addingReportingOverflow(top)
            } else {
                (quotient, rest) = top.dividingFullWidth((u[place + count], u[place + count - 1]))
            }
            // The estimate is too large by at most two.
            while count > 1, !restOverflows {
                let product = quotient.multipliedFullWidth(by: second)
                guard product.high > rest || (product.high == rest && product.low > u[place + count - 2])
                else {
                    break
                }
                quotient &-= 1
                (rest, restOverflows) = rest.addingReportingOverflow(top)
            }
            var borrow: UInt64 = 0
            for index in 0..<count {
                let product = quotient.multipliedFullWidth(by: v[index])
                let (low, overflow) = product.low.addingReportingOverflow(borrow)
                let (difference, underflow) = u[place + index].subtractingReportingOverflow(low)
                u[place + index] = difference
                borrow = product.high &+ (overflow ? 1 : 0) &+ (underflow ? 1 : 0)
            }
            let (difference, underflow) = u[place + count].subtractingReportingOverflow(borrow)
            u[place + count] = difference
            if underflow {
                var carry: UInt64 = 0
                for index in 0..<count {
                    let (sum, first) = u[place + index].addingReportingOverflow(v[index])
                    let (total, then) = sum.addingReportingOverflow(carry)
                    u[place + index] = total
                    carry = (first ? 1 : 0) &+ (then ? 1 : 0)
                }
                u[place + count] &+= carry
            }
        }
        let rest = UInt256(
            limbs: u[0], count > 1 ? u[1] : 0, count > 2 ? u[2] : 0, count > 3 ? u[3] : 0)
        return rest &>> Int(shift)
    }

    func power(_ exponent: UInt256) -> UInt256 {
        var result = UInt256.one
        for bit in (0..<exponent.bitWidth).reversed() {
            result = result &* result
            if (exponent &>> bit).limb0 & 1 == 1 { result = result &* self }
        }
        return result
    }

    /// Extends the sign of the number in the lowest `self + 1` bytes of `value`.
    func signExtending(_ value: UInt256) -> UInt256 {
        guard let byte = asUInt64, byte < 31 else { return value }
        let shift = 248 - Int(byte) * 8
        return (value &<< shift).shiftedRightWithSign(shift)
    }

    func shiftedRightWithSign(_ bits: Int) -> UInt256 {
        guard isNegative else { return self &>> bits }
        return ~(~self &>> bits)
    }

    /// The amount of a shift: 256 for all that is larger.
    @inline(__always) var shiftAmount: Int { limb1 | limb2 | limb3 == 0 && limb0 < 256 ? Int(limb0) : 256 }
}
