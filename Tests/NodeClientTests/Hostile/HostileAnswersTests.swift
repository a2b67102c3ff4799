import Foundation
import NodeClient
import StrictJSON
import Testing

/// What a faulty or hostile node may send: each gives an error of its own name, soon, in little memory.
@Suite("Hostile answers")
struct HostileAnswersTests {
    /// The error of asking for the height of the chain when the node does `instead`.
    static func failure(
        _ instead: Instead, seconds: Double = 4, _ change: (inout NodeOptions) -> Void = { _ in }
    ) throws -> NodeError? {
        let node = try ScriptedNode()
        node.answer("eth_blockNumber", with: instead)
        let client = try node.client(change)
        let start = Date()
        defer { #expect(Date().timeIntervalSince(start) < seconds) }
        do throws(NodeError) {
            _ = try client.blockNumber()
            return nil
        } catch {
            #expect(!error.message.isEmpty && error.message.allSatisfy { $0 >= " " && $0 != "\u{7f}" })
            // A client is of use again as soon as its node is.
            node.change { $0.instead = { _, _, _ in nil } }
            #expect((try? client.blockNumber()) == 9)
            return error
        }
    }

    static let bodies: [(body: String, code: String)] = [
        ("", "node.json"), ("null", "node.reply"), ("[]", "node.reply"), ("\"0x1\"", "node.reply"),
        (#"{"jsonrpc":"2.0","id":2}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":3,"result":"0x1"}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":"2","result":"0x1"}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":2.0,"result":"0x1"}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":null,"result":"0x1"}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","result":"0x1"}"#, "node.reply"),
        (#"{"jsonrpc":"1.0","id":2,"result":"0x1"}"#, "node.reply"),
        (#"{"id":2,"result":"0x1"}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":2,"id":2,"result":"0x1"}"#, "node.json"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x1"} x"#, "node.json"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x1","error":{"code":1,"message":"x"}}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":2,"error":"no"}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":2,"error":{"code":"1","message":"x"}}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":2,"error":{"code":99999999999999999999,"message":"x"}}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":3,"error":{"code":1,"message":"x"}}"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":2,"result":1}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":"1"}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x"}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x01"}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x-1"}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x10000000000000000"}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":["0x1"]}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":null}"#, "node.result"),
        (#"{"jsonrpc":"2.0","id":2,"result":"0x1"#, "node.json"), ("<html>gateway</html>", "node.json"),
        (#"{"jsonrpc":"2.0","id":2,"error":{"code":-32000,"message":"boom"}}"#, "node.rpc"),
        (#"{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}"#, "node.rpc"),
        (#"{"jsonrpc":"2.0","id":2,"error":{"code":-32601,"message":"x"}}"#, "node.method-missing"),
        (
            #"{"jsonrpc":"2.0","id":2,"error":{"code":3,"message":"execution reverted","data":"0x08c379a0"}}"#,
            "node.revert"
        ),
        (
            #"{"jsonrpc":"2.0","id":2,"error":{"code":-32005,"message":"daily request count exceeded"}}"#,
            "node.rate-limited"
        ),
    ]

    @Test(arguments: bodies.indices) func bodyIsRefused(_ index: Int) throws {
        #expect(try Self.failure(.body(Self.bodies[index].body))?.code == Self.bodies[index].code)
    }

    @Test func millionNestedArraysEndInAnError() throws {
        let body = String(repeating: "[", count: 1_000_000)
        #expect(try Self.failure(.body(body))?.code == "node.json")
        let closed =
            #"{"jsonrpc":"2.0","id":2,"result":"# + body + String(repeating: "]", count: 1_000_000) + "}"
        #expect(try Self.failure(.body(closed))?.code == "node.json")
    }

    @Test func invalidUTF8IsRefused() throws {
        var bytes = Array(#"{"jsonrpc":"2.0","id":2,"result":"0x1","x":"?"}"#.utf8)
        bytes[bytes.count - 3] = 0xff
        #expect(try Self.failure(.raw(Peer.response(bytes)))?.code == "node.json")
    }

    @Test func wordsOfTheNodeReachAMessageCleaned() throws {
        let body =
            #"{"jsonrpc":"2.0","id":2,"error":{"code":-32000,"message":"\u001b[2J\u202efoo\n\u0007"#
            + String(repeating: "x", count: 5000) + #""}}"#
        let error = try #require(try Self.failure(.body(body)))
        #expect(error.message.contains("\\u{1B}[2J") && !error.message.contains("\u{202e}"))
        #expect(error.message.utf8.count < 700)
    }

    static let raws: [(name: String, text: String, code: String)] = [
        ("nothing", "", "node.closed"), ("not HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "node.http"),
        ("half a head", "HTTP/1.1 200 OK\r\nContent-Le", "node.closed"),
        ("short body", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", "node.closed"),
        (
            "cut chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"jsonrpc\"",
            "node.closed"
        ),
        ("bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "node.http"),
        (
            "both lengths",
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "node.http"
        ),
        ("huge length", "HTTP/1.1 200 OK\r\nContent-Length: 123456789012\r\n\r\n", "node.too-large"),
        ("compressed", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 0\r\n\r\n", "node.http"),
        (
            "redirect", "HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\nContent-Length: 0\r\n\r\n",
            "node.http-status"
        ),
        ("unauthorized", "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n", "node.http-status"),
        (
            "too many", "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n",
            "node.rate-limited"
        ),
        ("bad gateway", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops", "node.http-status"),
        (
            "fault with status 400",
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 66\r\n\r\n"
                + #"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no"}}"#, "node.rpc"
        ),
    ]

    @Test(arguments: raws.indices) func bytesAreRefused(_ index: Int) throws {
        let (name, text, code) = Self.raws[index]
        #expect(try Self.failure(.raw(Array(text.utf8)))?.code == code, "\(name)")
    }

    @Test func endlessHeadersEndAtTheirLimit() throws {
        let error = try Self.failure(.endless(first: "HTTP/1.1 200 OK\r\n", then: "X-Header: value\r\n"))
        #expect(error?.code == "node.http")
        #expect(try Self.failure(.endless(first: "HTTP/1.1 200 OK\r\nX: ", then: "x"))?.code == "node.http")
    }

    @Test func endlessBodiesEndAtTheirLimit() throws {
        let heads = [
            "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
        let before = Self.residentBytes
        for (head, then) in zip(heads, ["[[[[", "4\r\n[[[[\r\n"]) {
            let error = try Self.failure(.endless(first: head, then: then)) { $0.maximumBodyBytes = 1 << 20 }
            #expect(error?.code == "node.too-large")
        }
        #expect(Self.residentBytes - before < 100 << 20)
    }

    @Test func slowAnswersEndAtTheDeadline() throws {
        #expect(try Self.failure(.silence)?.code == "node.timeout")
        #expect(try Self.failure(.drip(seconds: 0.1))?.code == "node.timeout")
        #expect(
            try Self.failure(.endless(first: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", then: ""))?
                .code == "node.timeout")
    }

    @Test func closingInTheMiddleIsAnError() throws {
        #expect(try Self.failure(.close)?.code == "node.closed")
    }

    /// Memory of this process that is in use.
    static var residentBytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")[
            1]
        return pages.flatMap { Int($0) }.map { $0 * 4096 } ?? 0
    }
}
