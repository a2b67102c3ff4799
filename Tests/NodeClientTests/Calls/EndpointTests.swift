import NodeClient
import Testing

@Suite("Endpoints")
struct EndpointTests {
    static let accepted: [(text: String, shown: String, port: UInt16, target: String, loopback: Bool)] = [
        ("http://localhost:8545", "http://localhost:8545", 8545, "/", true),
        ("HTTP://127.0.0.1", "http://127.0.0.1", 80, "/", true),
        ("https://node.example/v3/secret?k=1", "https://node.example", 443, "/v3/secret?k=1", false),
        ("https://user:pa%3Ass@node.example:444/", "https://node.example:444", 444, "/", false),
        ("ws://[::1]:8546/ws", "ws://[::1]:8546", 8546, "/ws", true),
        ("wss://node.example?token=x#part", "wss://node.example", 443, "/?token=x", false),
        ("http://128.0.0.1", "http://128.0.0.1", 80, "/", false),
        ("http://127.0.0.1.example", "http://127.0.0.1.example", 80, "/", false),
        ("/run/geth.ipc", "/run/geth.ipc", 0, "", true), ("ipc:geth.ipc", "geth.ipc", 0, "", true),
    ]

    @Test(arguments: accepted.indices) func isRead(_ index: Int) throws {
        let expected = Self.accepted[index]
        let endpoint = try Endpoint(expected.text)
        #expect(endpoint.description == expected.shown)
        #expect(endpoint.port == expected.port && endpoint.target == expected.target)
        #expect(endpoint.isLoopback == expected.loopback)
    }

    @Test(arguments: [
        "", "localhost:8545", "ftp://a", "http://", "http://a:0", "http://a:65536", "http://a:+1",
        "http://a:1x",
        "http://a b", "http://a\u{7}", "http://a/\r\nHost: b", "http://[::1", "http://[::1]x", "http://[zz]",
        "http://a%00b", "http://exämple", "http://u%0ax@a", "ipc:", "/\(String(repeating: "x", count: 107))",
    ]) func isRefused(_ text: String) {
        do {
            _ = try Endpoint(text)
            Issue.record("accepted: \(text)")
        } catch { #expect(error.code == "node.endpoint") }
    }
}
