import CCrypto
import Ethereum

/// A public key that derives others (BIP-32).
public struct ExtendedPublicKey: Sendable, Equatable {
    /// The compressed key, 33 bytes.
    public let key: [UInt8]
    /// 32 bytes without which nothing can be derived.
    public let chainCode: [UInt8]
    /// Number of steps from the master key.
    public let depth: UInt8
    /// First four bytes of the parent's identifier; zeros for a master key.
    public let parentFingerprint: [UInt8]
    /// The last step of the path; 0 for a master key.
    public let childNumber: UInt32
    private let uncompressed: [UInt8]

    init(
        key: [UInt8], chainCode: [UInt8], depth: UInt8, parentFingerprint: [UInt8], childNumber: UInt32
    ) throws(CryptographyError) {
        uncompressed = try Secp256k1.decompress(key)
        self.key = key
        self.chainCode = chainCode
        self.depth = depth
        self.parentFingerprint = parentFingerprint
        self.childNumber = childNumber
    }

    /// The key in an `xpub` text.
    ///
    /// - Throws: `CryptographyError.invalidExtendedKey`.
    public init(parsing text: String) throws(CryptographyError) {
        let payload = try ExtendedKeyCoding.decode(
            SecretBytes(copying: text), version: ExtendedKeyCoding.publicVersion)
        let bytes = payload.withUnsafeBytes { Array($0) }
        let fields = payload.withUnsafeBytes { ExtendedKeyCoding.Fields($0) }
        do {
            try self.init(
                key: Array(bytes[45...]), chainCode: Array(bytes[13..<45]), depth: fields.depth,
                parentFingerprint: fields.parentFingerprint, childNumber: fields.childNumber)
        } catch { throw .invalidExtendedKey }
    }

    /// The account's address.
    public var address: Address { Secp256k1.address(ofPublicKey: uncompressed) }

    /// First four bytes of this key's identifier.
    public var fingerprint: [UInt8] { ExtendedPublicKey.fingerprint(of: key) }

    static func fingerprint(of key: [UInt8]) -> [UInt8] {
        Array(Digest.ripemd160.hash(Digest.sha256.hash(key)).prefix(4))
    }

    /// The child of this number, below 2^31.
    ///
    /// - Throws: `CryptographyError.impossibleDerivation` for a hardened step and below depth 255.
    public func child(_ number: UInt32) throws(CryptographyError) -> ExtendedPublicKey {
        guard number < DerivationPath.hardened, depth < .max else { throw .impossibleDerivation }
        let data = key + withUnsafeBytes(of: number.bigEndian) { Array($0) }
        let output = try HMAC.sha512(key: SecretBytes(copying: chainCode), SecretBytes(copying: data))
        var child = [UInt8](repeating: 0, count: 33)
        let added = output.withUnsafeBytes {
            coai_secp256k1_public_key_add(key, $0.baseAddress?.assumingMemoryBound(to: UInt8.self), &child)
        }
        guard added == 1 else { throw .impossibleDerivation }
        return try ExtendedPublicKey(
            key: child, chainCode: output.slice(32..<64).withUnsafeBytes { Array($0) }, depth: depth + 1,
            parentFingerprint: fingerprint, childNumber: number)
    }

    /// The key as `xpub` text.
    public var serialized: String {
        let payload = SecretBytes(count: 78)
        payload.withUnsafeMutableBytes { output in
            ExtendedKeyCoding.write(
                version: ExtendedKeyCoding.publicVersion, depth: depth, parentFingerprint: parentFingerprint,
                childNumber: childNumber, into: output)
            UnsafeMutableRawBufferPointer(rebasing: output[13...]).copyBytes(from: chainCode + key)
        }
        return ExtendedKeyCoding.encode(payload).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
