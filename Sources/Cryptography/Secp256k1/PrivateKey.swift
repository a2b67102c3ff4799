import CCrypto
import Ethereum

/// A secp256k1 key in secret memory, with its address.
public final class PrivateKey: Sendable {
    private let secret: SecretBytes
    /// The public key: 65 bytes, the first 4.
    public let publicKey: [UInt8]
    /// The account's address.
    public let address: Address

    /// The key of these 32 big-endian bytes, which it keeps.
    ///
    /// - Throws: `CryptographyError.invalidPrivateKey` for another length, 0, or the group order and above.
    public init(_ secret: SecretBytes) throws(CryptographyError) {
        guard secret.count == 32 else { throw .invalidPrivateKey }
        let key = PrivateKey.computePublicKey(secret)
        guard let key else { throw .invalidPrivateKey }
        self.secret = secret
        publicKey = key
        address = Secp256k1.address(ofPublicKey: key)
    }

    /// A new key from the kernel's random bytes.
    ///
    /// - Throws: `CryptographyError.randomUnavailable`.
    public static func random() throws(CryptographyError) -> PrivateKey {
        // One draw in 2^128 isn't a key; a second such draw says that the generator is broken.
        for _ in 0..<2 {
            let secret = try SecureRandom.secret(32)
            if let key = try? PrivateKey(secret) { return key }
        }
        throw .randomUnavailable
    }

    /// Signs `digest`: nonce of RFC 6979, low s.
    ///
    /// The signature is released only after the key recovered from it is the one this value began with.
    ///
    /// - Throws: `CryptographyError.signingFailed`, `CryptographyError.signatureCheckFailed`.
    public func sign(_ digest: Hash32) throws(CryptographyError) -> Signature {
        var compact = [UInt8](repeating: 0, count: 64)
        var yParity: Int32 = 0
        let done = secret.withUnsafeBytes { key in
            coai_secp256k1_sign(
                digest.bytes, key.baseAddress?.assumingMemoryBound(to: UInt8.self), &compact, &yParity)
        }
        guard done == 1, let r = UInt256(bigEndianBytes: compact[..<32]),
            let s = UInt256(bigEndianBytes: compact[32...])
        else { throw .signingFailed }
        let signature = Signature(r: r, s: s, yParity: UInt8(truncatingIfNeeded: yParity))
        let recovered = try? Secp256k1.recoverPublicKey(digest: digest, signature: signature)
        guard signature.isLowS, recovered == publicKey else { throw .signatureCheckFailed }
        return signature
    }

    /// Calls `body` with the key's 32 bytes, which are good for the call only.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try secret.withUnsafeBytes(body)
    }

    private static func computePublicKey(_ secret: SecretBytes) -> [UInt8]? {
        var publicKey = [UInt8](repeating: 0, count: 65)
        let done = secret.withUnsafeBytes { key in
            let pointer = key.baseAddress?.assumingMemoryBound(to: UInt8.self)
            return coai_secp256k1_key_is_valid(pointer) == 1
                && coai_secp256k1_public_key(pointer, &publicKey) == 1
        }
        return done ? publicKey : nil
    }
}

extension PrivateKey: CustomStringConvertible, CustomReflectable {
    /// The address alone.
    public var description: String { "PrivateKey(\(address))" }
    /// No children, so that a dump shows nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
