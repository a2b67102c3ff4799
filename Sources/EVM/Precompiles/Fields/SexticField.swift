/// The field of degree 6: `a + b v + c v²` over the quadratic field, where v³ is its non-residue.
struct SexticField<Base: PrimeField>: Field {
    typealias Coefficient = QuadraticField<Base>
    var a: Coefficient
    var b: Coefficient
    var c: Coefficient

    init(_ a: Coefficient, _ b: Coefficient, _ c: Coefficient) {
        self.a = a
        self.b = b
        self.c = c
    }

    static var zero: Self { Self(.zero, .zero, .zero) }
    static var one: Self { Self(.one, .zero, .zero) }
    var isZero: Bool { a.isZero && b.isZero && c.isZero }

    static func + (left: Self, right: Self) -> Self {
        Self(left.a + right.a, left.b + right.b, left.c + right.c)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(left.a - right.a, left.b - right.b, left.c - right.c)
    }

    static prefix func - (value: Self) -> Self { Self(-value.a, -value.b, -value.c) }

    /// Six multiplications instead of nine (Karatsuba).
    static func * (left: Self, right: Self) -> Self {
        let aa = left.a * right.a
        let bb = left.b * right.b
        let cc = left.c * right.c
        let bc = (left.b + left.c) * (right.b + right.c) - bb - cc
        let ab = (left.a + left.b) * (right.a + right.b) - aa - bb
        let ac = (left.a + left.c) * (right.a + right.c) - aa - cc
        return Self(aa + bc.timesNonResidue, ab + cc.timesNonResidue, ac + bb)
    }

    static func * (left: Self, right: Coefficient) -> Self {
        Self(left.a * right, left.b * right, left.c * right)
    }

    /// The product with `a + b v`.
    func times(_ a: Coefficient, _ b: Coefficient) -> Self {
        let aa = self.a * a
        let bb = self.b * b
        let ab = (self.a + self.b) * (a + b) - aa - bb
        return Self(aa + (c * b).timesNonResidue, ab, c * a + bb)
    }

    /// The product with `b v`.
    func times(v b: Coefficient) -> Self {
        Self((c * b).timesNonResidue, self.a * b, self.b * b)
    }

    /// The product with v.
    var timesV: Self { Self(c.timesNonResidue, a, b) }

    var squared: Self { self * self }
    var doubled: Self { Self(a.doubled, b.doubled, c.doubled) }

    var inverse: Self {
        let first = a.squared - (b * c).timesNonResidue
        let second = c.squared.timesNonResidue - a * b
        let third = b.squared - a * c
        let factor = (a * first + (c * second + b * third).timesNonResidue).inverse
        return Self(first * factor, second * factor, third * factor)
    }
}
