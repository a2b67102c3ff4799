import Testing
import WebWire

@Suite("HTTP requests")
struct HTTPRequestTests {
    @Test func whatIsWrittenIsRead() throws {
        var bytes: [UInt8] = []
        try HTTPWriter.request(
            method: "POST", target: "/rpc?key=1", fields: [HTTPField("Host", "node:8545")],
            body: Array("{}".utf8), into: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text == "POST /rpc?key=1 HTTP/1.1\r\nHost: node:8545\r\nContent-Length: 2\r\n\r\n{}")
        for size in [Int.max, 1, 3] {
            #expect(readRequest(text, pieces: size) == .message(status: 0, body: "{}", rest: 0))
        }
    }

    @Test func withoutALengthThereIsNoBody() {
        let text = "GET /path HTTP/1.1\r\nHost: a\r\n\r\nGET /next HTTP/1.1\r\n"
        #expect(readRequest(text) == .message(status: 0, body: "/path", rest: 20))
    }

    static let refused: [(text: String, code: String)] = [
        ("GET  / HTTP/1.1\r\n", "http.start-line"), ("GET / HTTP/1.1 \r\n", "http.start-line"),
        ("G(T / HTTP/1.1\r\n", "http.start-line"), ("GET /\u{e9} HTTP/1.1\r\n", "http.start-line"),
        ("GET /\r\n", "http.start-line"), ("GET / HTTP/1.1\r\n\r\n", "http.field"),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "http.field"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "http.framing"
        ),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n", "http.framing"),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "http.framing"),
    ]

    @Test(arguments: refused.indices) func isRefused(_ index: Int) {
        let (text, code) = Self.refused[index]
        for size in [Int.max, 1] { #expect(readRequest(text, pieces: size) == .refused(code), "\(text)") }
    }

    @Test func nothingThatIsWrittenCanBeginAnotherLine() {
        var bytes: [UInt8] = []
        #expect(throws: HTTPError.self) {
            try HTTPWriter.request(
                method: "GET", target: "/ HTTP/1.1\r\nX: y", fields: [], body: nil, into: &bytes)
        }
        #expect(throws: HTTPError.self) {
            try HTTPWriter.request(
                method: "GET", target: "/", fields: [HTTPField("Host", "a\r\nX: y")], body: nil, into: &bytes)
        }
        #expect(throws: HTTPError.self) {
            try HTTPWriter.request(
                method: "GET", target: "/", fields: [HTTPField("X Y", "a")], body: nil, into: &bytes)
        }
        #expect(throws: HTTPError.self) {
            try HTTPWriter.response(
                status: 200, reason: "OK\r\nX: y", fields: [], body: nil, into: &bytes)
        }
    }
}
