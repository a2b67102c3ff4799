import Cryptography

/// The precompile at address 0x100 that checks a signature over P-256 (EIP-7951, from Osaka on).
public enum P256Verify {
    /// Gas of a call.
    public static let gas: UInt64 = 6_900

    /// Checks digest, r, s, x and y, 32 bytes each.
    ///
    /// - Returns: 32 bytes of 1, or nothing; a call never fails.
    public static func verify(_ input: [UInt8]) -> [UInt8] {
        guard input.count == 160,
            P256.isValid(
                signature: Array(input[32..<96]), of: Array(input[..<32]), by: Array(input[96...]))
        else { return [] }
        return [UInt8](repeating: 0, count: 31) + [1]
    }
}
