/// The field of alt_bn128 (EIP-196).
struct BN254Field: MontgomeryField {
    typealias Arithmetic = Montgomery<4>

    let limbs: Arithmetic.Limbs

    @inline(__always)
    init(limbs: Arithmetic.Limbs) { self.limbs = limbs }

    @inline(__always)
    static var prime: Arithmetic.Limbs {
        [
            0x3c20_8c16_d87c_fd47, 0x9781_6a91_6871_ca8d, 0xb850_45b6_8181_585d, 0x3064_4e72_e131_a029,
        ]
    }

    @inline(__always)
    static var inverseOfPrime: UInt64 { 0x87d2_0782_e486_6389 }

    @inline(__always)
    static var radix: Arithmetic.Limbs {
        [
            0xd35d_438d_c58f_0d9d, 0x0a78_eb28_f5c7_0b3d, 0x666e_a36f_7879_462c, 0x0e0a_77c1_9a07_df2f,
        ]
    }

    @inline(__always)
    static var radixSquared: Arithmetic.Limbs {
        [
            0xf32c_fc5b_538a_fa89, 0xb5e7_1911_d445_01fb, 0x47ab_1eff_0a41_7ff6, 0x06d8_9f71_cab8_351f,
        ]
    }

    static let byteCount = 32
    static let primeLimbs = Arithmetic.list(prime)
    static let frobeniusFactors = QuadraticField<BN254Field>.frobeniusFactors()

    static func timesNonResidue(_ value: QuadraticField<BN254Field>) -> QuadraticField<BN254Field> {
        // (a + b i)(9 + i) = (9 a - b) + (a + 9 b) i
        let nine = value.doubled.doubled.doubled + value
        return QuadraticField(nine.real - value.imaginary, nine.imaginary + value.real)
    }
}
