/// A point of a curve y² = x³ + b in Jacobian coordinates: (X / Z², Y / Z³), at infinity where Z is zero.
struct CurvePoint<F: Field>: Sendable {
    var x: F
    var y: F
    var z: F

    init(x: F, y: F, z: F) {
        self.x = x
        self.y = y
        self.z = z
    }

    /// The point with these coordinates, which the caller has checked.
    init(x: F, y: F) { self.init(x: x, y: y, z: .one) }

    static var infinity: Self { Self(x: .one, y: .one, z: .zero) }

    var isInfinity: Bool { z.isZero }

    /// The coordinates, or nil at infinity.
    var affine: (x: F, y: F)? {
        guard !isInfinity else { return nil }
        let inverse = z.inverse
        let square = inverse.squared
        return (x * square, y * square * inverse)
    }

    static prefix func - (point: Self) -> Self { Self(x: point.x, y: -point.y, z: point.z) }

    /// Whether both are the same point.
    static func == (left: Self, right: Self) -> Bool {
        if left.isInfinity || right.isInfinity { return left.isInfinity && right.isInfinity }
        let (leftSquare, rightSquare) = (left.z.squared, right.z.squared)
        return left.x * rightSquare == right.x * leftSquare
            && left.y * rightSquare * right.z == right.y * leftSquare * left.z
    }

    /// Twice the point ("dbl-2009-l" of the Explicit-Formulas Database).
    var doubled: Self {
        guard !isInfinity else { return self }
        let a = x.squared
        let b = y.squared
        let c = b.squared
        let d = ((x + b).squared - a - c).doubled
        let e = a.tripled
        let x3 = e.squared - d.doubled
        let y3 = e * (d - x3) - c.doubled.doubled.doubled
        return Self(x: x3, y: y3, z: (y * z).doubled)
    }

    /// The sum ("add-2007-bl"), of any two points.
    static func + (left: Self, right: Self) -> Self {
        if left.isInfinity { return right }
        if right.isInfinity { return left }
        let z1z1 = left.z.squared
        let z2z2 = right.z.squared
        let u1 = left.x * z2z2
        let u2 = right.x * z1z1
        let s1 = left.y * right.z * z2z2
        let s2 = right.y * left.z * z1z1
        let h = u2 - u1
        let difference = s2 - s1
        if h.isZero { return difference.isZero ? left.doubled : .infinity }
        let r = difference.doubled
        let i = h.doubled.squared
        let j = h * i
        let v = u1 * i
        let x3 = r.squared - j - v.doubled
        let y3 = r * (v - x3) - (s1 * j).doubled
        let z3 = ((left.z + right.z).squared - z1z1 - z2z2) * h
        return Self(x: x3, y: y3, z: z3)
    }

    static func - (left: Self, right: Self) -> Self { left + -right }

    /// The point `scalar` times, for a scalar in little-endian limbs.
    func times(_ scalar: [UInt64]) -> Self {
        var result = Self.infinity
        for limb in scalar.reversed() {
            for bit in (0..<64).reversed() {
                result = result.doubled
                if limb >> UInt64(bit) & 1 == 1 { result = result + self }
            }
        }
        return result
    }
}
