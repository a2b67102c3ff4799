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

    /// A key that no transaction has; it is named where it is a plain word, as it comes from the document.
    static func unknownField(_ key: String, of place: String, known: Set<String>) -> TransactionError {
        let isPlain =
            (1...40).contains(key.utf8.count)
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        return TransactionError(
            code: "transaction.unknown-field",
            message: "\(place) has an unknown field" + (isPlain ? ": \(key)" : ""),
            hint: "known are \(known.sorted().joined(separator: ", "))")
    }

    static func rlp(_ error: RLPError) -> TransactionError {
        TransactionError(code: error.code, message: error.message)
    }
}
