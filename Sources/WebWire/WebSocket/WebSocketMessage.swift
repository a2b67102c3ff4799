/// A message of a WebSocket, its fragments joined, or a control frame.
public enum WebSocketMessage: Sendable, Hashable {
    /// Text, checked to be valid UTF-8.
    case text([UInt8])
    /// Bytes.
    case binary([UInt8])
    /// A ping, to be answered by a pong with the same payload.
    case ping([UInt8])
    /// A pong.
    case pong([UInt8])
    /// The peer's last frame: its status code, if it gave one, and its reason.
    case close(code: UInt16?, reason: [UInt8])
}

/// Which end of a WebSocket one is.
public enum WebSocketRole: Sendable {
    /// The end that opened it: what it sends is masked.
    case client
    /// The end that accepted it: what it sends isn't masked.
    case server
}

/// Operation codes of frames (RFC 6455, section 5.2).
enum WebSocketOperation {
    static let continuation: UInt8 = 0
    static let text: UInt8 = 1
    static let binary: UInt8 = 2
    static let close: UInt8 = 8
    static let ping: UInt8 = 9
    static let pong: UInt8 = 10
}
