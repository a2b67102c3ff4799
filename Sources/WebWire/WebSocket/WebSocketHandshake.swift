import CCrypto

/// The HTTP exchange that opens a WebSocket (RFC 6455, section 4).
public enum WebSocketHandshake {
    /// Appended to a key before it is hashed (RFC 6455, section 1.3).
    private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

    /// The header fields of a request for a WebSocket.
    ///
    /// - Parameter nonce: 16 random bytes, also for `check`.
    public static func requestFields(host: String, nonce: [UInt8]) -> [HTTPField] {
        [
            HTTPField("Host", host), HTTPField("Upgrade", "websocket"), HTTPField("Connection", "Upgrade"),
            HTTPField("Sec-WebSocket-Key", Base64.encode(nonce)), HTTPField("Sec-WebSocket-Version", "13"),
        ]
    }

    /// Refuses a response that doesn't open the WebSocket asked for with `nonce`.
    public static func check(_ head: HTTPResponseHead, nonce: [UInt8]) throws(WebSocketError) {
        guard head.status == 101 else { throw .handshake("HTTP status \(head.status) instead of 101") }
        guard let upgrade = head.fields["Upgrade"], ASCII.equalIgnoringCase(upgrade, "websocket"),
            head.fields.list("Connection", contains: "upgrade")
        else { throw .handshake("the server speaks something else") }
        guard head.fields["Sec-WebSocket-Accept"] == accept(key: Base64.encode(nonce)) else {
            throw .handshake("the server's answer isn't for this request")
        }
        guard head.fields.count("Sec-WebSocket-Extensions") == 0,
            head.fields.count("Sec-WebSocket-Protocol") == 0
        else { throw .handshake("the server uses what wasn't offered") }
    }

    /// The header fields that accept a request for a WebSocket.
    ///
    /// - Throws: `WebSocketError` if it isn't one, or of another version than 13.
    public static func responseFields(for head: HTTPRequestHead) throws(WebSocketError) -> [HTTPField] {
        guard head.method == "GET", head.isVersion11, let upgrade = head.fields["Upgrade"],
            ASCII.equalIgnoringCase(upgrade, "websocket"), head.fields.list("Connection", contains: "upgrade")
        else { throw .handshake("the client asks for something else") }
        guard head.fields["Sec-WebSocket-Version"] == "13" else { throw .handshake("another version") }
        // 16 bytes in base 64.
        guard let key = head.fields["Sec-WebSocket-Key"], key.utf8.count == 24, key.hasSuffix("==") else {
            throw .handshake("no key")
        }
        return [
            HTTPField("Upgrade", "websocket"), HTTPField("Connection", "Upgrade"),
            HTTPField("Sec-WebSocket-Accept", accept(key: key)),
        ]
    }

    private static func accept(key: String) -> String {
        let text = Array((key + suffix).utf8)
        var digest = [UInt8](repeating: 0, count: 20)
        // Without a digest nothing is accepted: no key's answer is all zero.
        _ = coai_sha1(text, text.count, &digest)
        return Base64.encode(digest)
    }
}
