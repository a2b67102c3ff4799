extension BodyReader.Framing {
    /// What the header fields of a message say of its body's length; nil where they say nothing.
    ///
    /// Anything that two readers could take differently is refused (RFC 9112, sections 6.1 and 6.3).
    static func stated(by fields: HTTPFields, isVersion11: Bool) throws(HTTPError) -> BodyReader.Framing? {
        let encodings = fields.count("Transfer-Encoding")
        let lengths = fields.count("Content-Length")
        guard encodings == 0 || lengths == 0 else {
            throw .framing("both Content-Length and Transfer-Encoding")
        }
        if encodings > 0 {
            guard isVersion11 else { throw .framing("Transfer-Encoding in HTTP/1.0") }
            guard let value = fields["Transfer-Encoding"], ASCII.equalIgnoringCase(value, "chunked") else {
                throw .framing("a transfer encoding that isn't chunked alone")
            }
            return .chunked
        }
        if lengths > 0 {
            guard let value = fields["Content-Length"] else { throw .framing("several Content-Length") }
            guard let length = ASCII.decimal(value.utf8) else {
                throw .framing("Content-Length isn't a number")
            }
            return .length(length)
        }
        return nil
    }

    /// Whether the connection stays open after a message with these fields (RFC 9112, section 9.3).
    static func isPersistent(_ fields: HTTPFields, isVersion11: Bool) -> Bool {
        if fields.list("Connection", contains: "close") { return false }
        return isVersion11 || fields.list("Connection", contains: "keep-alive")
    }
}
