/// Reads header fields (or the trailer of a chunked body) line by line up to the empty line.
struct FieldReader: Sendable {
    private(set) var fields = HTTPFields()
    private var lines = LineReader()
    private var used = 0
    private let limits: HTTPLimits

    init(limits: HTTPLimits) { self.limits = limits }

    /// Takes bytes; true once the empty line has come.
    mutating func read(_ bytes: UnsafeRawBufferPointer, from index: inout Int) throws(HTTPError) -> Bool {
        while try lines.read(bytes, from: &index, limit: limits.headBytes - used) {
            if lines.line.isEmpty { return true }
            used += lines.line.count + 2
            guard used <= limits.headBytes, fields.all.count < limits.fields else {
                throw .head(limits.headBytes)
            }
            fields.append(try Self.field(lines.line))
        }
        return false
    }

    /// The first line, before any field; nil until it is whole.
    mutating func startLine(_ bytes: UnsafeRawBufferPointer, from index: inout Int) throws(HTTPError)
        -> [UInt8]?
    {
        guard try lines.read(bytes, from: &index, limit: limits.headBytes) else { return nil }
        used = lines.line.count + 2
        return lines.line
    }

    private static func field(_ line: [UInt8]) throws(HTTPError) -> HTTPField {
        guard let first = line.first, !ASCII.isBlank(first) else {
            throw .field("a line begins with white space")
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
            throw .field("no name before a colon")
        }
        let name = line[..<colon]
        guard name.allSatisfy(ASCII.isToken) else { throw .field("a character that a name can't hold") }
        let value = ASCII.trimmed(line[(colon + 1)...])
        guard value.allSatisfy(ASCII.isFieldValue) else { throw .field("a control character in a value") }
        return HTTPField(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
    }
}
