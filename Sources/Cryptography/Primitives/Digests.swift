import CCrypto

/// A hash function of OpenSSL's, apart from Ethereum's own.
public enum Digest: Sendable, CaseIterable {
    case sha1
    case ripemd160
    case sha256
    case sha512
    case sha3_256

    /// Length of a digest in bytes.
    public var length: Int {
        switch self {
        case .sha1, .ripemd160: 20
        case .sha256, .sha3_256: 32
        case .sha512: 64
        }
    }

    /// The digest of `bytes`.
    public func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBytes { hash($0) } }

    /// The digest of the bytes of `buffer`.
    public func hash(_ buffer: UnsafeRawBufferPointer) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: length)
        let done = output.withUnsafeMutableBufferPointer { output in
            switch self {
            case .sha1: coai_sha1(buffer.baseAddress, buffer.count, output.baseAddress)
            case .ripemd160: coai_ripemd160(buffer.baseAddress, buffer.count, output.baseAddress)
            case .sha256: coai_sha256(buffer.baseAddress, buffer.count, output.baseAddress)
            case .sha512: coai_sha512(buffer.baseAddress, buffer.count, output.baseAddress)
            case .sha3_256: coai_sha3_256(buffer.baseAddress, buffer.count, output.baseAddress)
            }
        }
        // Fails only where the library lacks the function altogether: better no answer than a wrong one.
        precondition(done == 1, "OpenSSL has no \(self)")
        return output
    }
}

/// Keyed hashes (RFC 2104), of secrets into secrets.
enum HMAC {
    /// HMAC-SHA-512, 64 bytes.
    static func sha512(key: SecretBytes, _ data: SecretBytes) throws(CryptographyError)
        -> SecretBytes
    {
        let output = SecretBytes(count: 64)
        let done = key.withUnsafeBytes { key in
            data.withUnsafeBytes { data in
                output.withUnsafeMutableBytes {
                    coai_hmac_sha512(
                        key.baseAddress, key.count, data.baseAddress, data.count,
                        $0.baseAddress?.assumingMemoryBound(to: UInt8.self))
                }
            }
        }
        guard done == 1 else { throw .derivationFailed }
        return output
    }
}
