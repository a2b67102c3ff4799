import TestSupport
import Testing
import WebWire

@Suite("WebSocket")
struct WebSocketTests {
    /// All messages in `bytes`, read in pieces of `size`; a refusal ends the list with its code.
    static func read(
        _ bytes: [UInt8], as role: WebSocketRole = .client, pieces size: Int = .max, maximum: Int = 1 << 20
    ) -> ([WebSocketMessage], refused: String?) {
        var decoder = WebSocketDecoder(role: role, maximumBytes: maximum)
        var messages: [WebSocketMessage] = []
        do {
            _ = try feed(bytes, size) { (piece, index) throws(WebSocketError) in
                while let message = try decoder.read(piece, from: &index) { messages.append(message) }
                return false
            }
        } catch { return (messages, error.code) }
        return (messages, nil)
    }

    /// The frames of RFC 6455, section 5.7.
    @Test func framesOfTheStandard() {
        let hello = Array("Hello".utf8)
        let unmasked: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]
        let masked: [UInt8] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]
        let fragments: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f]
        let ping: [UInt8] = [0x89, 0x05] + hello
        for size in [Int.max, 1, 2] {
            #expect(Self.read(unmasked, pieces: size).0 == [.text(hello)])
            #expect(Self.read(masked, as: .server, pieces: size).0 == [.text(hello)])
            #expect(Self.read(fragments, pieces: size).0 == [.text(hello)])
            #expect(Self.read(ping, pieces: size).0 == [.ping(hello)])
            let between = Array(fragments[..<5]) + ping + Array(fragments[5...])
            #expect(Self.read(between, pieces: size).0 == [.ping(hello), .text(hello)])
        }
        for (count, length) in [(256, [0x7e, 0x01, 0x00]), (65536, [0x7f, 0, 0, 0, 0, 0, 1, 0, 0])] {
            let payload = [UInt8](repeating: 7, count: count)
            #expect(Self.read([0x82] + length.map { UInt8($0) } + payload).0 == [.binary(payload)])
        }
    }

    static let refused: [(name: String, bytes: [UInt8], code: String)] = [
        ("reserved bit", [0xc1, 0], "websocket.frame"), ("operation 3", [0x83, 0], "websocket.frame"),
        ("operation 11", [0x8b, 0], "websocket.frame"),
        ("masked by a server", [0x81, 0x80], "websocket.frame"),
        ("ping in fragments", [0x09, 0], "websocket.frame"), ("long ping", [0x89, 126], "websocket.frame"),
        ("continuation of nothing", [0x80, 0], "websocket.frame"),
        ("message inside another", [0x01, 1, 0x61, 0x81, 0], "websocket.frame"),
        ("length not the shortest", [0x81, 126, 0, 125], "websocket.frame"),
        ("long length not the shortest", [0x81, 127, 0, 0, 0, 0, 0, 0, 255, 255], "websocket.frame"),
        ("negative length", [0x81, 127, 255, 255, 255, 255, 255, 255, 255, 255], "websocket.frame"),
        ("large", [0x81, 127, 0, 0, 0, 0, 1, 0, 0, 0], "websocket.too-large"),
        ("largest", [0x81, 127, 127, 255, 255, 255, 255, 255, 255, 255], "websocket.too-large"),
        ("half a close code", [0x88, 1, 3], "websocket.frame"),
        ("close code 1005", [0x88, 2, 3, 0xed], "websocket.frame"),
        ("close code 999", [0x88, 2, 3, 0xe7], "websocket.frame"),
        ("close reason", [0x88, 3, 3, 0xe8, 0xff], "websocket.utf8"),
        ("not UTF-8", [0x01, 1, 0xc0], "websocket.utf8"),
        ("surrogate", [0x81, 3, 0xed, 0xa0, 0x80], "websocket.utf8"),
        ("half a character", [0x81, 1, 0xc3], "websocket.utf8"),
        ("half a character over fragments", [0x01, 1, 0xe2, 0x80, 1, 0x82], "websocket.utf8"),
    ]

    @Test(arguments: refused.indices) func isRefused(_ index: Int) {
        let (name, bytes, code) = Self.refused[index]
        for size in [Int.max, 1] { #expect(Self.read(bytes, pieces: size).refused == code, "\(name)") }
    }

    @Test func fragmentsTogetherHaveALimit() {
        let fragment: [UInt8] = [0x02, 2, 1, 1]
        let more: [UInt8] = [0x00, 2, 1, 1]
        #expect(Self.read(fragment + more + more, maximum: 5).refused == "websocket.too-large")
    }

    @Test func nothingCountsAfterTheClose() {
        let bytes: [UInt8] = [0x88, 2, 3, 0xe8, 0x81, 1, 0x61, 0xff, 0xff]
        #expect(Self.read(bytes).0 == [.close(code: 1000, reason: [])])
        #expect(Self.read(bytes).refused == nil)
    }

    @Test func whatOneEndWritesTheOtherReads() throws {
        var random = SeededRandom(seed: 1)
        for round in 0..<300 {
            let payload = (0..<random.below(round < 290 ? 400 : 70_000)).map { _ in UInt8(random.below(128)) }
            let message: WebSocketMessage =
                switch random.below(4) {
                case 0: .text(payload)
                case 1: .binary(payload)
                case 2: .ping(Array(payload.prefix(125)))
                default: .close(code: 1001, reason: Array(payload.prefix(100)))
                }
            var bytes: [UInt8] = []
            let isClient = random.below(2) == 0
            let fragment = random.below(2) == 0 ? nil : 1 + random.below(100)
            var masks = SeededRandom(seed: UInt64(round))
            try WebSocketEncoder.write(
                message, fragmentBytes: fragment,
                mask: isClient ? { UInt32(truncatingIfNeeded: masks.next()) } : nil, into: &bytes)
            let pieces = 1 + random.below(1000)
            #expect(
                Self.read(bytes, as: isClient ? .server : .client, pieces: pieces).0 == [message],
                "round \(round)")
        }
    }

    /// The key and the answer of RFC 6455, section 1.3.
    @Test func handshakeOfTheStandard() throws {
        let request = """
            GET /chat HTTP/1.1\r\nHost: server.example.com\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n
            """
        var parser = HTTPRequestParser()
        _ = try feed(Array(request.utf8), .max) { (piece, index) throws(HTTPError) in
            try parser.read(piece, from: &index)
        }
        let fields = try WebSocketHandshake.responseFields(for: try #require(parser.head))
        #expect(
            fields.contains(HTTPField("Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")))
        func check(_ text: String) throws {
            var response = HTTPResponseParser()
            _ = try feed(Array(text.utf8), .max) { (piece, index) throws(HTTPError) in
                try response.read(piece, from: &index)
            }
            try WebSocketHandshake.check(
                try #require(response.head), nonce: Array("the sample nonce".utf8))
        }
        let good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
        let accept = "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
        try check(good + accept + "\r\n")
        #expect(throws: WebSocketError.self) { try check(good + "\r\n") }
        #expect(throws: WebSocketError.self) {
            try check(good + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOp=\r\n\r\n")
        }
        #expect(throws: WebSocketError.self) {
            try check(good + accept + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
        }
        #expect(throws: WebSocketError.self) {
            try check("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n" + accept + "\r\n")
        }
    }

    /// Test vectors of RFC 4648, section 10.
    @Test func base64() {
        let cases = [
            "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==", "foobar": "Zm9vYmFy",
        ]
        for (text, encoded) in cases { #expect(Base64.encode(Array(text.utf8)) == encoded) }
    }
}
