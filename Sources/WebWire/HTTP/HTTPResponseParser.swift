/// The start line and header fields of a response.
public struct HTTPResponseHead: Sendable, Hashable {
    /// Status code, 100 to 599.
    public let status: Int
    /// Header fields, in order.
    public let fields: HTTPFields
    /// Whether the server speaks HTTP/1.1 (or else HTTP/1.0).
    public let isVersion11: Bool

    /// Whether the connection can carry another request afterwards.
    public var isPersistent: Bool { BodyReader.Framing.isPersistent(fields, isVersion11: isVersion11) }
}

/// Reads one response to a request that has no special rules for its body (anything but HEAD and CONNECT).
///
/// Feed it bytes as they come; it takes none beyond the end of the response.
public struct HTTPResponseParser: Sendable {
    private enum State: Sendable {
        case startLine
        case fields(status: Int, isVersion11: Bool)
        case body
        case complete
    }

    /// The head of the response, once it has come.
    public private(set) var head: HTTPResponseHead?
    private var state = State.startLine
    private var reader: FieldReader
    private var body: BodyReader?
    private var interim = 0
    private let limits: HTTPLimits

    /// Interim responses (100 to 199) that are read over before a response.
    private static let maximumInterim = 8

    /// A parser that hasn't read anything.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        reader = FieldReader(limits: limits)
    }

    /// Whether the response is whole.
    ///
    /// After status 101 that is the end of its header fields.
    public var isComplete: Bool {
        if case .complete = state { return true }
        return false
    }

    /// Whether the response ended with its own framing, so that the connection may carry another request.
    public var canReuseConnection: Bool { isComplete && head?.isPersistent == true && !endedByClose }
    private var endedByClose = false

    /// Takes bytes from `index` on and moves it; true once the response is whole.
    ///
    /// - Throws: `HTTPError`; the connection can't be used after it.
    public mutating func read(_ bytes: UnsafeRawBufferPointer, from index: inout Int) throws(HTTPError)
        -> Bool
    {
        while true {
            switch state {
            case .startLine:
                guard let line = try reader.startLine(bytes, from: &index) else { return false }
                let (status, isVersion11) = try Self.statusLine(line)
                state = .fields(status: status, isVersion11: isVersion11)
            case .fields(let status, let isVersion11):
                guard try reader.read(bytes, from: &index) else { return false }
                try begin(HTTPResponseHead(status: status, fields: reader.fields, isVersion11: isVersion11))
            case .body:
                guard try body?.read(bytes, from: &index) ?? true else { return false }
                state = .complete
            case .complete: return true
            }
        }
    }

    /// Says that the peer closed the connection, in order.
    ///
    /// - Throws: `HTTPError` unless the response is whole with what has come.
    public mutating func close() throws(HTTPError) {
        switch state {
        case .complete: return
        case .body:
            guard body?.endsWithConnection == true else { throw .truncated }
            state = .complete
            endedByClose = true
        default: throw .truncated
        }
    }

    /// Gives the body away, without a copy.
    public mutating func takeBody() -> [UInt8] {
        defer { body = nil }
        return body?.bytes ?? []
    }

    private mutating func begin(_ head: HTTPResponseHead) throws(HTTPError) {
        let stated = try BodyReader.Framing.stated(by: head.fields, isVersion11: head.isVersion11)
        if head.status < 200, head.status != 101 {
            interim += 1
            guard interim <= Self.maximumInterim, stated == nil else {
                throw .startLine("too many interim responses")
            }
            reader = FieldReader(limits: limits)
            state = .startLine
            return
        }
        let hasNone = head.status == 101 || head.status == 204 || head.status == 304
        body = try BodyReader(hasNone ? .none : stated ?? .untilClose, limits: limits)
        self.head = head
        state = .body
    }

    private static func statusLine(_ line: [UInt8]) throws(HTTPError) -> (Int, isVersion11: Bool) {
        guard line.count >= 12, line.starts(with: "HTTP/1.".utf8), line[7] == 0x31 || line[7] == 0x30,
            line[8] == 0x20
        else { throw .startLine("no version") }
        guard let status = ASCII.decimal(line[9..<12]), (100...599).contains(status),
            line.count == 12 || line[12] == 0x20
        else { throw .startLine("no status code") }
        guard line[12...].allSatisfy(ASCII.isFieldValue) else { throw .startLine("a control character") }
        return (status, line[7] == 0x31)
    }
}
