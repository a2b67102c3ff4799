/// Why bytes aren't a document that coai reads.
public struct JSONError: Error, Sendable, Equatable {
    /// Stable name of the error, such as `json.duplicate-key`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it.
    public let hint: String
    /// Byte at which it was noticed.
    public let offset: Int

    /// An error with these texts.
    public init(code: String, message: String, hint: String = "", offset: Int) {
        self.code = code
        self.message = message
        self.hint = hint
        self.offset = offset
    }

    static func syntax(_ what: String, _ offset: Int) -> JSONError {
        JSONError(
            code: "json.syntax", message: "not JSON at byte \(offset): \(what)",
            hint: "the document must be RFC 8259 JSON, without comments or trailing commas", offset: offset)
    }

    static func utf8(_ offset: Int) -> JSONError {
        JSONError(
            code: "json.utf8", message: "not valid UTF-8 at byte \(offset)",
            hint: "save the document as UTF-8",
            offset: offset)
    }

    static func surrogate(_ offset: Int) -> JSONError {
        JSONError(
            code: "json.surrogate", message: "half of a surrogate pair at byte \(offset)",
            hint: "a \\u escape from D800 to DFFF needs its other half", offset: offset)
    }

    static func duplicate(_ offset: Int) -> JSONError {
        JSONError(
            code: "json.duplicate-key",
            message: "the object that ends at byte \(offset) names a member twice",
            hint: "libraries differ on which of the two counts; remove one", offset: offset)
    }

    static func depth(_ limit: Int, _ offset: Int) -> JSONError {
        JSONError(
            code: "json.depth", message: "nested deeper than \(limit) levels at byte \(offset)",
            offset: offset)
    }

    static func items(_ limit: Int, _ offset: Int) -> JSONError {
        JSONError(
            code: "json.too-many-values", message: "more than \(limit) values, at byte \(offset)",
            offset: offset)
    }

    static func size(_ limit: Int) -> JSONError {
        JSONError(code: "json.too-large", message: "larger than \(limit) bytes", offset: limit)
    }
}
