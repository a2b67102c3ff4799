import CCrypto
import Ethereum

/// A secp256k1 key that everybody knows, such as one of a development network.
///
/// It lies in ordinary memory, and a signature isn't checked again before it is released: a faulty one would give away
/// what is known already. A key that is a secret is a `PrivateKey`.
public struct PublishedKey: Sendable {
    /// The key, 32 big-endian bytes.
    public let bytes: [UInt8]
    /// The account's address.
    public let address: Address

    /// The key of these 32 big-endian bytes.
    ///
    /// - Throws: `CryptographyError.invalidPrivateKey` for another length, 0, or the group order and above.
    public init(_ bytes: [UInt8]) throws(CryptographyError) {
        var publicKey = [UInt8](repeating: 0, count: 65)
        guard bytes.count == 32, coai_secp256k1_key_is_valid(bytes) == 1,
            coai_secp256k1_public_key(bytes, &publicKey) == 1
        else { throw .invalidPrivateKey }
        self.bytes = bytes
        address = Secp256k1.address(ofPublicKey: publicKey)
    }

    /// Signs `digest`: nonce of RFC 6979, low s.
    ///
    /// - Throws: `CryptographyError.signingFailed`.
    public func sign(_ digest: Hash32) throws(CryptographyError) -> Signature {
        var compact = [UInt8](repeating: 0, count: 64)
        var yParity: Int32 = 0
        guard coai_secp256k1_sign(digest.bytes, bytes, &compact, &yParity) == 1,
            let r = UInt256(bigEndianBytes: compact[..<32]), let s = UInt256(bigEndianBytes: compact[32...])
        else { throw .signingFailed }
        return Signature(r: r, s: s, yParity: UInt8(truncatingIfNeeded: yParity))
    }
}
