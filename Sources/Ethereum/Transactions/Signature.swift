/// An ECDSA signature over secp256k1 that names its public key by one bit.
public struct Signature: Sendable, Hashable {
    /// x coordinate of the nonce point.
    public let r: UInt256
    /// The proof; low in every signature that Ethereum accepts since EIP-2.
    public let s: UInt256
    /// Whether the nonce point's y is odd: 0 or 1.
    public let yParity: UInt8

    /// Order of the group of secp256k1.
    public static let groupOrder = UInt256(
        limbs: 0xbfd2_5e8c_d036_4141, 0xbaae_dce6_af48_a03b, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff)

    /// The signature with these parts.
    public init(r: UInt256, s: UInt256, yParity: UInt8) {
        self.r = r
        self.s = s
        self.yParity = yParity
    }

    /// The signature in 65 bytes (r, s, and v of 0, 1, 27 or 28) or 64 (EIP-2098: the parity in the top bit of s).
    ///
    /// - Throws: `SignatureError` for another length or another v.
    public init(bytes: some Collection<UInt8>) throws(SignatureError) {
        let bytes = Array(bytes)
        guard bytes.count == 64 || bytes.count == 65, let r = UInt256(bigEndianBytes: bytes[..<32]),
            let word = UInt256(bigEndianBytes: bytes[32..<64])
        else { throw .wrongLength(bytes.count) }
        guard bytes.count == 65 else {
            self.init(
                r: r, s: UInt256(limbs: word.limb0, word.limb1, word.limb2, word.limb3 & (.max >> 1)),
                yParity: UInt8(word.limb3 >> 63))
            return
        }
        switch bytes[64] {
        case 0, 27: self.init(r: r, s: word, yParity: 0)
        case 1, 28: self.init(r: r, s: word, yParity: 1)
        default: throw .wrongRecoveryValue(bytes[64])
        }
    }

    /// r, s, and 27 or 28: 65 bytes.
    public var bytes: [UInt8] { r.bigEndianBytes + s.bigEndianBytes + [27 + yParity] }

    /// Whether s is at most half of the group order (EIP-2).
    public var isLowS: Bool { s <= Signature.groupOrder &>> 1 }
}

/// Why bytes aren't a signature.
public enum SignatureError: Error, Sendable, Equatable {
    case wrongLength(Int)
    case wrongRecoveryValue(UInt8)

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .wrongLength: "signature.length"
        case .wrongRecoveryValue: "signature.recovery-value"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .wrongLength(let count): "a signature has 65 bytes, or 64 in its short form, this one \(count)"
        case .wrongRecoveryValue(let value): "a signature's last byte is 0, 1, 27 or 28, this one's \(value)"
        }
    }
}
