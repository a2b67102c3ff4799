/// Why the signer can't be asked, or doesn't understand.
public struct SignerError: Error, Sendable, Equatable {
    /// Stable name, such as `signer.unreachable`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it; may be empty.
    public let hint: String

    /// An error of these parts.
    public init(code: String, message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    static func malformed(_ what: String) -> SignerError {
        SignerError(
            code: "signer.malformed", message: "a message to or from the signer is malformed: \(what)")
    }

    /// The other side ended the connection.
    public static let closed = SignerError(
        code: "signer.closed", message: "the connection to the signer ended",
        hint: "the signer may have been stopped; try again")
    /// The other side took too long.
    public static let timeout = SignerError(
        code: "signer.timeout", message: "the signer didn't answer in time", hint: "try again")
}
