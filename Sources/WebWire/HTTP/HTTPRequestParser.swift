/// The start line and header fields of a request.
public struct HTTPRequestHead: Sendable, Hashable {
    /// Method, such as `POST`; case matters.
    public let method: String
    /// What is asked for, as written: visible ASCII.
    public let target: String
    /// Header fields, in order.
    public let fields: HTTPFields
    /// Whether the client speaks HTTP/1.1 (or else HTTP/1.0).
    public let isVersion11: Bool

    /// Whether the client may send another request on the connection.
    public var isPersistent: Bool { BodyReader.Framing.isPersistent(fields, isVersion11: isVersion11) }
}

/// Reads one request, for a server.
///
/// Feed it bytes as they come; it takes none beyond the end of the request.
public struct HTTPRequestParser: Sendable {
    private enum State: Sendable {
        case startLine
        case fields(method: String, target: String, isVersion11: Bool)
        case body
        case complete
    }

    /// The head of the request, once it has come.
    public private(set) var head: HTTPRequestHead?
    private var state = State.startLine
    private var reader: FieldReader
    private var body: BodyReader?
    private let limits: HTTPLimits

    /// A parser that hasn't read anything.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        reader = FieldReader(limits: limits)
    }

    /// Whether the request is whole.
    public var isComplete: Bool {
        if case .complete = state { return true }
        return false
    }

    /// Takes bytes from `index` on and moves it; true once the request is whole.
    ///
    /// - Throws: `HTTPError`; the connection can't be used after it.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, from index: inout Int) throws(HTTPError)
        -> Bool
    {
        while true {
            switch state {
            case .startLine:
                guard let line = try reader.startLine(bytes, from: &index) else { return false }
                state = try Self.requestLine(line)
            case .fields(let method, let target, let isVersion11):
                guard try reader.read(bytes, from: &index) else { return false }
                let fields = reader.fields
                guard fields.count("Host") == 1 || !isVersion11 && fields.count("Host") == 0 else {
                    throw .field("a request must name its host once")
                }
                // Without a stated length a request has no body: nothing else could end it.
                let framing = try BodyReader.Framing.stated(by: fields, isVersion11: isVersion11)
                body = try BodyReader(framing ?? .none, limits: limits)
                head = HTTPRequestHead(
                    method: method, target: target, fields: fields, isVersion11: isVersion11)
                state = .body
            case .body:
                guard try body?.read(bytes, from: &index) ?? true else { return false }
                state = .complete
            case .complete: return true
            }
        }
    }

    /// Gives the body away, without a copy.
    public mutating func takeBody() -> [UInt8] {
        defer { body = nil }
        return body?.bytes ?? []
    }

    private static func requestLine(_ line: [UInt8]) throws(HTTPError) -> State {
        let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .startLine("not three words") }
        guard !parts[0].isEmpty, parts[0].allSatisfy(ASCII.isToken) else { throw .startLine("no method") }
        guard !parts[1].isEmpty, parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw .startLine("no target")
        }
        let isVersion11 = parts[2].elementsEqual("HTTP/1.1".utf8)
        guard isVersion11 || parts[2].elementsEqual("HTTP/1.0".utf8) else { throw .startLine("no version") }
        return .fields(
            method: String(decoding: parts[0], as: UTF8.self),
            target: String(decoding: parts[1], as: UTF8.self), isVersion11: isVersion11)
    }
}
