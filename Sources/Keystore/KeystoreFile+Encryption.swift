import Cryptography
import Ethereum
import StrictJSON

extension KeystoreFile {
    /// How hard a passphrase is made to guess.
    public enum Strength: Sendable, CaseIterable {
        /// scrypt in 256 MiB, about a second.
        case standard
        /// scrypt in 4 MiB, for tests and weak machines.
        case light

        var n: UInt64 { self == .standard ? 262_144 : 4_096 }
        var p: UInt64 { self == .standard ? 1 : 6 }
    }

    /// A file that holds `key` under `passphrase`, with a fresh salt, counter and UUID.
    ///
    /// - Throws: `KeystoreError`: `keystore.memory`, `keystore.random`, and `keystore.check-failed` if the new file
    ///   doesn't open again.
    public static func encrypt(
        _ key: PrivateKey, passphrase: SecretBytes, strength: Strength = .standard, name: String? = nil
    ) throws(KeystoreError) -> KeystoreFile {
        let salt: [UInt8]
        let counter: [UInt8]
        let id: String
        do {
            salt = try SecureRandom.bytes(32)
            counter = try SecureRandom.bytes(16)
            id = try randomUUID()
        } catch { throw KeystoreError(code: "keystore.random", message: error.message) }
        let derivation = KeyDerivationParameters.scrypt(n: strength.n, r: 8, p: strength.p, salt: salt)
        let derived = try derivation.derive(passphrase)
        let ciphertext = derived.withUnsafeBytes { derived in
            key.withUnsafeBytes { plain in
                try? AES128CTR.apply(
                    key: UnsafeRawBufferPointer(rebasing: derived[..<16]), counter: counter, to: plain)
            }
        }
        guard let ciphertext else { throw .memory }
        let encrypted = ciphertext.withUnsafeBytes { Array($0) }
        let file = KeystoreFile(
            address: key.address, name: name, id: id, derivation: derivation, ciphertext: encrypted,
            counter: counter, mac: mac(derived, encrypted), isChecked: true)
        // A file that can't be read back is a lost key: read it as a stranger would, before anyone relies on it.
        guard let again = try? KeystoreFile(parsing: Array(file.serialized.utf8)), again == file,
            again.opens(with: derived, as: key.address)
        else {
            throw KeystoreError(
                code: "keystore.check-failed", message: "the new keystore file does not open again",
                hint: "nothing was written; test this machine's memory")
        }
        return file
    }

    /// The same key and name under another passphrase.
    ///
    /// - Throws: `KeystoreError` as `decrypt` and `encrypt` do.
    public func changingPassphrase(
        from old: SecretBytes, to new: SecretBytes, strength: Strength = .standard
    ) throws(KeystoreError) -> KeystoreFile {
        try KeystoreFile.encrypt(
            try decrypt(passphrase: old), passphrase: new, strength: strength, name: name)
    }

    /// The file's text: one JSON object and a line end.
    public var serialized: String {
        var members: [(String, JSON)] = []
        if let address { members.append(("address", .string(Hex.encode(address.bytes, prefix: false)))) }
        let cipher: [(String, JSON)] = [
            ("cipher", .string("aes-128-ctr")),
            ("ciphertext", .string(Hex.encode(ciphertext, prefix: false))),
            ("cipherparams", .object(JSONObject([("iv", .string(Hex.encode(counter, prefix: false)))]))),
        ]
        let authentication: [(String, JSON)] = [("mac", .string(Hex.encode(mac, prefix: false)))]
        members.append(("crypto", .object(JSONObject(cipher + derivation.members + authentication))))
        if let id { members.append(("id", .string(id))) }
        if let name { members.append(("name", .string(name))) }
        members.append(("version", .number("3")))
        members.append(("x-coai", .object(JSONObject([("checksum", .string(checksum))]))))
        return JSON.object(JSONObject(members)).serialized() + "\n"
    }

    /// SHA-256 of all that opening the file depends on, of public things only: tells damage from a wrong passphrase.
    ///
    /// Of the values, not of the text, so that another program may write the file anew.
    var checksum: String {
        var lines = ["keystore 3", address.map { Hex.encode($0.bytes) } ?? "", Hex.encode(ciphertext)]
        lines += [Hex.encode(counter), Hex.encode(mac)]
        switch derivation {
        case .scrypt(let n, let r, let p, let salt): lines += ["scrypt", "\(n) \(r) \(p)", Hex.encode(salt)]
        case .pbkdf2(let iterations, let salt): lines += ["pbkdf2", "\(iterations)", Hex.encode(salt)]
        }
        return Hex.encode(Digest.sha256.hash(Array(lines.joined(separator: "\n").utf8)), prefix: false)
    }

    /// A version 4 UUID (RFC 9562).
    private static func randomUUID() throws(CryptographyError) -> String {
        var bytes = try SecureRandom.bytes(16)
        bytes[6] = bytes[6] & 0x0f | 0x40
        bytes[8] = bytes[8] & 0x3f | 0x80
        let digits = Array(Hex.encode(bytes, prefix: false).utf8)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
            .map { String(decoding: digits[$0], as: UTF8.self) }
            .joined(separator: "-")
    }
}
