import Glibc
import WebWire

/// A connection of HTTP/1.1 that is kept open between requests.
final class HTTPConnection: NodeConnection {
    private let endpoint: Endpoint
    private let stream: ByteStream
    private let limits: HTTPLimits
    private let fields: [HTTPField]
    private var isOpen = true
    private var output: [UInt8] = []
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)

    init(_ endpoint: Endpoint, stream: ByteStream, maximumBodyBytes: Int) {
        self.endpoint = endpoint
        self.stream = stream
        limits = HTTPLimits(bodyBytes: maximumBodyBytes)
        var fields = [
            HTTPField("Host", endpoint.authority), HTTPField("User-Agent", "coai"),
            HTTPField("Content-Type", "application/json"), HTTPField("Accept", "application/json"),
            HTTPField("Accept-Encoding", "identity"),
        ]
        if let credentials = endpoint.credentials {
            fields.append(HTTPField("Authorization", "Basic " + Base64.encode(Array(credentials.utf8))))
        }
        self.fields = fields
    }

    deinit { buffer.deallocate() }

    /// An idle connection on which something is to be read was closed by the node, or is out of step with us.
    var isUsable: Bool { isOpen && !stream.isReadable }

    func exchange(_ request: [UInt8], deadline: Deadline) throws(NodeError) -> [UInt8] {
        isOpen = false
        output.removeAll(keepingCapacity: true)
        do {
            try HTTPWriter.request(
                method: "POST", target: endpoint.target, fields: fields, body: request, into: &output)
        } catch { throw .http(error) }
        try stream.send(output, deadline: deadline)
        var parser = HTTPResponseParser(limits: limits)
        while true {
            let count = try stream.receive(into: buffer, deadline: deadline)
            var index = 0
            do throws(HTTPError) {
                if count == 0 {
                    try parser.close()
                    break
                }
                if try parser.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]), from: &index) {
                    // Bytes after the response answer nothing that we asked.
                    isOpen = parser.canReuseConnection && index == count
                    break
                }
            } catch { throw .http(error) }
        }
        return try answer(&parser)
    }

    private func answer(_ parser: inout HTTPResponseParser) throws(NodeError) -> [UInt8] {
        guard let head = parser.head else { throw .closed }
        let encoding = head.fields["Content-Encoding"]
        guard head.fields.count("Content-Encoding") == 0 || encoding?.lowercased() == "identity" else {
            throw NodeError(
                code: "node.http", message: "the node's answer is compressed, which wasn't asked for")
        }
        let body = parser.takeBody()
        // Some nodes put a JSON-RPC error into a response of status 4xx or 5xx, and its words say more.
        let isFault = head.status == 400 || head.status >= 500
        if head.status == 200 || isFault && Self.beginsObject(body) { return body }
        throw .httpStatus(
            head.status, retryAfter: head.fields["Retry-After"].flatMap { UInt16($0) }.map(Int.init))
    }

    private static func beginsObject(_ body: [UInt8]) -> Bool {
        let first = body.first { $0 != 0x20 && $0 != 0x0a && $0 != 0x0d && $0 != 0x09 }
        return first == UInt8(ascii: "{")
    }
}
