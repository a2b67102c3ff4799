/// The curve alt_bn128 of EIP-196 and EIP-197: y² = x³ + 3.
enum BN254: PairingCurve {
    typealias Base = BN254Field

    /// The number that the prime and the order are polynomials of.
    static let parameter: UInt64 = 0x44e9_92b4_4a69_09f1

    static let b = BN254Field(3)
    /// 3 / (9 + i).
    static let twistB = QuadraticField<BN254Field>(b, .zero) * QuadraticField(BN254Field(9), .one).inverse
    static let isDividingTwist = true

    /// 6 x + 2, which has 65 bits, without the highest.
    static let loopBits: [Bool] = {
        let low = parameter &* 6 &+ 2
        return (0..<64).reversed().map { low >> UInt64($0) & 1 == 1 }
    }()

    static func finish(
        _ pairs: inout [MillerPair<BN254>], _ value: DodecicField<BN254Field>
    ) -> DodecicField<BN254Field> {
        var value = value
        for index in pairs.indices {
            let once = frobenius(pairs[index].g2)
            var twice = frobenius(once)
            twice.y = -twice.y
            value = pairs[index].point.adding(once, value, at: pairs[index].g1)
            value = pairs[index].point.adding(twice, value, at: pairs[index].g1)
        }
        return value
    }

    /// The Frobenius map of the curve, seen on the twist.
    private static func frobenius(_ point: TwistPoint<BN254>) -> TwistPoint<BN254> {
        let factors = BN254Field.frobeniusFactors
        return TwistPoint(x: point.x.conjugate * factors[2], y: point.y.conjugate * factors[3])
    }

    /// The addition chain of Fuentes-Castañeda, Knapp and Rodríguez-Henríquez, "Faster hashing to G2", section 5.
    static func hardPart(_ value: DodecicField<BN254Field>) -> DodecicField<BN254Field> {
        func toMinusX(_ value: DodecicField<BN254Field>) -> DodecicField<BN254Field> {
            value.cyclotomicPower(parameter).conjugate
        }
        let y0 = toMinusX(value)
        let y1 = y0.cyclotomicSquare
        let y3 = y1.cyclotomicSquare * y1
        let y4 = toMinusX(y3)
        let y6 = toMinusX(y4.cyclotomicSquare).conjugate
        let y8 = y6 * y4 * y3.conjugate
        let y9 = y8 * y1
        let y11 = y8 * y4 * value
        let y13 = y9.frobenius * y11
        let y14 = y8.frobenius.frobenius * y13
        let y15 = (value.conjugate * y9).frobenius.frobenius.frobenius
        return y15 * y14
    }

    /// Whether a point of the twist is in the second group; all points of the curve are in the first.
    ///
    /// A point is iff the Frobenius map does what multiplying by the prime does, which is 6 x² modulo the order (El Housni,
    /// Guillevic and Piellard, "Co-factor clearing and subgroup membership testing on pairing-friendly curves").
    static func isInSubgroup(_ point: CurvePoint<QuadraticField<BN254Field>>) -> Bool {
        guard let affine = point.affine else { return true }
        let mapped = frobenius(TwistPoint(x: affine.x, y: affine.y))
        return CurvePoint(x: mapped.x, y: mapped.y) == point.times(sixXSquared)
    }

    private static let sixXSquared: [UInt64] = {
        let square = parameter.multipliedFullWidth(by: parameter)
        let low = square.low.multipliedFullWidth(by: 6)
        return [low.low, square.high &* 6 &+ low.high]
    }()
}
