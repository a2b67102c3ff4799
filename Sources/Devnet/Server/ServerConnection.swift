import Glibc
import StrictJSON
import WebWire

/// A client's connection: bytes in, requests out, and answers back at the pace at which it reads them.
final class ServerConnection {
    /// Most bytes of a request.
    static let requestBytes = 5 << 20
    /// While so many bytes wait to be sent, no request is read.
    private static let comfortableOutput = 1 << 20

    /// How requests come.
    private enum Way {
        case http(HTTPRequestParser)
        case webSocket(WebSocketDecoder)
        case documents(JSONBoundary, [UInt8])
    }

    /// A request and the way its answer goes.
    enum Request {
        /// A JSON-RPC document.
        case document([UInt8], keepsOpen: Bool)
        /// Nothing to be answered; look again.
        case none
    }

    let descriptor: Int32
    /// Whether the server may tell news by itself.
    private(set) var canSubscribe: Bool
    /// Whether it is on this machine's own socket, in the file system.
    let isLocal: Bool
    /// When something last came, in milliseconds of the monotonic clock.
    private(set) var lastHeard: UInt64
    /// When it was asked whether it is still there, if it hasn't said anything since.
    private var askedAt: UInt64?
    /// Whether a request ever came whole.
    private(set) var hasAsked = false
    /// Whether the client has said that it sends nothing more; what it has sent is answered all the same.
    private var isAtEnd = false
    /// Whether it is over as soon as everything is sent.
    private(set) var isEnding = false
    /// Whether it can't be used any more.
    private(set) var isOver = false
    private var way: Way
    private var input: [UInt8] = []
    private var output = OutputQueue()
    private let hosts: HostNames?
    private let origins: PageOrigins
    /// The origin of the page that made the last request, if it may read the answer.
    private var page: String?

    /// - Parameters:
    ///   - hosts: names by which it may be called; nil for a local socket.
    ///   - origins: pages that may use it.
    init(_ descriptor: Int32, hosts: HostNames?, origins: PageOrigins, isLocal: Bool, now: UInt64) {
        self.origins = origins
        self.descriptor = descriptor
        self.hosts = hosts
        self.isLocal = isLocal
        lastHeard = now
        canSubscribe = isLocal
        way =
            isLocal
            ? .documents(JSONBoundary(), [])
            : .http(HTTPRequestParser(limits: HTTPLimits(bodyBytes: Self.requestBytes)))
    }

    deinit { close(descriptor) }

    /// Whether more is to be read from the socket.
    var wantsInput: Bool {
        !isEnding && !isOver && !isAtEnd && output.count < Self.comfortableOutput && input.count < 1 << 16
    }
    /// How many bytes wait to be sent.
    var waiting: Int { output.count }
    /// Whether something waits to be sent.
    var wantsOutput: Bool { output.count > 0 }
    /// Whether it may be that a request lies here already.
    var hasInput: Bool {
        !input.isEmpty && !isEnding && !isOver && output.count < Self.comfortableOutput
    }

    /// Reads what has come.
    func receive(now: UInt64) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 {
            lastHeard = now
            askedAt = nil
            input.append(contentsOf: buffer.prefix(count))
        } else if count == 0 {
            isAtEnd = true
        } else if errno != EAGAIN && errno != EINTR {
            isOver = true
        }
    }

    /// Sends what the socket takes.
    func flush() {
        if !output.send(to: descriptor) || (isEnding && output.count == 0) { isOver = true }
    }

    /// The next request that has come whole; nil if none has.
    func next() -> Request? {
        guard hasInput else {
            // All that came is read, and what is left of it never becomes a request.
            if isAtEnd, input.isEmpty { isEnding = true }
            return nil
        }
        let bytes = input
        var index = 0
        defer { input.removeFirst(min(index, input.count)) }
        return bytes.withUnsafeBytes { take($0, &index) }
    }

    /// Sends an answer in the way in which its request came.
    ///
    /// - Parameter document: none for a notification, to which HTTP alone answers.
    func reply(_ document: consuming [UInt8], keepsOpen: Bool) {
        switch way {
        case .http: respond(status: 200, reason: "OK", body: document, keepsOpen: keepsOpen)
        case .webSocket, .documents: if !document.isEmpty { write(document) }
        }
    }

    /// The memory of a large answer that was sent, empty; nil if none was.
    func takeSent() -> [UInt8]? { output.takeSent() }

    /// Whether it reads what it is sent, so that it may be told more.
    var isReadyForNews: Bool { !isEnding && !isOver && output.count < Self.comfortableOutput }

    /// Sends news.
    func tell(_ document: [UInt8]) { write(document) }

    private func write(_ document: [UInt8]) {
        switch way {
        case .http: return
        case .webSocket: write(.text(document))
        case .documents:
            output.append(document)
            output.append([0x0a])
        }
    }

    private func take(_ bytes: UnsafeRawBufferPointer, _ index: inout Int) -> Request? {
        switch way {
        case .http(var parser):
            do throws(HTTPError) {
                let hadHead = parser.head != nil
                guard try parser.read(bytes, from: &index) else {
                    if !hadHead, let head = parser.head { invite(head) }
                    way = .http(parser)
                    return nil
                }
                hasAsked = true
            } catch {
                respond(
                    status: 400, reason: "Bad Request", body: Array("\(error.message)\n".utf8),
                    keepsOpen: false)
                return Request.none
            }
            way = .http(HTTPRequestParser(limits: HTTPLimits(bodyBytes: Self.requestBytes)))
            return parser.head.map { request($0, parser.takeBody()) }
        case .webSocket(var decoder):
            defer { if case .webSocket = way { way = .webSocket(decoder) } }
            do throws(WebSocketError) {
                guard let message = try decoder.read(bytes, from: &index) else { return nil }
                return take(message)
            } catch {
                write(.close(code: 1002, reason: []))
                isEnding = true
                return Request.none
            }
        case .documents(var boundary, var document):
            let outcome = boundary.scan(bytes)
            let taken = if case .end(let end) = outcome { end } else { bytes.count }
            index = taken
            document.append(contentsOf: bytes.prefix(taken))
            guard document.count <= Self.requestBytes, outcome != .notJSON else {
                write(DevNode.failure(.null, .init(code: -32700, message: "parse error")))
                isEnding = true
                return Request.none
            }
            guard case .end = outcome else {
                way = .documents(boundary, boundary.isInside ? document : [])
                return nil
            }
            way = .documents(JSONBoundary(), [])
            hasAsked = true
            return .document(document, keepsOpen: true)
        }
    }

    /// Asks for the body where the client waits to be asked (RFC 9110, section 10.1.1).
    private func invite(_ head: HTTPRequestHead) {
        guard head.isVersion11, head.fields["Expect"]?.lowercased() == "100-continue" else { return }
        output.append(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
        flush()
    }

    /// Looks after a client that has been silent: one that keeps a request back loses its connection, one of a WebSocket
    /// is asked whether it is there, and one on this machine's own socket may be silent for as long as it likes.
    ///
    /// - Parameter patience: milliseconds in which something must come.
    func lookAfter(now: UInt64, patience: UInt64) {
        guard !isLocal, !isEnding, !isOver, now > lastHeard + patience else { return }
        guard case .webSocket = way else {
            isOver = true
            return
        }
        guard let asked = askedAt else {
            askedAt = now
            return write(.ping([]))
        }
        if now > asked + patience { end(code: 1001) }
    }

    /// Ends a connection for a reason of ours: a WebSocket's client is told which.
    func end(code: UInt16) {
        if case .webSocket = way { write(.close(code: code, reason: [])) }
        isEnding = true
        flush()
    }

    private func take(_ message: WebSocketMessage) -> Request {
        switch message {
        case .text(let bytes), .binary(let bytes): return .document(bytes, keepsOpen: true)
        case .ping(let payload): write(.pong(payload))
        case .pong: break
        case .close(let code, _):
            write(.close(code: code, reason: []))
            isEnding = true
        }
        return .none
    }

    /// What an HTTP request asks for.
    ///
    /// A page in a browser can send requests here too: those that could be one's are refused, by the name of the host, by
    /// their origin, and by the type of their content.
    private func request(_ head: HTTPRequestHead, _ body: [UInt8]) -> Request {
        func refuse(_ status: Int, _ reason: String) -> Request {
            respond(status: status, reason: reason, body: Array("\(reason)\n".utf8), keepsOpen: false)
            return .none
        }
        guard let hosts, hosts.allows(head.fields["Host"] ?? "") else {
            return refuse(403, "Forbidden host name")
        }
        page = nil
        if let origin = head.fields["Origin"] {
            if origins.allows(origin) {
                page = origin
            } else if !hosts.allows(Self.afterScheme(origin)) {
                return refuse(403, "Forbidden origin")
            }
        }
        if head.method == "OPTIONS", page != nil {
            respond(
                status: 204, reason: "No Content", body: [], keepsOpen: head.isPersistent,
                besides: PageOrigins.preflightFields)
            return .none
        }
        if head.method == "GET", head.fields.count("Upgrade") > 0 { return upgrade(head) }
        guard head.method == "POST" else { return refuse(405, "Method Not Allowed") }
        let type = (head.fields["Content-Type"] ?? "").split(separator: ";").first.map(String.init) ?? ""
        guard ["application/json", "application/json-rpc"].contains(type.lowercased()) else {
            return refuse(415, "Unsupported Media Type")
        }
        return .document(body, keepsOpen: head.isPersistent)
    }

    private func upgrade(_ head: HTTPRequestHead) -> Request {
        do {
            let fields = try WebSocketHandshake.responseFields(for: head)
            var head: [UInt8] = []
            try HTTPWriter.response(
                status: 101, reason: "Switching Protocols", fields: fields, body: nil, into: &head)
            output.append(head)
            way = .webSocket(WebSocketDecoder(role: .server, maximumBytes: Self.requestBytes))
            canSubscribe = true
        } catch { respond(status: 400, reason: "Bad Request", body: [], keepsOpen: false) }
        return .none
    }

    private func respond(
        status: Int, reason: String, body: consuming [UInt8], keepsOpen: Bool, besides: [HTTPField] = []
    ) {
        var fields = besides + (page.map(PageOrigins.fields) ?? [])
        // An answer without content has no length either (RFC 9110, section 8.6).
        if status != 204 {
            fields.append(HTTPField("Content-Type", status == 200 ? "application/json" : "text/plain"))
            fields.append(HTTPField("Content-Length", String(body.count)))
        }
        if !keepsOpen { fields.append(HTTPField("Connection", "close")) }
        // The body is handed on as it is.
        do {
            var head: [UInt8] = []
            try HTTPWriter.response(status: status, reason: reason, fields: fields, body: nil, into: &head)
            output.append(head)
            output.append(body)
        } catch {
            isOver = true
        }
        if !keepsOpen { isEnding = true }
    }

    private func write(_ message: WebSocketMessage) {
        var bytes: [UInt8] = []
        do { try WebSocketEncoder.write(message, mask: nil, into: &bytes) } catch { isOver = true }
        output.append(bytes)
    }

    /// What follows `://`; the text itself where that isn't in it, as with the origin `null`.
    private static func afterScheme(_ origin: String) -> String {
        let parts = origin.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].hasSuffix(":") && parts[1].isEmpty ? String(parts[2]) : origin
    }
}
