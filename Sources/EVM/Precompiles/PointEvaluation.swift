import Cryptography
import Ethereum

/// The precompile at address 10 (EIP-4844): that a blob's polynomial has a value at a point.
public enum PointEvaluation {
    /// Gas of a call.
    public static let gas: UInt64 = 50_000

    /// The number of field elements of a blob and the order of the groups, each in 32 bytes.
    private static let output = UInt256(4_096).bigEndianBytes + order.bigEndianBytes

    /// The order of both groups of BLS12-381.
    private static let order = UInt256(
        limbs: 0xffff_ffff_0000_0001, 0x53bd_a402_fffe_5bfe, 0x3339_d808_09a1_d805, 0x73ed_a753_299d_7d48)

    /// The generator of the first group, compressed.
    private static let generator = decoded(
        "97f1d3a73197d7942695638c4fa9ac0fc3688c4f9774b905a14e3a3f171bac586c55e83ff97a1aeffb3af00adb22c6bb"
    )
    .flatMap { BLS381.decompressed($0[...]) }
    /// The generator of the second group, compressed.
    private static let twistGenerator = decoded(
        "93e02b6052719f607dacd3a088274f65596bd0d09920b61ab5da61bbdc7f5049334cf11213945d57e5ac7d055d042b7e"
            + "024aa2b2f08f0a91260805272dc51051c6e47ad4fa403b02b4510b647ae3d1770bac0326a805bbefd48056c8c121bdb8"
    )
    .flatMap { BLS381.twistDecompressed($0[...]) }
    /// That generator times τ, the secret of the ceremony, compressed.
    ///
    /// `g2_monomial[1]` of `trusted_setup_4096.json` in ethereum/consensus-specs.
    private static let setup = decoded(
        "b5bfd7dd8cdeb128843bc287230af38926187075cbfbefa81009a2ce615ac53d2914e5870cb452d2afaaab24f3499f72"
            + "185cbfee53492714734429b7b38608e23926c911cceceac9a36851477ba4c60b087041de621000edc98edada20c1def2"
    )
    .flatMap { BLS381.twistDecompressed($0[...]) }

    private static func decoded(_ digits: String) -> [UInt8]? { try? Hex.decode("0x" + digits) }

    /// Checks versioned hash (32 bytes), point z (32), value y (32), commitment (48) and proof (48).
    ///
    /// - Returns: 64 bytes that are always the same, or nil where the call fails and all its gas is gone.
    public static func verify(_ input: [UInt8]) -> [UInt8]? {
        guard input.count == 192, let z = UInt256(bigEndianBytes: input[32..<64]),
            let y = UInt256(bigEndianBytes: input[64..<96]), z < order, y < order,
            [0x01] + Digest.sha256.hash(Array(input[96..<144])).dropFirst() == input[..<32],
            let commitment = BLS381.decompressed(input[96..<144]),
            let proof = BLS381.decompressed(input[144..<192]),
            let generator, let twistGenerator, let setup
        else { return nil }
        // e(C - y G1, G2) = e(proof, τ G2 - z G2), with all on one side.
        let left = commitment - generator.times(scalarLimbs(input[64..<96]))
        let right = setup - twistGenerator.times(scalarLimbs(input[32..<64]))
        return BLS381.isProductOne([(left, -twistGenerator), (proof, right)]) ? output : nil
    }
}
