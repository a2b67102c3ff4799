import CCrypto

/// Arithmetic on numbers of any size, through OpenSSL.
public enum BigNumber {
    /// A power modulo a number, all big-endian and public: the time taken shows them.
    ///
    /// - Returns: as many bytes as `modulus` has, zeros for a modulus of 0 or 1; nil if memory is short.
    public static func power(_ base: [UInt8], to exponent: [UInt8], modulo modulus: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: modulus.count)
        guard
            coai_modular_power(
                base, base.count, exponent, exponent.count, modulus, modulus.count, &output) == 1
        else { return nil }
        return output
    }
}
