import Cryptography
import Ethereum
import StrictJSON

/// How a file's encryption key comes from the passphrase, within limits on the work.
public enum KeyDerivationParameters: Sendable, Equatable {
    /// scrypt in 128 * n * r bytes of memory.
    case scrypt(n: UInt64, r: UInt64, p: UInt64, salt: [UInt8])
    /// PBKDF2 with HMAC-SHA-256.
    case pbkdf2(iterations: UInt32, salt: [UInt8])

    /// Length of the derived key in bytes: half of it encrypts, half authenticates.
    static let derivedLength = 32
    static let maximumMemory: UInt64 = 1 << 30
    static let maximumParallelism: UInt64 = 16
    static let maximumIterations: UInt64 = 10_000_000
    static let maximumSaltLength = 1_024

    /// The parameters that `crypto` names.
    ///
    /// - Throws: `KeystoreError` before any work for what is missing, unknown or beyond the limits.
    init(crypto: JSONObject) throws(KeystoreError) {
        guard let name = crypto["kdf"]?.stringValue else { throw .damaged("kdf is missing") }
        guard let parameters = crypto["kdfparams"]?.objectValue else {
            throw .damaged("kdfparams is missing")
        }
        let salt = try KeystoreFile.bytes(parameters, "salt")
        guard salt.count <= KeyDerivationParameters.maximumSaltLength else {
            throw .damaged("its salt is too long")
        }
        guard try KeyDerivationParameters.number(parameters, "dklen") == 32 else {
            throw .unsupported("a derived key of a length other than 32")
        }
        switch name {
        case "scrypt": self = try KeyDerivationParameters.scrypt(parameters, salt: salt)
        case "pbkdf2": self = try KeyDerivationParameters.pbkdf2(parameters, salt: salt)
        default: throw .unsupported("its key derivation is neither scrypt nor pbkdf2")
        }
    }

    private static func scrypt(
        _ parameters: JSONObject, salt: [UInt8]
    ) throws(KeystoreError) -> KeyDerivationParameters {
        let n = try number(parameters, "n")
        let r = try number(parameters, "r")
        let p = try number(parameters, "p")
        guard n > 1, n & (n - 1) == 0 else { throw .damaged("scrypt's n is not a power of two") }
        guard r > 0, p > 0 else { throw .damaged("scrypt's r or p is 0") }
        let (lines, overflow) = n.multipliedReportingOverflow(by: r)
        guard !overflow, lines <= maximumMemory / 128 else { throw .excessive("scrypt in more than 1 GiB") }
        guard p <= maximumParallelism else { throw .excessive("scrypt's p is above 16") }
        // RFC 7914, section 2: n below 2^(128 r / 8).
        guard r >= 4 || n < 1 << (16 * r) else { throw .damaged("scrypt's n is too large for its r") }
        return .scrypt(n: n, r: r, p: p, salt: salt)
    }

    private static func pbkdf2(
        _ parameters: JSONObject, salt: [UInt8]
    ) throws(KeystoreError) -> KeyDerivationParameters {
        guard let prf = parameters["prf"]?.stringValue else { throw .damaged("prf is missing") }
        guard prf == "hmac-sha256" else { throw .unsupported("pbkdf2 without hmac-sha256") }
        let count = try number(parameters, "c")
        guard count > 0 else { throw .damaged("pbkdf2's count is 0") }
        guard count <= maximumIterations else { throw .excessive("more than 10,000,000 rounds of pbkdf2") }
        return .pbkdf2(iterations: UInt32(count), salt: salt)
    }

    /// A whole number that is written as one.
    private static func number(_ object: JSONObject, _ key: String) throws(KeystoreError) -> UInt64 {
        guard let text = object[key]?.numberText, let value = UInt64(text) else {
            throw .damaged("\(key) is not a whole number")
        }
        return value
    }

    /// The 32 bytes of `passphrase`.
    func derive(_ passphrase: SecretBytes) throws(KeystoreError) -> SecretBytes {
        do {
            switch self {
            case .scrypt(let n, let r, let p, let salt):
                return try KeyDerivation.scrypt(
                    passphrase: passphrase, salt: salt, n: n, r: r, p: p,
                    count: KeyDerivationParameters.derivedLength)
            case .pbkdf2(let iterations, let salt):
                return try KeyDerivation.pbkdf2(
                    .sha256, passphrase: passphrase, salt: SecretBytes(copying: salt), iterations: iterations,
                    count: KeyDerivationParameters.derivedLength)
            }
        } catch { throw .memory }
    }

    /// `kdf` and `kdfparams` of a file.
    var members: [(String, JSON)] {
        switch self {
        case .scrypt(let n, let r, let p, let salt):
            [
                ("kdf", .string("scrypt")),
                (
                    "kdfparams",
                    .object(
                        JSONObject([
                            ("dklen", .number("32")), ("n", .number(String(n))), ("p", .number(String(p))),
                            ("r", .number(String(r))), ("salt", .string(Hex.encode(salt, prefix: false))),
                        ]))
                ),
            ]
        case .pbkdf2(let iterations, let salt):
            [
                ("kdf", .string("pbkdf2")),
                (
                    "kdfparams",
                    .object(
                        JSONObject([
                            ("c", .number(String(iterations))), ("dklen", .number("32")),
                            ("prf", .string("hmac-sha256")),
                            ("salt", .string(Hex.encode(salt, prefix: false))),
                        ]))
                ),
            ]
        }
    }
}
