/// The curve BLS12-381 of EIP-2537: y² = x³ + 4.
enum BLS381: PairingCurve {
    typealias Base = BLS381Field
    typealias Twist = CurvePoint<QuadraticField<BLS381Field>>

    /// The number that the prime and the order are polynomials of, without its sign, which is minus.
    static let parameter: UInt64 = 0xd201_0000_0001_0000

    static let b = BLS381Field(4)
    /// 4 (1 + i).
    static let twistB = QuadraticField(b, b)
    static let isDividingTwist = false
    static let loopBits: [Bool] = (0..<63).reversed().map { parameter >> UInt64($0) & 1 == 1 }

    static func finish(
        _ pairs: inout [MillerPair<BLS381>], _ value: DodecicField<BLS381Field>
    ) -> DodecicField<BLS381Field> {
        // The parameter is negative.
        value.conjugate
    }

    /// (x - 1)² (x + p) (x² + p² - 1) + 3, three times what is wanted (Hayashida, Hayasaka and Teruya, "Efficient
    /// final exponentiation via cyclotomic structure").
    static func hardPart(_ value: DodecicField<BLS381Field>) -> DodecicField<BLS381Field> {
        func toX(_ value: DodecicField<BLS381Field>) -> DodecicField<BLS381Field> {
            value.cyclotomicPower(parameter).conjugate
        }
        func toXMinusOne(_ value: DodecicField<BLS381Field>) -> DodecicField<BLS381Field> {
            toX(value) * value.conjugate
        }
        let first = toXMinusOne(toXMinusOne(value))
        let second = toX(first) * first.frobenius
        let third = toX(toX(second)) * second.frobenius.frobenius * second.conjugate
        return third * value.cyclotomicSquare * value
    }

    /// Whether a point of the curve is in the first group: iff (βx, y) is -x² times the point (Scott, "A note on group
    /// membership tests for G1, G2 and GT on BLS pairing-friendly curves").
    static func isInSubgroup(_ point: CurvePoint<BLS381Field>) -> Bool {
        let mapped = CurvePoint(x: point.x * cubeRootOfOne, y: point.y, z: point.z)
        let minusX = [parameter]
        return mapped == -point.times(minusX).times(minusX)
    }

    /// Whether a point of the twist is in the second group: iff the untwisted Frobenius map is x times the point.
    static func isInSubgroup(_ point: Twist) -> Bool {
        frobenius(point) == -point.times([parameter])
    }

    /// The third root of one, other than one, that belongs to -x² (the other belongs to x² - 1).
    private static let cubeRootOfOne: BLS381Field = BLS381Field(2).power(
        BLS381Field.exponent(plus: -1, over: 3))

    /// The Frobenius map of the curve, seen on the twist.
    static func frobenius(_ point: Twist) -> Twist {
        Twist(
            x: point.x.conjugate * frobeniusX, y: point.y.conjugate * frobeniusY, z: point.z.conjugate)
    }

    private static let frobeniusX = BLS381Field.frobeniusFactors[2].inverse
    private static let frobeniusY = BLS381Field.frobeniusFactors[3].inverse
}
