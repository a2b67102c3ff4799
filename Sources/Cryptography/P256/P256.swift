import CCrypto

/// ECDSA over NIST's curve P-256 (FIPS 186-5, secp256r1): checking only, since no account of Ethereum signs with it.
public enum P256 {
    /// Whether a signature is by a key.
    ///
    /// False for numbers out of range, a point that isn't on the curve and anything of another length.
    ///
    /// - Parameters:
    ///   - digest: 32 bytes that were signed.
    ///   - signature: r and s, 32 bytes each, big-endian.
    ///   - publicKey: x and y, 32 bytes each, big-endian.
    public static func isValid(signature: [UInt8], of digest: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard digest.count == 32, signature.count == 64, publicKey.count == 64 else { return false }
        return coai_p256_verify(digest, signature, publicKey) == 1
    }
}
