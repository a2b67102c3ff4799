/// The field of BLS12-381 (EIP-2537).
struct BLS381Field: PrimeField {
    typealias Arithmetic = Montgomery<6>

    /// The number in Montgomery's form, little-endian limbs.
    private var limbs: Arithmetic.Limbs

    private init(limbs: Arithmetic.Limbs) { self.limbs = limbs }

    @inline(__always)
    private static var prime: Arithmetic.Limbs {
        [
            0xb9fe_ffff_ffff_aaab, 0x1eab_fffe_b153_ffff, 0x6730_d2a0_f6b0_f624, 0x6477_4b84_f385_12bf,
            0x4b1b_a7b6_434b_acd7, 0x1a01_11ea_397f_e69a,
        ]
    }

    /// -1 / prime modulo 2^64.
    @inline(__always)
    private static var inverseOfPrime: UInt64 { 0x89f3_fffc_fffc_fffd }

    /// 2^384 modulo the prime: one in Montgomery's form.
    @inline(__always)
    private static var radix: Arithmetic.Limbs {
        [
            0x7609_0000_0002_fffd, 0xebf4_000b_c40c_0002, 0x5f48_9857_53c7_58ba, 0x77ce_5853_7052_5745,
            0x5c07_1a97_a256_ec6d, 0x15f6_5ec3_fa80_e493,
        ]
    }

    /// 2^768 modulo the prime: what a number is multiplied by to get into Montgomery's form.
    private static var radixSquared: Arithmetic.Limbs {
        [
            0xf4df_1f34_1c34_1746, 0x0a76_e6a6_09d1_04f1, 0x8de5_476c_4c95_b6d5, 0x67eb_88a9_939d_83c0,
            0x9a79_3e85_b519_952d, 0x1198_8fe5_92ca_e3aa,
        ]
    }

    static let byteCount = 48
    static let primeLimbs: [UInt64] = {
        var limbs: [UInt64] = []
        for index in 0..<6 { limbs.append(prime[index]) }
        return limbs
    }()
    static let frobeniusFactors = QuadraticField<BLS381Field>.frobeniusFactors()

    @inline(__always) static var zero: BLS381Field { BLS381Field(limbs: .init(repeating: 0)) }
    @inline(__always) static var one: BLS381Field { BLS381Field(limbs: radix) }

    init(_ value: UInt64) {
        var limbs = Arithmetic.Limbs(repeating: 0)
        limbs[0] = value
        self.limbs = Arithmetic.multiply(
            limbs, BLS381Field.radixSquared, BLS381Field.prime, BLS381Field.inverseOfPrime)
    }

    init?(bigEndian bytes: some Collection<UInt8>) {
        guard bytes.count == BLS381Field.byteCount else { return nil }
        let number = Arithmetic.limbs(bigEndian: bytes)
        guard Arithmetic.difference(number, BLS381Field.prime).borrow == 1 else { return nil }
        limbs = Arithmetic.multiply(
            number, BLS381Field.radixSquared, BLS381Field.prime, BLS381Field.inverseOfPrime)
    }

    var bigEndianBytes: [UInt8] {
        var one = Arithmetic.Limbs(repeating: 0)
        one[0] = 1
        return Arithmetic.bigEndianBytes(
            Arithmetic.multiply(limbs, one, BLS381Field.prime, BLS381Field.inverseOfPrime))
    }

    var isZero: Bool { self == .zero }

    @inline(__always)
    static func == (left: BLS381Field, right: BLS381Field) -> Bool {
        Arithmetic.isEqual(left.limbs, right.limbs)
    }

    @inline(__always)
    static func + (left: BLS381Field, right: BLS381Field) -> BLS381Field {
        BLS381Field(limbs: Arithmetic.add(left.limbs, right.limbs, prime))
    }

    @inline(__always)
    static func - (left: BLS381Field, right: BLS381Field) -> BLS381Field {
        BLS381Field(limbs: Arithmetic.subtract(left.limbs, right.limbs, prime))
    }

    static func * (left: BLS381Field, right: BLS381Field) -> BLS381Field {
        BLS381Field(limbs: Arithmetic.multiply(left.limbs, right.limbs, prime, inverseOfPrime))
    }

    @inline(__always)
    static prefix func - (value: BLS381Field) -> BLS381Field { zero - value }

    var squared: BLS381Field { self * self }

    @inline(__always) var doubled: BLS381Field { self + self }

    /// 1 / self by Fermat: self to the prime less two.
    var inverse: BLS381Field { power(BLS381Field.exponent(plus: -2, over: 1)) }

    static func timesNonResidue(_ value: QuadraticField<BLS381Field>) -> QuadraticField<BLS381Field> {
        // (a + b i)(1 + i) = (a - b) + (a + b) i
        QuadraticField(value.real - value.imaginary, value.real + value.imaginary)
    }
}
