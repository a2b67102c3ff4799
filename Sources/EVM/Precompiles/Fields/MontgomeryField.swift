/// Arithmetic on numbers of some count of limbs, which a field of that size is made of: `Montgomery`.
protocol LimbArithmetic {
    associatedtype Limbs: Sendable
    static func multiply(_ a: Limbs, _ b: Limbs, _ prime: Limbs, _ inverse: UInt64) -> Limbs
    static func add(_ a: Limbs, _ b: Limbs, _ prime: Limbs) -> Limbs
    static func subtract(_ a: Limbs, _ b: Limbs, _ prime: Limbs) -> Limbs
    static func difference(_ a: Limbs, _ b: Limbs) -> (Limbs, borrow: UInt64)
    static func isEqual(_ a: Limbs, _ b: Limbs) -> Bool
    static func limbs(_ value: UInt64) -> Limbs
    static func limbs(bigEndian bytes: some Collection<UInt8>) -> Limbs
    static func bigEndianBytes(_ limbs: Limbs) -> [UInt8]
    static func list(_ limbs: Limbs) -> [UInt64]
}

/// A prime field whose numbers are kept in Montgomery's form: it names its prime, the arithmetic is here.
///
/// Everything is inlined where the prime is known, so that its limbs become constants of the code.
protocol MontgomeryField: PrimeField {
    associatedtype Arithmetic: LimbArithmetic
    /// The number in Montgomery's form, little-endian limbs.
    var limbs: Arithmetic.Limbs { get }
    init(limbs: Arithmetic.Limbs)
    static var prime: Arithmetic.Limbs { get }
    /// -1 / prime modulo 2^64.
    static var inverseOfPrime: UInt64 { get }
    /// 2^(64 N) modulo the prime, for N limbs: one in Montgomery's form.
    static var radix: Arithmetic.Limbs { get }
    /// 2^(128 N) modulo the prime: what a number is multiplied by to get into Montgomery's form.
    static var radixSquared: Arithmetic.Limbs { get }
}

extension MontgomeryField {
    @inline(__always) static var zero: Self { Self(limbs: Arithmetic.limbs(0)) }
    @inline(__always) static var one: Self { Self(limbs: radix) }

    init(_ value: UInt64) {
        self.init(
            limbs: Arithmetic.multiply(
                Arithmetic.limbs(value), Self.radixSquared, Self.prime, Self.inverseOfPrime))
    }

    init?(bigEndian bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        let number = Arithmetic.limbs(bigEndian: bytes)
        guard Arithmetic.difference(number, Self.prime).borrow == 1 else { return nil }
        self.init(
            limbs: Arithmetic.multiply(number, Self.radixSquared, Self.prime, Self.inverseOfPrime))
    }

    var bigEndianBytes: [UInt8] {
        Arithmetic.bigEndianBytes(
            Arithmetic.multiply(limbs, Arithmetic.limbs(1), Self.prime, Self.inverseOfPrime))
    }

    @inline(__always) var isZero: Bool { self == .zero }

    @inline(__always)
    static func == (left: Self, right: Self) -> Bool { Arithmetic.isEqual(left.limbs, right.limbs) }

    @inline(__always)
    static func + (left: Self, right: Self) -> Self {
        Self(limbs: Arithmetic.add(left.limbs, right.limbs, prime))
    }

    @inline(__always)
    static func - (left: Self, right: Self) -> Self {
        Self(limbs: Arithmetic.subtract(left.limbs, right.limbs, prime))
    }

    static func * (left: Self, right: Self) -> Self {
        Self(limbs: Arithmetic.multiply(left.limbs, right.limbs, prime, inverseOfPrime))
    }

    @inline(__always)
    static prefix func - (value: Self) -> Self { zero - value }

    @inline(__always) var squared: Self { self * self }

    @inline(__always) var doubled: Self { self + self }

    /// 1 / self by Fermat: self to the prime less two.
    var inverse: Self { power(Self.exponent(plus: -2, over: 1)) }
}
