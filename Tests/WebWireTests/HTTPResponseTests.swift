import Testing
import WebWire

@Suite("HTTP responses")
struct HTTPResponseTests {
    static let whole: [(name: String, text: String, expected: Reading)] = [
        (
            "length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            .message(status: 200, body: "hello", rest: 0)
        ),
        ("empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", .message(status: 200, body: "", rest: 0)),
        ("no reason", "HTTP/1.1 404\r\nContent-Length: 0\r\n\r\n", .message(status: 404, body: "", rest: 0)),
        (
            "chunks",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=\"y\"\r\n, 10 bytes\r\n0\r\n\r\n",
            .message(status: 200, body: "hello, 10 bytes", rest: 0)
        ),
        (
            "trailer",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1\r\na\r\n0\r\nDigest: none\r\n\r\n",
            .message(status: 200, body: "a", rest: 0)
        ),
        ("no content", "HTTP/1.1 204 No Content\r\n\r\n", .message(status: 204, body: "", rest: 0)),
        (
            "interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            .message(status: 200, body: "ok", rest: 0)
        ),
        (
            "another follows", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n",
            .message(status: 200, body: "ok", rest: 17)
        ),
        (
            "switching", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u{1}x",
            .message(status: 101, body: "", rest: 2)
        ),
        (
            "blanks", "HTTP/1.1 200 OK\r\nContent-Length: \t 2 \r\n\r\nok",
            .message(status: 200, body: "ok", rest: 0)
        ),
    ]

    @Test(arguments: whole.indices) func isReadHoweverItIsCut(_ index: Int) {
        let (name, text, expected) = Self.whole[index]
        for size in [Int.max, 1, 2, 3, 7, 16] {
            #expect(readResponse(text, pieces: size) == expected, "\(name) in pieces of \(size)")
        }
    }

    @Test func endsWithTheConnectionWhereNothingElseEndsIt() {
        let text = "HTTP/1.1 200 OK\r\n\r\nall of it"
        #expect(readResponse(text) == .incomplete)
        #expect(readResponse(text, closing: true) == .message(status: 200, body: "all of it", rest: 0))
        #expect(
            readResponse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell", closing: true)
                == .refused("http.truncated"))
        #expect(
            readResponse("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", closing: true)
                == .refused("http.truncated"))
        #expect(readResponse("HTTP/1.1 200 OK\r\n", closing: true) == .refused("http.truncated"))
    }

    static let refused: [(text: String, code: String)] = [
        ("HTTP/2 200 OK\r\n\r\n", "http.start-line"),
        ("HTTP/1.2 200 OK\r\n\r\n", "http.start-line"),
        ("http/1.1 200 OK\r\n\r\n", "http.start-line"),
        ("HTTP/1.1 2000 OK\r\n\r\n", "http.start-line"),
        ("HTTP/1.1 099 OK\r\n\r\n", "http.start-line"),
        ("HTTP/1.1 20x OK\r\n\r\n", "http.start-line"),
        ("{\"jsonrpc\":\"2.0\"}\r\n", "http.start-line"),
        ("HTTP/1.1 200 OK\n\n", "http.line"),
        ("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", "http.line"),
        ("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "http.field"),
        ("HTTP/1.1 200 OK\r\n: b\r\n\r\n", "http.field"),
        ("HTTP/1.1 200 OK\r\nA\r\n\r\n", "http.field"),
        ("HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n", "http.field"),
        ("HTTP/1.1 200 OK\r\nA: b\u{0}\r\n\r\n", "http.field"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 0x1\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n", "http.body-too-large"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n", "http.framing"),
        ("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "http.framing"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\nhello", "http.chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n", "http.chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n", "http.chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n", "http.chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n", "http.chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "http.chunk"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF\r\n", "http.body-too-large"),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;\(String(repeating: "x", count: 1100))",
            "http.chunk"
        ),
        (String(repeating: "HTTP/1.1 102 Wait\r\n\r\n", count: 9), "http.start-line"),
    ]

    @Test(arguments: refused.indices) func isRefused(_ index: Int) {
        let (text, code) = Self.refused[index]
        for size in [Int.max, 1, 5] { #expect(readResponse(text, pieces: size) == .refused(code), "\(text)") }
    }

    @Test func aHeadHasLimits() {
        let limits = HTTPLimits(headBytes: 1000, fields: 10, bodyBytes: 100)
        let line = String(repeating: "x", count: 2000)
        #expect(readResponse(line, limits: limits) == .refused("http.head-too-large"))
        #expect(
            readResponse("HTTP/1.1 200 OK\r\nA: \(line)", limits: limits) == .refused("http.head-too-large"))
        let many = (0..<11).map { "F\($0): x\r\n" }.joined()
        #expect(
            readResponse("HTTP/1.1 200 OK\r\n\(many)\r\n", limits: limits) == .refused("http.head-too-large"))
        let few = (0..<9).map { "F\($0): x\r\n" }.joined()
        #expect(
            readResponse("HTTP/1.1 200 OK\r\n\(few)Content-Length: 1\r\n\r\nx", limits: limits)
                == .message(status: 200, body: "x", rest: 0))
    }

    @Test func aBodyHasALimitHoweverItIsFramed() {
        let limits = HTTPLimits(bodyBytes: 100)
        let text = String(repeating: "x", count: 101)
        let heads = [
            "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n\(text)", "HTTP/1.1 200 OK\r\n\r\n\(text)",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(repeating: "1\r\nx\r\n", count: 101))",
        ]
        for head in heads {
            for size in [Int.max, 1, 10] {
                #expect(readResponse(head, pieces: size, limits: limits) == .refused("http.body-too-large"))
            }
        }
    }

    @Test func aConnectionIsKeptOnlyWhenItsMessagesEndThemselves() throws {
        func canReuse(_ text: String) throws -> Bool {
            var parser = HTTPResponseParser()
            _ = try feed(Array(text.utf8), .max) { (piece, index) throws(HTTPError) in
                try parser.read(piece, from: &index)
            }
            if !parser.isComplete { try parser.close() }
            return parser.canReuseConnection
        }
        #expect(try canReuse("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))
        #expect(try !canReuse("HTTP/1.1 200 OK\r\nConnection: foo, Close\r\nContent-Length: 0\r\n\r\n"))
        #expect(try !canReuse("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"))
        #expect(try canReuse("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"))
        #expect(try !canReuse("HTTP/1.1 200 OK\r\n\r\nuntil the end"))
    }
}
