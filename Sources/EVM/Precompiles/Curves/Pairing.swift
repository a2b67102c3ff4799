/// A curve with a pairing: two groups of points, and a product of both groups' points in a field of degree 12.
protocol PairingCurve {
    associatedtype Base: PrimeField
    /// b of y² = x³ + b.
    static var b: Base { get }
    /// b of the twist that the second group lies on.
    static var twistB: QuadraticField<Base> { get }
    /// Whether the twist divides b by the non-residue, which decides where a line's parts stand.
    static var isDividingTwist: Bool { get }
    /// The bits of the Miller loop below the highest, from high to low.
    static var loopBits: [Bool] { get }
    /// What ends the loop, after the lines of its bits, for all pairs at once.
    static func finish(_ pairs: inout [MillerPair<Self>], _ value: DodecicField<Base>) -> DodecicField<Base>
    /// `value`, of the cyclotomic subgroup, to a multiple of (p⁴ - p² + 1) / r that has no factor r.
    static func hardPart(_ value: DodecicField<Base>) -> DodecicField<Base>
}

extension PairingCurve {
    typealias G1 = CurvePoint<Base>
    typealias G2 = CurvePoint<QuadraticField<Base>>

    /// Whether the product of the pairings of all pairs is 1; a pair with a point at infinity counts as 1.
    ///
    /// The points are of their groups, which the caller has checked.
    static func isProductOne(_ pairs: [(G1, G2)]) -> Bool {
        var loop = pairs.compactMap { first, second -> MillerPair<Self>? in
            guard let g1 = first.affine, let g2 = second.affine else { return nil }
            return MillerPair(g1: g1, g2: TwistPoint(x: g2.x, y: g2.y), point: TwistPoint(x: g2.x, y: g2.y))
        }
        // One value takes the lines of all pairs, so it is squared once for all.
        var product = DodecicField<Base>.one
        for bit in loopBits {
            product = product.squared
            for index in loop.indices {
                product = loop[index].point.doubling(product, at: loop[index].g1)
                if bit { product = loop[index].point.adding(loop[index].g2, product, at: loop[index].g1) }
            }
        }
        product = finish(&loop, product)
        let value = product.conjugate * product.inverse
        return hardPart(value.frobenius.frobenius * value) == .one
    }

    /// Whether the coordinates are those of a point of the curve.
    static func isOnCurve(_ x: Base, _ y: Base) -> Bool { y.squared == x.squared * x + b }

    /// Whether the coordinates are those of a point of the twist.
    static func isOnTwist(_ x: QuadraticField<Base>, _ y: QuadraticField<Base>) -> Bool {
        y.squared == x.squared * x + twistB
    }
}

/// A pair of points on its way through a Miller loop.
struct MillerPair<Curve: PairingCurve> {
    let g1: (x: Curve.Base, y: Curve.Base)
    let g2: TwistPoint<Curve>
    /// What the loop has made of the second.
    var point: TwistPoint<Curve>
}

/// A point of the twist in homogeneous coordinates (X / Z, Y / Z), as it goes through a Miller loop.
///
/// Doubling and adding multiply a value by the line that they draw (Costello, Lange and Naehrig, "Faster pairing
/// computations on curves with high-degree twists").
struct TwistPoint<Curve: PairingCurve> {
    typealias Coordinate = QuadraticField<Curve.Base>
    var x: Coordinate
    var y: Coordinate
    var z: Coordinate = .one

    init(x: Coordinate, y: Coordinate) {
        self.x = x
        self.y = y
    }

    /// Doubles the point; answers `value` times the tangent, at `g1`.
    mutating func doubling(
        _ value: DodecicField<Curve.Base>, at g1: (x: Curve.Base, y: Curve.Base)
    ) -> DodecicField<Curve.Base> {
        // All is taken twice or four times as large instead of halved: the coordinates are homogeneous, and a factor
        // of the quadratic field in a line vanishes in the final exponentiation.
        let a = x * y
        let b = y.squared
        let c = z.squared
        let e = Curve.twistB * c.tripled
        let f = e.tripled
        let h = (y + z).squared - b - c
        let i = e - b
        let j = x.squared.tripled
        x = (a * (b - f)).doubled
        y = (b + f).squared - e.squared.doubled.doubled.tripled
        z = (b * h).doubled.doubled
        return Self.multiply(value, constant: i, slope: j, height: -h, at: g1)
    }

    /// Adds `other`, whose Z is one; answers `value` times the line through both, at `g1`.
    mutating func adding(
        _ other: Self, _ value: DodecicField<Curve.Base>, at g1: (x: Curve.Base, y: Curve.Base)
    ) -> DodecicField<Curve.Base> {
        let theta = y - other.y * z
        let lambda = x - other.x * z
        let c = theta.squared
        let d = lambda.squared
        let e = lambda * d
        let f = z * c
        let g = x * d
        let h = e + f - g.doubled
        x = lambda * h
        y = theta * (g - h) - e * y
        z *= e
        let j = theta * other.x - lambda * other.y
        return Self.multiply(value, constant: j, slope: -theta, height: lambda, at: g1)
    }

    private static func multiply(
        _ value: DodecicField<Curve.Base>, constant: Coordinate, slope: Coordinate, height: Coordinate,
        at g1: (x: Curve.Base, y: Curve.Base)
    ) -> DodecicField<Curve.Base> {
        if Curve.isDividingTwist {
            return value.times(c0: height * g1.y, c3: slope * g1.x, c4: constant)
        }
        return value.times(c0: constant, c1: slope * g1.x, c4: height * g1.y)
    }
}
