import Cryptography
import Keystore
import Profile

/// Parsers of what lies in a person's folders: keystores, phrases, paths, profiles.
let keyParsers: [Parser] = [
    Parser("keystore") { bytes in
        guard let file = try? KeystoreFile(parsing: bytes) else { return }
        switch file.derivation {
        case .scrypt(let n, let r, let p, _):
            precondition(n.nonzeroBitCount == 1 && r > 0 && p > 0 && p <= 16 && 128 * n * r <= 1 << 30)
        case .pbkdf2(let iterations, _): precondition(iterations <= 10_000_000)
        }
    },
    Parser("mnemonic") { _ = try? Mnemonic(english: SecretBytes(copying: $0)) },
    Parser("derivation-path") { bytes in
        guard let path = try? DerivationPath(parsing: text(bytes)) else { return }
        precondition((try? DerivationPath(parsing: path.description)) == path)
    },
    Parser("extended-key") { _ = try? ExtendedPublicKey(parsing: text($0)) },
    Parser("profile") { bytes in
        guard let profile = try? NetworkProfile(parsing: bytes) else { return }
        // A profile that is written reads back as the same network.
        let again = try? NetworkProfile(parsing: Array(profile.serialized().utf8))
        precondition(again?.digest == profile.digest)
    },
]
