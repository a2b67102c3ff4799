/// Why something isn't what the contract ABI says.
public enum ABIError: Error, Sendable, Equatable {
    /// The text of a type or signature can't be read.
    case syntax(String)
    /// A value is of another kind than its type, or an array of another length.
    case mismatch(expected: String)
    /// A number, or text, doesn't fit its type.
    case outOfRange(type: String)
    /// The data ends before a value, or an offset or length points outside it.
    case truncated
    /// Padding, a boolean or an address has bits that must be zero.
    case notCanonical(type: String)
    /// Reading would take more values or bytes than the data can honestly hold.
    case tooLarge
    /// The calldata begins with another selector, or the log with another topic.
    case selectorMismatch

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .syntax: "abi.syntax"
        case .mismatch: "abi.mismatch"
        case .outOfRange: "abi.out-of-range"
        case .truncated: "abi.truncated"
        case .notCanonical: "abi.not-canonical"
        case .tooLarge: "abi.too-large"
        case .selectorMismatch: "abi.selector-mismatch"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .syntax(let what): "not a type or signature: \(what)"
        case .mismatch(let expected): "the value is not \(expected)"
        case .outOfRange(let type): "the value does not fit \(type)"
        case .truncated: "the data ends too early, or an offset points outside it"
        case .notCanonical(let type): "unused bits of \(type) are set"
        case .tooLarge: "the data claims more values than it can hold"
        case .selectorMismatch: "the data belongs to another function or event"
        }
    }
}
