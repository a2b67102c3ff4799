/// An ECDSA signature on secp256k1 with the parity that lets the signer be recovered.
public struct Signature: Sendable, Hashable {
    /// x coordinate of the nonce point, modulo the order.
    public var r: UInt256
    /// The proof.
    public var s: UInt256
    /// Parity of the nonce point's y: 0 or 1.
    public var yParity: UInt8

    /// A signature of these parts.
    public init(r: UInt256, s: UInt256, yParity: UInt8) {
        self.r = r
        self.s = s
        self.yParity = yParity
    }

    /// Order of secp256k1 (SEC 2, section 2.4.1).
    public static let order = UInt256(
        limbs: 0xbfd2_5e8c_d036_4141, 0xbaae_dce6_af48_a03b, 0xffff_ffff_ffff_fffe, 0xffff_ffff_ffff_ffff)

    /// Half the order, rounded down: the largest `s` since EIP-2.
    public static let halfOrder = order &>> 1

    /// Whether `s` is in the lower half (EIP-2), so that the signature has no twin.
    public var isLowS: Bool { s <= Signature.halfOrder }

    /// Whether r and s are from 1 to the order less 1, and the parity is 0 or 1.
    public var isInRange: Bool {
        !r.isZero && !s.isZero && r < Signature.order && s < Signature.order && yParity <= 1
    }

    /// 65 bytes: r, s, and 27 plus the parity.
    public var bytes: [UInt8] { r.bigEndianBytes + s.bigEndianBytes + [27 + yParity] }

    /// The signature in 65 bytes (v of 0, 1, 27 or 28) or 64 (EIP-2098, parity in the highest bit of s).
    ///
    /// - Throws: `SignatureError` for another length or v, or r or s out of range. A high s is accepted here.
    public init(bytes: [UInt8]) throws(SignatureError) {
        guard bytes.count == 64 || bytes.count == 65, let r = UInt256(bigEndianBytes: bytes[0..<32]),
            var s = UInt256(bigEndianBytes: bytes[32..<64])
        else { throw .wrongLength(bytes.count) }
        let parity: UInt8
        if bytes.count == 64 {
            parity = UInt8(s.limb3 >> 63)
            s.limb3 &= .max >> 1
        } else {
            switch bytes[64] {
            case 0, 27: parity = 0
            case 1, 28: parity = 1
            default: throw .unknownV(bytes[64])
            }
        }
        self.init(r: r, s: s, yParity: parity)
        guard isInRange else { throw .outOfRange }
    }
}

/// Why bytes aren't a signature.
public enum SignatureError: Error, Sendable, Equatable {
    case wrongLength(Int)
    case unknownV(UInt8)
    case outOfRange

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .wrongLength: "signature.wrong-length"
        case .unknownV: "signature.unknown-v"
        case .outOfRange: "signature.out-of-range"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .wrongLength(let count): "a signature has 65 bytes, or 64 in EIP-2098's form, not \(count)"
        case .unknownV(let value): "a signature's last byte is 0, 1, 27 or 28, not \(value)"
        case .outOfRange: "r or s of the signature is 0 or not below the curve's order"
        }
    }
}
