import Ethereum
import SafeText
import StrictJSON

/// Why a document isn't reviewed, or isn't signed: what is wrong with it, not what is dangerous about it.
public struct ReviewError: Error, Sendable, Equatable {
    /// Stable name, such as `document.ambiguous` or `typed-data.unknown-field`.
    public let code: String
    /// One sentence for a person; printable ASCII.
    public let message: String
    /// What to do about it; may be empty.
    public let hint: String

    /// An error of these parts.
    public init(code: String, message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    init(_ error: JSONError) {
        // Its message says at which byte.
        self.init(code: error.code, message: error.message, hint: error.hint)
    }

    init(_ error: TypedDataError) {
        // The place is made of names from the document.
        let place = error.path.isEmpty ? "" : " (at \(SafeText(reviewing: error.path).text))"
        self.init(code: error.code, message: error.message + place, hint: error.hint)
    }

    init(_ error: TransactionError) {
        self.init(code: error.code, message: error.message, hint: error.hint)
    }
}
