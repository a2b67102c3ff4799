import Ethereum

/// Maps of field elements to points of both groups: the simplified SWU way, an isogeny, and what clears the cofactor
/// (RFC 9380, sections 6.6.3, 8.8.1 and 8.8.2).
extension BLS381 {
    /// The point of the first group that `element` maps to.
    static func map(_ element: BLS381Field) -> CurvePoint<BLS381Field> {
        let point = Isogeny.eleven.map(element, isOdd: isOdd) { $0.squareRoot }
        return point.times([parameter + 1])
    }

    /// The point of the second group that `element` maps to.
    static func map(_ element: QuadraticField<BLS381Field>) -> Twist {
        let point = Isogeny.three.map(element, isOdd: isOdd) { $0.squareRoot }
        // [x² - x - 1] P + [x - 1] ψ(P) + ψ²([2] P) for a negative x (Budroni and Pintore, "Efficient hash maps to G2").
        let xP = -point.times([parameter])
        let xPsi = -frobenius(point).times([parameter])
        let first = -xP.times([parameter]) - xP - point
        return first + xPsi - frobenius(point) + frobenius(frobenius(point.doubled))
    }

    /// The sign of RFC 9380, section 4.1: whether the first part that isn't zero is odd.
    private static func isOdd(_ element: BLS381Field) -> Bool { element.bigEndianBytes[47] & 1 == 1 }

    private static func isOdd(_ element: QuadraticField<BLS381Field>) -> Bool {
        isOdd(element.real.isZero ? element.imaginary : element.real)
    }
}

/// A curve y² = x³ + A' x + B' that field elements map to, and its isogeny onto one without A'.
struct Isogeny<F: Field>: Sendable {
    /// The non-square that the map of section 6.6.2 is made with.
    let nonSquare: F
    let a: F
    let b: F
    /// Coefficients of the four polynomials, that of the lowest power first.
    let xNumerator: [F]
    let xDenominator: [F]
    let yNumerator: [F]
    let yDenominator: [F]

    /// The image of `element`'s point.
    func map(_ element: F, isOdd: (F) -> Bool, squareRoot: (F) -> F?) -> CurvePoint<F> {
        let factor = nonSquare * element.squared
        let sum = factor.squared + factor
        var x = sum.isZero ? b * (nonSquare * a).inverse : -b * a.inverse * (F.one + sum.inverse)
        var root = squareRoot((x.squared + a) * x + b)
        if root == nil {
            x *= factor
            root = squareRoot((x.squared + a) * x + b)
        }
        // One of the two is a square, whatever the element.
        guard var y = root else { return .infinity }
        if isOdd(element) != isOdd(y) { y = -y }
        return image(x, y)
    }

    private func image(_ x: F, _ y: F) -> CurvePoint<F> {
        func value(_ coefficients: [F]) -> F { coefficients.reversed().reduce(.zero) { $0 * x + $1 } }
        let (xDenominator, yDenominator) = (value(xDenominator), value(yDenominator))
        if xDenominator.isZero || yDenominator.isZero { return .infinity }
        // Jacobian coordinates take both denominators in: X / Z² with Z their product.
        let z = xDenominator * yDenominator
        return CurvePoint(
            x: value(xNumerator) * yDenominator * z, y: y * value(yNumerator) * xDenominator * z.squared, z: z
        )
    }
}

extension Isogeny<BLS381Field> {
    /// Onto the curve.
    static let eleven = Isogeny(
        nonSquare: BLS381Field(11), a: numbers(Isogeny11.a).first ?? .zero,
        b: numbers(Isogeny11.b).first ?? .zero,
        xNumerator: numbers(Isogeny11.xNumerator), xDenominator: numbers(Isogeny11.xDenominator),
        yNumerator: numbers(Isogeny11.yNumerator), yDenominator: numbers(Isogeny11.yDenominator))

    /// The numbers of a table, 96 hex digits a line.
    fileprivate static func numbers(_ table: StaticString) -> [BLS381Field] {
        table.description.split(separator: "\n").compactMap { line in
            (try? Hex.decode("0x" + line)).flatMap { BLS381Field(bigEndian: $0) }
        }
    }
}

extension Isogeny<QuadraticField<BLS381Field>> {
    /// Onto the twist.
    static let three = Isogeny(
        nonSquare: -QuadraticField(BLS381Field(2), .one), a: numbers(Isogeny3.a).first ?? .zero,
        b: numbers(Isogeny3.b).first ?? .zero, xNumerator: numbers(Isogeny3.xNumerator),
        xDenominator: numbers(Isogeny3.xDenominator), yNumerator: numbers(Isogeny3.yNumerator),
        yDenominator: numbers(Isogeny3.yDenominator))

    private static func numbers(_ table: StaticString) -> [QuadraticField<BLS381Field>] {
        let parts = Isogeny<BLS381Field>.numbers(table)
        return stride(from: 0, to: parts.count - 1, by: 2).map { QuadraticField(parts[$0], parts[$0 + 1]) }
    }
}
