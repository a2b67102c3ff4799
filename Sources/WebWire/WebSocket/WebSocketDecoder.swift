/// Reads the frames that the other end of a WebSocket sends, and joins fragments to messages.
///
/// Feed it bytes as they come. Between the fragments of a message control frames may come; they are given at once.
public struct WebSocketDecoder: Sendable {
    private enum State: Sendable {
        /// Collecting the two to fourteen bytes before a payload.
        case header
        case payload(remaining: Int)
        case closed
    }

    private let role: WebSocketRole
    private let maximumBytes: Int
    private var state = State.header
    private var header: [UInt8] = []
    private var frame = WebSocketFrameHeader()
    private var maskPlace = 0
    private var control: [UInt8] = []
    private var message: [UInt8] = []
    /// Operation of the message that is under way; nil between messages.
    private var operation: UInt8?
    private var utf8 = UTF8Checker()

    /// A decoder for the end `role`, of messages up to `maximumBytes`.
    public init(role: WebSocketRole, maximumBytes: Int) {
        self.role = role
        self.maximumBytes = maximumBytes
    }

    /// Whether the peer has sent its close frame, after which nothing counts.
    public var isClosed: Bool {
        if case .closed = state { return true }
        return false
    }

    /// Takes bytes from `index` on and moves it; the next message, or nil where more bytes are needed.
    ///
    /// - Throws: `WebSocketError`; the connection can't be used after it.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, from index: inout Int) throws(WebSocketError)
        -> WebSocketMessage?
    {
        while true {
            switch state {
            case .closed:
                index = bytes.count
                return nil
            case .header:
                guard index < bytes.count else { return nil }
                header.append(bytes[index])
                index += 1
                if header.count == 2 { try WebSocketFrameHeader.check(header[0], header[1], role: role) }
                guard header.count == WebSocketFrameHeader.length(of: header) else { continue }
                try begin()
            case .payload(let remaining):
                let taken = min(remaining, bytes.count - index)
                try take(UnsafeRawBufferPointer(rebasing: bytes[index..<(index + taken)]))
                index += taken
                guard taken == remaining else {
                    state = .payload(remaining: remaining - taken)
                    return nil
                }
                state = .header
                if let message = try finish() { return message }
            }
        }
    }

    private mutating func begin() throws(WebSocketError) {
        frame = try WebSocketFrameHeader(header)
        header.removeAll(keepingCapacity: true)
        maskPlace = 0
        if frame.isControl {
            control.removeAll(keepingCapacity: true)
        } else if frame.operation == WebSocketOperation.continuation {
            guard operation != nil else { throw .frame("a continuation of nothing") }
        } else {
            guard operation == nil else { throw .frame("a new message inside another") }
            operation = frame.operation
            utf8 = UTF8Checker()
        }
        if !frame.isControl {
            guard frame.payloadBytes <= maximumBytes - message.count else { throw .size(maximumBytes) }
        }
        state = .payload(remaining: frame.payloadBytes)
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) throws(WebSocketError) {
        if frame.isControl {
            Self.unmask(bytes, frame.mask, &maskPlace, into: &control)
            return
        }
        let start = message.count
        Self.unmask(bytes, frame.mask, &maskPlace, into: &message)
        guard operation == WebSocketOperation.text else { return }
        let isText = message.withUnsafeBytes { utf8.accepts(UnsafeRawBufferPointer(rebasing: $0[start...])) }
        guard isText else { throw .text }
    }

    private static func unmask(
        _ bytes: UnsafeRawBufferPointer, _ mask: [UInt8]?, _ maskPlace: inout Int, into output: inout [UInt8]
    ) {
        let start = output.count
        output.append(contentsOf: bytes)
        guard let mask else { return }
        for place in start..<output.count {
            output[place] ^= mask[maskPlace & 3]
            maskPlace &+= 1
        }
    }

    private mutating func finish() throws(WebSocketError) -> WebSocketMessage? {
        switch frame.operation {
        case WebSocketOperation.ping: return .ping(control)
        case WebSocketOperation.pong: return .pong(control)
        case WebSocketOperation.close:
            state = .closed
            return try Self.close(control)
        default: break
        }
        guard frame.isFinal else { return nil }
        defer { operation = nil }
        let whole = message
        message = []
        if operation == WebSocketOperation.binary { return .binary(whole) }
        guard utf8.isAtEnd else { throw .text }
        return .text(whole)
    }

    private static func close(_ payload: [UInt8]) throws(WebSocketError) -> WebSocketMessage {
        guard !payload.isEmpty else { return .close(code: nil, reason: []) }
        guard payload.count >= 2 else { throw .frame("half of a status code") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        switch code {
        // 1004 to 1006 and 1015 are never sent; below 1000 and from 1016 to 2999 nothing is defined.
        case 1000...1003, 1007...1014, 3000...4999: break
        default: throw .frame("a status code that can't be sent")
        }
        let reason = Array(payload[2...])
        guard UTF8Checker.isValid(reason) else { throw .text }
        return .close(code: code, reason: reason)
    }
}
