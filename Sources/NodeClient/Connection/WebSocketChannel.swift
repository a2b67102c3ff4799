import Glibc
import WebWire

/// JSON documents as text messages of a WebSocket.
final class WebSocketChannel: MessageChannel {
    private let stream: ByteStream
    private var decoder: WebSocketDecoder
    private(set) var isOpen = true
    private let input = InputBuffer()
    private var random = SystemRandomNumberGenerator()
    /// Pings and such that came in a row without a message: a node that sends nothing else isn't waited for.
    private var controlFrames = 0
    private static let maximumControlFrames = 1000

    /// Opens the WebSocket over a fresh connection.
    init(_ endpoint: Endpoint, stream: ByteStream, maximumBytes: Int, deadline: Deadline) throws(NodeError) {
        self.stream = stream
        decoder = WebSocketDecoder(role: .client, maximumBytes: maximumBytes)
        var nonce = [UInt8](repeating: 0, count: 16)
        for place in nonce.indices { nonce[place] = random.next() }
        var fields = WebSocketHandshake.requestFields(host: endpoint.authority, nonce: nonce)
        if let credentials = endpoint.credentials {
            fields.append(HTTPField("Authorization", "Basic " + Base64.encode(Array(credentials.utf8))))
        }
        var request: [UInt8] = []
        do {
            try HTTPWriter.request(
                method: "GET", target: endpoint.target, fields: fields, body: nil, into: &request)
        } catch { throw .http(error) }
        try stream.send(request, deadline: deadline)
        try readResponse(nonce: nonce, deadline: deadline)
    }

    private func readResponse(nonce: [UInt8], deadline: Deadline) throws(NodeError) {
        var parser = HTTPResponseParser(limits: HTTPLimits(bodyBytes: 64 << 10))
        while !parser.isComplete {
            _ = try input.fill(from: stream, until: deadline, mayBeQuiet: false)
            var index = 0
            do {
                // A refusal may have a body without an end; its head says enough.
                _ = try parser.read(input.rest, from: &index)
                if let head = parser.head, head.status != 101 { break }
            } catch { throw .http(error) }
            // Frames may follow the response in the same bytes.
            input.consume(index)
        }
        guard let head = parser.head else { throw .closed }
        if head.status != 101 { throw .httpStatus(head.status, retryAfter: nil) }
        do { try WebSocketHandshake.check(head, nonce: nonce) } catch { throw .webSocket(error) }
    }

    func send(_ document: [UInt8], deadline: Deadline) throws(NodeError) {
        try send(.text(document), deadline: deadline)
    }

    func receive(quietUntil: Deadline, deadline: Deadline) throws(NodeError) -> [UInt8]? {
        isOpen = false
        var isInside = false
        while true {
            var index = 0
            let message: WebSocketMessage?
            do { message = try decoder.read(input.rest, from: &index) } catch {
                try? close(code: error.closeCode, deadline: deadline)
                throw .webSocket(error)
            }
            isInside = isInside || index > 0 && message == nil
            input.consume(index)
            switch message {
            case .text(let document):
                controlFrames = 0
                isOpen = true
                return document
            case .binary:
                throw .webSocket(WebSocketError(code: "websocket.binary", message: "a binary message"))
            case .ping(let payload):
                try countControlFrame()
                try send(.pong(payload), deadline: deadline)
                isOpen = false
            case .pong: try countControlFrame()
            case .close(let code, _):
                try? close(code: code ?? 1000, deadline: deadline)
                throw .closed
            case nil:
                let limit = isInside ? deadline : quietUntil
                guard try input.fill(from: stream, until: limit, mayBeQuiet: !isInside) else {
                    isOpen = true
                    return nil
                }
            }
        }
    }

    private func countControlFrame() throws(NodeError) {
        controlFrames += 1
        guard controlFrames <= Self.maximumControlFrames else {
            throw .webSocket(WebSocketError(code: "websocket.control", message: "nothing but control frames"))
        }
    }

    private func send(_ message: WebSocketMessage, deadline: Deadline) throws(NodeError) {
        isOpen = false
        var output: [UInt8] = []
        do {
            try WebSocketEncoder.write(message, mask: { self.random.next() }, into: &output)
        } catch { throw .webSocket(error) }
        try stream.send(output, deadline: deadline)
        isOpen = true
    }

    /// Says goodbye, for which the node gets a moment at most.
    private func close(code: UInt16, deadline: Deadline) throws(NodeError) {
        try send(.close(code: code, reason: []), deadline: min(deadline, Deadline(seconds: 0.2)))
        isOpen = false
    }
}
