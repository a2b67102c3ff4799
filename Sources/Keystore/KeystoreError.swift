import Cryptography

/// Why a keystore file can't be read, opened or written.
public struct KeystoreError: Error, Sendable, Equatable {
    /// Stable name of the error.
    public let code: String
    /// One sentence for a person; never holds secret text.
    public let message: String
    /// What helps.
    public let hint: String

    /// The error with these words.
    public init(code: String, message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The file says something that a keystore file can't, or lacks what it must say.
    static func damaged(_ what: String) -> KeystoreError {
        KeystoreError(
            code: "keystore.damaged", message: "the keystore file is damaged: \(what)",
            hint: "restore it from a backup; the passphrase can't help")
    }

    /// A valid file of a kind that isn't read here.
    static func unsupported(_ what: String) -> KeystoreError {
        KeystoreError(
            code: "keystore.unsupported", message: "unsupported keystore file: \(what)",
            hint: "version 3 files with aes-128-ctr, and scrypt or pbkdf2 of hmac-sha256, can be opened")
    }

    /// Work beyond the limits, which a hostile file may ask for.
    static func excessive(_ what: String) -> KeystoreError {
        KeystoreError(
            code: "keystore.kdf-limit", message: "the file asks for too much work: \(what)",
            hint: "open it with the program that wrote it and save it with ordinary parameters")
    }

    /// The passphrase doesn't open a file that looks undamaged.
    static func wrongPassphrase(checked: Bool) -> KeystoreError {
        KeystoreError(
            code: "keystore.wrong-passphrase", message: "the passphrase does not open this keystore file",
            hint: checked
                ? "the file itself is intact; check the keyboard layout and caps lock"
                : "check the keyboard layout and caps lock; a changed file would look the same")
    }

    /// The derivation failed though its parameters are in range.
    static let memory = KeystoreError(
        code: "keystore.memory", message: "the key could not be derived: not enough memory",
        hint: "the file needs up to 1 GiB: free some memory and try again")

    /// The operating system refused.
    static func file(_ what: String, _ path: String, _ reason: String) -> KeystoreError {
        KeystoreError(code: "keystore.file", message: "\(what) \(path): \(reason)")
    }
}
