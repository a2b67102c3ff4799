/// The field of alt_bn128 (EIP-196).
struct BN254Field: PrimeField {
    typealias Arithmetic = Montgomery<4>

    /// The number in Montgomery's form, little-endian limbs.
    private var limbs: Arithmetic.Limbs

    private init(limbs: Arithmetic.Limbs) { self.limbs = limbs }

    @inline(__always)
    private static var prime: Arithmetic.Limbs {
        [
            0x3c20_8c16_d87c_fd47, 0x9781_6a91_6871_ca8d, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029,
        ]
    }

    /// -1 / prime modulo 2^64.
    @inline(__always)
    private static var inverseOfPrime: UInt64 { 0x87d2_0782_e486_6389 }

    /// 2^256 modulo the prime: one in Montgomery's form.
    @inline(__always)
    private static var radix: Arithmetic.Limbs {
        [
            0xd35d_438d_c58f_0d9d, 0x0a78_eb28_f5c7_0b3d, 0x666e_a36f_7879_462c, 0x0e0a_77c1_9a07_df2f,
        ]
    }

    /// 2^512 modulo the prime: what a number is multiplied by to get into Montgomery's form.
    private static var radixSquared: Arithmetic.Limbs {
        [
            0xf32c_fc5b_538a_fa89, 0xb5e7_1911_d445_01fb, 0x47ab_1eff_0a41_7ff6, 0x06d8_9f71_cab8_351f,
        ]
    }

    static let byteCount = 32
    static let primeLimbs: [UInt64] = {
        var limbs: [UInt64] = []
        for index in 0..<4 { limbs.append(prime[index]) }
        return limbs
    }()
    static let frobeniusFactors = QuadraticField<BN254Field>.frobeniusFactors()

    @inline(__always) static var zero: BN254Field { BN254Field(limbs: .init(repeating: 0)) }
    @inline(__always) static var one: BN254Field { BN254Field(limbs: radix) }

    init(_ value: UInt64) {
        var limbs = Arithmetic.Limbs(repeating: 0)
        limbs[0] = value
        self.limbs = Arithmetic.multiply(
            limbs, BN254Field.radixSquared, BN254Field.prime, BN254Field.inverseOfPrime)
    }

    init?(bigEndian bytes: some Collection<UInt8>) {
        guard bytes.count == BN254Field.byteCount else { return nil }
        let number = Arithmetic.limbs(bigEndian: bytes)
        guard Arithmetic.difference(number, BN254Field.prime).borrow == 1 else { return nil }
        limbs = Arithmetic.multiply(
            number, BN254Field.radixSquared, BN254Field.prime, BN254Field.inverseOfPrime)
    }

    var bigEndianBytes: [UInt8] {
        var one = Arithmetic.Limbs(repeating: 0)
        one[0] = 1
        return Arithmetic.bigEndianBytes(
            Arithmetic.multiply(limbs, one, BN254Field.prime, BN254Field.inverseOfPrime))
    }

    var isZero: Bool { self == .zero }

    @inline(__always)
    static func == (left: BN254Field, right: BN254Field) -> Bool {
        Arithmetic.isEqual(left.limbs, right.limbs)
    }

    @inline(__always)
    static func + (left: BN254Field, right: BN254Field) -> BN254Field {
        BN254Field(limbs: Arithmetic.add(left.limbs, right.limbs, prime))
    }

    @inline(__always)
    static func - (left: BN254Field, right: BN254Field) -> BN254Field {
        BN254Field(limbs: Arithmetic.subtract(left.limbs, right.limbs, prime))
    }

    static func * (left: BN254Field, right: BN254Field) -> BN254Field {
        BN254Field(limbs: Arithmetic.multiply(left.limbs, right.limbs, prime, inverseOfPrime))
    }

    @inline(__always)
    static prefix func - (value: BN254Field) -> BN254Field { zero - value }

    var squared: BN254Field { self * self }

    @inline(__always) var doubled: BN254Field { self + self }

    /// 1 / self by Fermat: self to the prime less two.
    var inverse: BN254Field { power(BN254Field.exponent(plus: -2, over: 1)) }

    static func timesNonResidue(_ value: QuadraticField<BN254Field>) -> QuadraticField<BN254Field> {
        // (a + b i)(9 + i) = (9 a - b) + (a + 9 b) i
        let nine = value.doubled.doubled.doubled + value
        return QuadraticField(nine.real - value.imaginary, nine.imaginary + value.real)
    }
}
