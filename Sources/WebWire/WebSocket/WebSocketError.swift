/// Why bytes aren't a WebSocket (RFC 6455) that is accepted here.
public struct WebSocketError: Error, Sendable, Equatable {
    /// Stable name of the error, such as `websocket.frame`.
    public let code: String
    /// One sentence for a person; holds nothing of what the peer sent.
    public let message: String
    /// The status code that a close frame should give for it (RFC 6455, section 7.4.1).
    public let closeCode: UInt16

    /// An error with these texts.
    public init(code: String, message: String, closeCode: UInt16 = 1002) {
        self.code = code
        self.message = message
        self.closeCode = closeCode
    }

    static func frame(_ what: String) -> WebSocketError {
        WebSocketError(code: "websocket.frame", message: "a WebSocket frame is malformed: \(what)")
    }

    static func handshake(_ what: String) -> WebSocketError {
        WebSocketError(code: "websocket.handshake", message: "no WebSocket was opened: \(what)")
    }

    static let text = WebSocketError(
        code: "websocket.utf8", message: "a WebSocket text isn't valid UTF-8", closeCode: 1007)

    static func size(_ limit: Int) -> WebSocketError {
        WebSocketError(
            code: "websocket.too-large", message: "a WebSocket message takes more than \(limit) bytes",
            closeCode: 1009)
    }
}
