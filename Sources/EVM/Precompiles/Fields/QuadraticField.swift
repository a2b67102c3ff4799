/// A prime field with a root of -1: numbers `real + imaginary i`.
struct QuadraticField<Base: PrimeField>: Field {
    var real: Base
    var imaginary: Base

    init(_ real: Base, _ imaginary: Base) {
        self.real = real
        self.imaginary = imaginary
    }

    static var zero: Self { Self(.zero, .zero) }
    static var one: Self { Self(.one, .zero) }
    var isZero: Bool { real.isZero && imaginary.isZero }

    static func + (left: Self, right: Self) -> Self {
        Self(left.real + right.real, left.imaginary + right.imaginary)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(left.real - right.real, left.imaginary - right.imaginary)
    }

    static prefix func - (value: Self) -> Self { Self(-value.real, -value.imaginary) }

    /// Three multiplications instead of four (Karatsuba).
    static func * (left: Self, right: Self) -> Self {
        let real = left.real * right.real
        let imaginary = left.imaginary * right.imaginary
        let cross = (left.real + left.imaginary) * (right.real + right.imaginary)
        return Self(real - imaginary, cross - real - imaginary)
    }

    static func * (left: Self, right: Base) -> Self { Self(left.real * right, left.imaginary * right) }

    var squared: Self {
        let product = real * imaginary
        return Self((real + imaginary) * (real - imaginary), product.doubled)
    }

    var doubled: Self { Self(real.doubled, imaginary.doubled) }

    var conjugate: Self { Self(real, -imaginary) }

    var inverse: Self {
        let factor = (real.squared + imaginary.squared).inverse
        return Self(real * factor, -(imaginary * factor))
    }

    var timesNonResidue: Self { Base.timesNonResidue(self) }

    /// The square root, or nil if there is none, by way of the norm's root.
    var squareRoot: Self? {
        if imaginary.isZero {
            if let root = real.squareRoot { return Self(root, .zero) }
            return (-real).squareRoot.map { Self(.zero, $0) }
        }
        guard let norm = (real.squared + imaginary.squared).squareRoot else { return nil }
        let half = Base(2).inverse
        // Of (a + n) / 2 and (a - n) / 2 one is a square, since their product is -(b / 2)^2.
        for candidate in [(real + norm) * half, (real - norm) * half] {
            guard let first = candidate.squareRoot, !first.isZero else { continue }
            let root = Self(first, imaginary * first.doubled.inverse)
            if root.squared == self { return root }
        }
        return nil
    }

    /// ξ^(i (p - 1) / 6) for i from 0 to 5.
    static func frobeniusFactors() -> [Self] {
        let first = Self.one.timesNonResidue.power(Base.exponent(plus: -1, over: 6))
        var factors = [Self.one]
        for _ in 1..<6 { factors.append((factors.last ?? .one) * first) }
        return factors
    }
}
