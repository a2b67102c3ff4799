import CCrypto
import Ethereum

/// Public operations on Ethereum's curve.
public enum Secp256k1 {
    /// The address whose key made `signature` of `digest`.
    ///
    /// A high s is recovered like a low one: whether it is allowed is for the caller to say.
    ///
    /// - Throws: `CryptographyError.unrecoverableSignature`.
    public static func recover(digest: Hash32, signature: Signature) throws(CryptographyError) -> Address {
        address(ofPublicKey: try recoverPublicKey(digest: digest, signature: signature))
    }

    /// The public key, 65 bytes beginning with 4, that made `signature` of `digest`.
    ///
    /// - Throws: `CryptographyError.unrecoverableSignature`.
    public static func recoverPublicKey(
        digest: Hash32, signature: Signature
    ) throws(CryptographyError) -> [UInt8] {
        var publicKey = [UInt8](repeating: 0, count: 65)
        let compact = signature.r.bigEndianBytes + signature.s.bigEndianBytes
        guard coai_secp256k1_recover(digest.bytes, compact, Int32(signature.yParity), &publicKey) == 1 else {
            throw .unrecoverableSignature
        }
        return publicKey
    }

    /// The address of an uncompressed public key: the last 20 bytes of the hash of its coordinates.
    public static func address(ofPublicKey publicKey: [UInt8]) -> Address {
        Address(truncating: Keccak256.hash(Array(publicKey.dropFirst())).word)
    }

    /// The 33-byte form of a 65-byte public key.
    ///
    /// - Throws: `CryptographyError.invalidPublicKey`.
    public static func compress(_ publicKey: [UInt8]) throws(CryptographyError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 33)
        guard publicKey.count == 65, coai_secp256k1_compress(publicKey, &output) == 1 else {
            throw .invalidPublicKey
        }
        return output
    }

    /// The 65-byte form of a 33-byte public key.
    ///
    /// - Throws: `CryptographyError.invalidPublicKey`.
    public static func decompress(_ publicKey: [UInt8]) throws(CryptographyError) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: 65)
        guard publicKey.count == 33, coai_secp256k1_decompress(publicKey, &output) == 1 else {
            throw .invalidPublicKey
        }
        return output
    }
}
