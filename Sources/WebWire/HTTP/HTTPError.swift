/// Why bytes aren't an HTTP/1.1 message that is accepted here.
public struct HTTPError: Error, Sendable, Equatable {
    /// Stable name of the error, such as `http.chunk`.
    public let code: String
    /// One sentence for a person; holds nothing of what the peer sent.
    public let message: String

    /// An error with these texts.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    static func line(_ what: String) -> HTTPError {
        HTTPError(code: "http.line", message: "an HTTP line is malformed: \(what)")
    }

    static func startLine(_ what: String) -> HTTPError {
        HTTPError(code: "http.start-line", message: "the first line isn't HTTP/1.1: \(what)")
    }

    static func field(_ what: String) -> HTTPError {
        HTTPError(code: "http.field", message: "an HTTP header field is malformed: \(what)")
    }

    /// The length of the body can be read in two ways, which is how requests are smuggled.
    static func framing(_ what: String) -> HTTPError {
        HTTPError(code: "http.framing", message: "the length of an HTTP body is ambiguous: \(what)")
    }

    static func chunk(_ what: String) -> HTTPError {
        HTTPError(code: "http.chunk", message: "a chunk of an HTTP body is malformed: \(what)")
    }

    static func head(_ limit: Int) -> HTTPError {
        HTTPError(code: "http.head-too-large", message: "HTTP header fields take more than \(limit) bytes")
    }

    static func body(_ limit: Int) -> HTTPError {
        HTTPError(code: "http.body-too-large", message: "an HTTP body takes more than \(limit) bytes")
    }

    static let truncated = HTTPError(
        code: "http.truncated", message: "the connection ended in the middle of an HTTP message")
}
