/// Why something isn't a transaction that coai accepts.
public struct TransactionError: Error, Sendable, Equatable {
    /// Stable name of the error, such as `transaction.wrong-fields`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String

    /// An error with these texts.
    public init(code: String, message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    static func field(_ name: String, _ what: String) -> TransactionError {
        TransactionError(code: "transaction.field", message: "\(name): \(what)")
    }

    static func rlp(_ error: RLPError) -> TransactionError {
        TransactionError(code: error.code, message: error.message)
    }
}
