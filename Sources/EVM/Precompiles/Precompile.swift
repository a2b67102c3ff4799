import Cryptography
import Ethereum

/// A contract that is part of the protocol: its address is its number.
package enum Precompile: Int, CaseIterable {
    case recover = 1
    case sha256
    case ripemd160
    case identity
    case modularPower
    case bn254Add
    case bn254Multiply
    case bn254Pairing
    case blake2
    case pointEvaluation
    case bls381AddG1
    case bls381SumG1
    case bls381AddG2
    case bls381SumG2
    case bls381Pairing
    case bls381MapToG1
    case bls381MapToG2
    case p256Verify = 0x100

    /// The precompile at an address under a fork's rules, London or later.
    package init?(_ address: Address, rules: ForkRules) {
        guard let number = address.word.asInt, number <= 0x100, let precompile = Precompile(rawValue: number),
            rules >= precompile.since
        else { return nil }
        self = precompile
    }

    private var since: ForkRules {
        switch self {
        case .pointEvaluation: .cancun
        case .bls381AddG1, .bls381SumG1, .bls381AddG2, .bls381SumG2, .bls381Pairing, .bls381MapToG1,
            .bls381MapToG2:
            .prague
        case .p256Verify: .osaka
        default: .frontier
        }
    }

    /// Gas of a call.
    func gas(_ input: [UInt8], rules: ForkRules) -> UInt64 {
        let words = UInt64((input.count + 31) / 32)
        return switch self {
        case .recover: 3_000
        case .sha256: 60 + 12 * words
        case .ripemd160: 600 + 120 * words
        case .identity: 15 + 3 * words
        case .modularPower: ModularPower.gas(input, rules: rules)
        case .bn254Add: BN254Precompiles.addGas
        case .bn254Multiply: BN254Precompiles.multiplyGas
        case .bn254Pairing: BN254Precompiles.pairingGas(count: input.count)
        case .blake2: Blake2.gas(input)
        case .pointEvaluation: PointEvaluation.gas
        case .bls381AddG1: BLS381Precompiles.addG1Gas
        case .bls381SumG1: BLS381Precompiles.sumG1Gas(count: input.count)
        case .bls381AddG2: BLS381Precompiles.addG2Gas
        case .bls381SumG2: BLS381Precompiles.sumG2Gas(count: input.count)
        case .bls381Pairing: BLS381Precompiles.pairingGas(count: input.count)
        case .bls381MapToG1: BLS381Precompiles.mapToG1Gas
        case .bls381MapToG2: BLS381Precompiles.mapToG2Gas
        case .p256Verify: P256Verify.gas
        }
    }

    /// The output, or nil where the call fails and all its gas is gone.
    func run(_ input: [UInt8]) -> [UInt8]? {
        switch self {
        case .recover: Precompile.recover(input)
        case .sha256: Digest.sha256.hash(input)
        case .ripemd160: [UInt8](repeating: 0, count: 12) + Digest.ripemd160.hash(input)
        case .identity: input
        case .modularPower: ModularPower.run(input)
        case .bn254Add: BN254Precompiles.add(input)
        case .bn254Multiply: BN254Precompiles.multiply(input)
        case .bn254Pairing: BN254Precompiles.pairing(input)
        case .blake2: Blake2.compress(input)
        case .pointEvaluation: PointEvaluation.verify(input)
        case .bls381AddG1: BLS381Precompiles.addG1(input)
        case .bls381SumG1: BLS381Precompiles.sumG1(input)
        case .bls381AddG2: BLS381Precompiles.addG2(input)
        case .bls381SumG2: BLS381Precompiles.sumG2(input)
        case .bls381Pairing: BLS381Precompiles.pairing(input)
        case .bls381MapToG1: BLS381Precompiles.mapToG1(input)
        case .bls381MapToG2: BLS381Precompiles.mapToG2(input)
        case .p256Verify: P256Verify.verify(input)
        }
    }

    /// The signer of a digest, in 32 bytes; nothing for a signature of nobody (Yellow Paper, appendix E).
    private static func recover(_ input: [UInt8]) -> [UInt8] {
        let bytes = input.prefix(128) + [UInt8](repeating: 0, count: max(0, 128 - input.count))
        guard let digest = UInt256(bigEndianBytes: bytes[..<32]),
            let v = UInt256(bigEndianBytes: bytes[32..<64]),
            let r = UInt256(bigEndianBytes: bytes[64..<96]), let s = UInt256(bigEndianBytes: bytes[96..<128]),
            v == 27 || v == 28
        else { return [] }
        let signature = Signature(r: r, s: s, yParity: v == 28 ? 1 : 0)
        guard signature.isInRange,
            let address = try? Secp256k1.recover(digest: Hash32(word: digest), signature: signature)
        else { return [] }
        return address.word.bigEndianBytes
    }
}
