import CCrypto

/// The kernel's random bytes.
public enum SecureRandom {
    /// `count` random bytes.
    ///
    /// - Throws: `CryptographyError.randomUnavailable`.
    public static func bytes(_ count: Int) throws(CryptographyError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let done = bytes.withUnsafeMutableBytes { coai_random($0.baseAddress, $0.count) }
        guard done == 1 else { throw .randomUnavailable }
        return bytes
    }

    /// `count` random bytes in secret memory.
    ///
    /// - Throws: `CryptographyError.randomUnavailable`.
    public static func secret(_ count: Int) throws(CryptographyError) -> SecretBytes {
        let secret = SecretBytes(count: count)
        let done = secret.withUnsafeMutableBytes { coai_random($0.baseAddress, $0.count) }
        guard done == 1 else { throw .randomUnavailable }
        return secret
    }

    /// A number from 0 to `bound` less 1, each as likely as the others; 0 for a bound of 0.
    ///
    /// - Throws: `CryptographyError.randomUnavailable`.
    public static func uint32(below bound: UInt32) throws(CryptographyError) -> UInt32 {
        guard bound > 1 else { return 0 }
        // The lowest 2^32 mod bound values would make small results likelier.
        let rejected = (0 &- bound) % bound
        while true {
            let value = try bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            if value >= rejected { return value % bound }
        }
    }
}
