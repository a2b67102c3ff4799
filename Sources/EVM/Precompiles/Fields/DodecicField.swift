/// The field of degree 12 that pairings have their values in: `a + b w` over the sextic field, where w² is v.
struct DodecicField<Base: PrimeField>: Field {
    typealias Coefficient = QuadraticField<Base>
    var a: SexticField<Base>
    var b: SexticField<Base>

    init(_ a: SexticField<Base>, _ b: SexticField<Base>) {
        self.a = a
        self.b = b
    }

    static var zero: Self { Self(.zero, .zero) }
    static var one: Self { Self(.one, .zero) }
    var isZero: Bool { a.isZero && b.isZero }

    static func + (left: Self, right: Self) -> Self { Self(left.a + right.a, left.b + right.b) }
    static func - (left: Self, right: Self) -> Self { Self(left.a - right.a, left.b - right.b) }
    static prefix func - (value: Self) -> Self { Self(-value.a, -value.b) }

    static func * (left: Self, right: Self) -> Self {
        let aa = left.a * right.a
        let bb = left.b * right.b
        let cross = (left.a + left.b) * (right.a + right.b)
        return Self(aa + bb.timesV, cross - aa - bb)
    }

    var squared: Self {
        let ab = a * b
        let sum = (a + b) * (a + b.timesV)
        return Self(sum - ab - ab.timesV, ab.doubled)
    }

    var doubled: Self { Self(a.doubled, b.doubled) }

    /// `a - b w`: the inverse, where the norm over the sextic field is 1.
    var conjugate: Self { Self(a, -b) }

    var inverse: Self {
        let factor = (a.squared - b.squared.timesV).inverse
        return Self(a * factor, -(b * factor))
    }

    /// The product with `c0 + c1 v + c4 v w`: a line of a curve whose twist multiplies.
    func times(c0: Coefficient, c1: Coefficient, c4: Coefficient) -> Self {
        let aa = a.times(c0, c1)
        let bb = b.times(v: c4)
        return Self(bb.timesV + aa, (a + b).times(c0, c1 + c4) - aa - bb)
    }

    /// The product with `c0 + c3 w + c4 v w`: a line of a curve whose twist divides.
    func times(c0: Coefficient, c3: Coefficient, c4: Coefficient) -> Self {
        let aa = a * c0
        let bb = b.times(c3, c4)
        return Self(aa + bb.timesV, (a + b).times(c0 + c3, c4) - aa - bb)
    }

    /// `self` to the power of the prime.
    var frobenius: Self {
        let factors = Base.frobeniusFactors
        return Self(
            SexticField(
                a.a.conjugate, a.b.conjugate * factors[2], a.c.conjugate * factors[4]),
            SexticField(
                b.a.conjugate * factors[1], b.b.conjugate * factors[3], b.c.conjugate * factors[5]))
    }

    /// The square of a value of the cyclotomic subgroup: nine squarings of the quadratic field (Granger and Scott,
    /// "Faster squaring in the cyclotomic subgroup of sixth degree extensions", 3.2).
    var cyclotomicSquare: Self {
        func square(_ x: Coefficient, _ y: Coefficient) -> (Coefficient, Coefficient) {
            let (xx, yy) = (x.squared, y.squared)
            return (xx + yy.timesNonResidue, (x + y).squared - xx - yy)
        }
        let (t0, t1) = square(a.a, b.b)
        let (t2, t3) = square(b.a, a.c)
        let (t4, t5) = square(a.b, b.c)
        return Self(
            SexticField(t0.tripled - a.a.doubled, t2.tripled - a.b.doubled, t4.tripled - a.c.doubled),
            SexticField(
                t5.timesNonResidue.tripled + b.a.doubled, t1.tripled + b.b.doubled, t3.tripled + b.c.doubled))
    }

    /// A value of the cyclotomic subgroup to a power.
    func cyclotomicPower(_ exponent: UInt64) -> Self {
        var result = self
        for bit in (0..<(63 - exponent.leadingZeroBitCount)).reversed() {
            result = result.cyclotomicSquare
            if exponent >> UInt64(bit) & 1 == 1 { result *= self }
        }
        return result
    }
}
