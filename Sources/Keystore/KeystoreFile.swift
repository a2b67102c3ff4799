import Cryptography
import Ethereum
import StrictJSON

/// A key encrypted under a passphrase: one file of Web3 Secret Storage, version 3.
public struct KeystoreFile: Sendable, Equatable {
    /// Largest file that is read, in bytes.
    public static let maximumLength = 65_536

    /// The account, where the file names it.
    public let address: Address?
    /// A label that a person gave the account; not authenticated by the passphrase.
    public let name: String?
    /// The file's UUID, as written.
    public let id: String?
    /// How the encryption key comes from the passphrase.
    public let derivation: KeyDerivationParameters
    let ciphertext: [UInt8]
    let counter: [UInt8]
    let mac: [UInt8]
    /// Whether the file carries coai's checksum (and it holds), so that damage is known without the passphrase.
    public let isChecked: Bool

    init(
        address: Address?, name: String?, id: String?, derivation: KeyDerivationParameters,
        ciphertext: [UInt8],
        counter: [UInt8], mac: [UInt8], isChecked: Bool
    ) {
        self.address = address
        self.name = name
        self.id = id
        self.derivation = derivation
        self.ciphertext = ciphertext
        self.counter = counter
        self.mac = mac
        self.isChecked = isChecked
    }

    /// The file in `bytes`.
    ///
    /// Nothing is decrypted, and no work is done that the file asks for.
    ///
    /// Members that aren't known are ignored, as every program that writes these files adds its own.
    ///
    /// - Throws: `KeystoreError`: `keystore.damaged`, `keystore.unsupported`, `keystore.kdf-limit`.
    public init(parsing bytes: [UInt8]) throws(KeystoreError) {
        guard bytes.count <= KeystoreFile.maximumLength else { throw .damaged("it is larger than 64 KiB") }
        let json: JSON
        do { json = try JSON.parse(bytes, limits: .document) } catch { throw .damaged(error.message) }
        guard let file = json.objectValue else { throw .damaged("it is not a JSON object") }
        guard let version = file["version"]?.numberText else { throw .damaged("version is missing") }
        guard version == "3" else { throw .unsupported("its version is not 3") }
        // Both spellings are in use.
        guard file["crypto"] == nil || file["Crypto"] == nil else {
            throw .damaged("crypto stands there twice")
        }
        guard let crypto = (file["crypto"] ?? file["Crypto"])?.objectValue else {
            throw .damaged("crypto is missing")
        }
        guard let cipher = crypto["cipher"]?.stringValue else { throw .damaged("cipher is missing") }
        guard cipher == "aes-128-ctr" else { throw .unsupported("its cipher is not aes-128-ctr") }
        guard let cipherparams = crypto["cipherparams"]?.objectValue else {
            throw .damaged("cipherparams is missing")
        }
        derivation = try KeyDerivationParameters(crypto: crypto)
        ciphertext = try KeystoreFile.bytes(crypto, "ciphertext")
        counter = try KeystoreFile.bytes(cipherparams, "iv")
        mac = try KeystoreFile.bytes(crypto, "mac")
        // Old programs dropped leading zeros of the key.
        guard 30...32 ~= ciphertext.count else { throw .damaged("its ciphertext is not of 30 to 32 bytes") }
        guard counter.count == 16 else { throw .damaged("its iv is not of 16 bytes") }
        guard mac.count == 32 else { throw .damaged("its mac is not of 32 bytes") }
        address = try KeystoreFile.address(file["address"])
        name = file["name"]?.stringValue
        id = file["id"]?.stringValue
        guard let checksum = file["x-coai"]?["checksum"] else {
            isChecked = false
            return
        }
        isChecked = true
        guard checksum.stringValue == self.checksum else {
            throw .damaged("its checksum does not match its contents")
        }
    }

    /// The key, if `passphrase` opens the file and the key is the one that the file names.
    ///
    /// - Throws: `KeystoreError`: `keystore.wrong-passphrase`, `keystore.damaged`, `keystore.memory`.
    public func decrypt(passphrase: SecretBytes) throws(KeystoreError) -> PrivateKey {
        let derived = try derivation.derive(passphrase)
        let isAuthentic = constantTimeEqual(KeystoreFile.mac(derived, ciphertext), mac)
        let key = decryptedKey(derived)
        guard isAuthentic else {
            // The right address under a wrong MAC: the passphrase was right and the file's MAC isn't.
            if let address, let key, key.address == address {
                throw .damaged("its mac does not match, though the passphrase is right")
            }
            throw .wrongPassphrase(checked: isChecked)
        }
        guard let key else { throw .damaged("what it holds is not a private key") }
        guard address == nil || address == key.address else {
            throw KeystoreError(
                code: "keystore.address-mismatch",
                message: "the keystore file names another account than its key has",
                hint: "the file was changed: do not use it before you know why")
        }
        return key
    }

    /// Whether the derived key opens the file to the account's key.
    func opens(with derived: SecretBytes, as address: Address) -> Bool {
        constantTimeEqual(KeystoreFile.mac(derived, ciphertext), mac)
            && decryptedKey(derived)?.address == address
    }

    private func decryptedKey(_ derived: SecretBytes) -> PrivateKey? {
        let plain = derived.withUnsafeBytes { derived in
            ciphertext.withUnsafeBytes { ciphertext in
                try? AES128CTR.apply(
                    key: UnsafeRawBufferPointer(rebasing: derived[..<16]), counter: counter, to: ciphertext)
            }
        }
        guard let plain, plain.count <= 32 else { return nil }
        let secret = SecretBytes(count: 32)
        secret.withUnsafeMutableBytes { secret in
            plain.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: secret[(32 - $0.count)...]).copyMemory(from: $0)
            }
        }
        return try? PrivateKey(secret)
    }

    /// The hash of the derived key's second half and the ciphertext.
    static func mac(_ derived: SecretBytes, _ ciphertext: [UInt8]) -> [UInt8] {
        derived.withUnsafeBytes { derived in
            var hash = Keccak256()
            hash.update(UnsafeRawBufferPointer(rebasing: derived[16..<32]))
            hash.update(ciphertext)
            return hash.finalize().bytes
        }
    }
}

extension KeystoreFile {
    /// Hex digits under `key`; programs disagree on whether `0x` stands before them.
    static func bytes(_ object: JSONObject, _ key: String) throws(KeystoreError) -> [UInt8] {
        guard let text = object[key]?.stringValue else { throw .damaged("\(key) is missing") }
        guard let bytes = try? Hex.decode(text.hasPrefix("0x") ? text : "0x" + text) else {
            throw .damaged("\(key) is not hex")
        }
        return bytes
    }

    private static func address(_ json: JSON?) throws(KeystoreError) -> Address? {
        guard let json else { return nil }
        guard let text = json.stringValue,
            let address = try? Address(text.hasPrefix("0x") ? text : "0x" + text)
        else { throw .damaged("its address is not an address") }
        return address
    }
}
