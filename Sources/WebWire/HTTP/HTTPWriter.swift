/// Writes the heads of HTTP/1.1 messages.
public enum HTTPWriter {
    /// Appends a request with a body of known length.
    ///
    /// - Throws: `HTTPError` if a part holds a character that could begin another line or message.
    public static func request(
        method: String, target: String, fields: [HTTPField], body: [UInt8]?, into output: inout [UInt8]
    ) throws(HTTPError) {
        guard !method.isEmpty, method.utf8.allSatisfy(ASCII.isToken) else { throw .startLine("no method") }
        guard !target.isEmpty, target.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
            throw .startLine("no target")
        }
        output.append(contentsOf: "\(method) \(target) HTTP/1.1\r\n".utf8)
        try write(fields, body, into: &output)
    }

    /// Appends a response with a body of known length.
    ///
    /// - Throws: `HTTPError` if a part holds a character that could begin another line or message.
    public static func response(
        status: Int, reason: String, fields: [HTTPField], body: [UInt8]?, into output: inout [UInt8]
    ) throws(HTTPError) {
        guard (100...599).contains(status), reason.utf8.allSatisfy(ASCII.isFieldValue) else {
            throw .startLine("no status code")
        }
        output.append(contentsOf: "HTTP/1.1 \(status) \(reason)\r\n".utf8)
        try write(fields, body, into: &output)
    }

    private static func write(
        _ fields: [HTTPField], _ body: [UInt8]?, into output: inout [UInt8]
    ) throws(HTTPError) {
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(ASCII.isToken) else {
                throw .field("a character that a name can't hold")
            }
            guard field.value.utf8.allSatisfy(ASCII.isFieldValue) else {
                throw .field("a control character in a value")
            }
            output.append(contentsOf: field.name.utf8)
            output.append(contentsOf: ": ".utf8)
            output.append(contentsOf: field.value.utf8)
            output.append(contentsOf: "\r\n".utf8)
        }
        if let body { output.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8) }
        output.append(contentsOf: "\r\n".utf8)
        if let body { output.append(contentsOf: body) }
    }
}
