import CCrypto

/// Keys from passphrases.
public enum KeyDerivation {
    /// Underlying hash of PBKDF2.
    public enum Hash: Sendable { case sha256, sha512 }

    /// PBKDF2 (RFC 8018), `count` bytes.
    ///
    /// - Throws: `CryptographyError.derivationFailed` for no iterations or more than 2^31-1.
    public static func pbkdf2(
        _ hash: Hash, passphrase: SecretBytes, salt: SecretBytes, iterations: UInt32, count: Int
    ) throws(CryptographyError) -> SecretBytes {
        let output = SecretBytes(count: count)
        let done = passphrase.withUnsafeBytes { passphrase in
            salt.withUnsafeBytes { salt in
                output.withUnsafeMutableBytes { output in
                    let pointer = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
                    return switch hash {
                    case .sha256:
                        coai_pbkdf2_sha256(
                            passphrase.baseAddress, passphrase.count, salt.baseAddress, salt.count,
                            iterations,
                            pointer, output.count)
                    case .sha512:
                        coai_pbkdf2_sha512(
                            passphrase.baseAddress, passphrase.count, salt.baseAddress, salt.count,
                            iterations,
                            pointer, output.count)
                    }
                }
            }
        }
        guard done == 1 else { throw .derivationFailed }
        return output
    }

    /// scrypt (RFC 7914), `count` bytes, in 128 * r * (n + p) bytes of memory.
    ///
    /// The caller limits the work: this only refuses what the function has no answer for.
    ///
    /// - Throws: `CryptographyError.derivationFailed`, also where the memory isn't to be had.
    public static func scrypt(
        passphrase: SecretBytes, salt: [UInt8], n: UInt64, r: UInt64, p: UInt64, count: Int
    ) throws(CryptographyError) -> SecretBytes {
        // OpenSSL counts its whole work area against the maximum, and refuses above 32 MiB unless told.
        let (blocks, overflow1) = n.addingReportingOverflow(p)
        let (lines, overflow2) = blocks.addingReportingOverflow(4)
        let (words, overflow3) = lines.multipliedReportingOverflow(by: r)
        let (bytes, overflow4) = words.multipliedReportingOverflow(by: 128)
        guard !overflow1, !overflow2, !overflow3, !overflow4 else { throw .derivationFailed }
        let output = SecretBytes(count: count)
        let done = passphrase.withUnsafeBytes { passphrase in
            salt.withUnsafeBytes { salt in
                output.withUnsafeMutableBytes {
                    coai_scrypt(
                        passphrase.baseAddress, passphrase.count, salt.baseAddress, salt.count, n, r, p,
                        bytes,
                        $0.baseAddress?.assumingMemoryBound(to: UInt8.self), $0.count)
                }
            }
        }
        guard done == 1 else { throw .derivationFailed }
        return output
    }
}

/// AES-128 in counter mode, as the keystore files use it; encryption and decryption are the same.
public enum AES128CTR {
    /// `input` under a 16-byte key and a 16-byte initial counter.
    ///
    /// - Throws: `CryptographyError.derivationFailed` for other lengths.
    public static func apply(
        key: UnsafeRawBufferPointer, counter: [UInt8], to input: UnsafeRawBufferPointer
    ) throws(CryptographyError) -> SecretBytes {
        guard key.count == 16, counter.count == 16 else { throw .derivationFailed }
        let output = SecretBytes(count: input.count)
        let done = output.withUnsafeMutableBytes {
            coai_aes128_ctr(
                key.baseAddress?.assumingMemoryBound(to: UInt8.self), counter, input.baseAddress, input.count,
                $0.baseAddress)
        }
        guard done == 1 else { throw .derivationFailed }
        return output
    }
}
