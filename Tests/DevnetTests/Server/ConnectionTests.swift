import Devnet
import Foundation
import Glibc
import TestSupport
import Testing

/// Connections that end early, are silent, or don't read.
@Suite struct ConnectionTests {
    private static func body(_ id: Int, _ method: String = "eth_chainId") -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)"}"#
    }

    private static func http(_ body: String, _ fields: String = "") -> String {
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n"
    }

    /// Sends, says that no more comes, and reads to the end, as `nc -N` does.
    private static func exchange(_ text: String, over descriptor: Int32) -> String {
        let bytes = Array(text.utf8)
        #expect(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
        shutdown(descriptor, Int32(SHUT_WR))
        return read(descriptor)
    }

    private static func read(_ descriptor: Int32) -> String {
        readBytes(descriptor).map { String(decoding: $0, as: UTF8.self) } ?? "no end"
    }

    private static func read(_ descriptor: Int32, until isEnough: (String) -> Bool) -> String {
        let bytes = readBytes(descriptor) { isEnough(String(decoding: $0, as: UTF8.self)) }
        return bytes.map { String(decoding: $0, as: UTF8.self) } ?? "no end"
    }

    /// What comes until the end, or until it is enough; nil if nothing comes for long.
    private static func readBytes(
        _ descriptor: Int32, until isEnough: ([UInt8]) -> Bool = { _ in false }
    ) -> [UInt8]? {
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 60_000) > 0 else { return nil }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer.prefix(count)
            if isEnough(answer) { return answer }
        }
    }

    /// Whoever sends nothing more has everything answered that came whole, and half a request is none.
    @Test(arguments: [1, 5, 50]) func requestsAndThenTheEnd(_ count: Int) throws {
        let node = try RunningNode()
        let descriptor = try node.connection()
        defer { close(descriptor) }
        let all = (0..<count).map { Self.http(Self.body($0)) + Self.body($0) }.joined()
        let answer = Self.exchange(all + "POST / HTTP/1.1\r\nHost: loc", over: descriptor)
        #expect(answer.components(separatedBy: "\"result\"").count == count + 1, "\(answer.suffix(200))")
        #expect(!answer.hasPrefix("no end"))
    }

    @Test(arguments: [1, 5, 50]) func requestsAndThenTheEndOnTheSocket(_ count: Int) throws {
        let server = try Served()
        let descriptor = try server.connection()
        defer { close(descriptor) }
        let answer = Self.exchange(
            (0..<count).map { Self.body($0) }.joined() + #"{"jsonrpc":"#, over: descriptor)
        #expect(answer.components(separatedBy: "\"result\"").count == count + 1, "\(answer.suffix(200))")
        #expect(!answer.hasPrefix("no end"))
    }

    /// RFC 9110, section 10.1.1: who asks whether to send the body is told to.
    @Test func bodiesThatAreAskedFor() throws {
        let node = try RunningNode()
        let descriptor = try node.connection()
        defer { close(descriptor) }
        let head = Array(Self.http(Self.body(1), "Expect: 100-continue\r\n").utf8)
        #expect(send(descriptor, head, head.count, Int32(MSG_NOSIGNAL)) == head.count)
        #expect(
            Self.read(descriptor) { $0.hasSuffix("\r\n\r\n") } == "HTTP/1.1 100 Continue\r\n\r\n")
        let body = Array(Self.body(1).utf8)
        #expect(send(descriptor, body, body.count, Int32(MSG_NOSIGNAL)) == body.count)
        #expect(Self.read(descriptor) { $0.hasSuffix("}") }.contains("\"result\""))
    }

    /// Who is connected and says nothing makes place for who asks; the unix socket has places of its own.
    @Test func silentClientsMakePlace() throws {
        let server = try Served()
        var held: [Int32] = []
        defer { for descriptor in held { close(descriptor) } }
        for _ in 0..<520 { held.append(try server.connection(onPort: true)) }
        let asking = try server.connection(onPort: true)
        defer { close(asking) }
        #expect(Self.exchange(Self.http(Self.body(1)) + Self.body(1), over: asking).contains("\"result\""))
        let local = try server.connection()
        defer { close(local) }
        #expect(Self.exchange(Self.body(1), over: local).contains("\"result\""))
    }

    /// A WebSocket's client that is silent is asked whether it is there, and is told why it is left.
    @Test func silentWebSockets() throws {
        let server = try Served(patience: 300)
        let descriptor = try server.connection(onPort: true)
        defer { close(descriptor) }
        let head = Array(
            ("GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").utf8)
        #expect(send(descriptor, head, head.count, Int32(MSG_NOSIGNAL)) == head.count)
        #expect(Self.read(descriptor) { $0.hasSuffix("\r\n\r\n") }.hasPrefix("HTTP/1.1 101"))
        // A ping without payload, and 1001: going away (RFC 6455, sections 5.5 and 7.4.1).
        #expect(Self.readBytes(descriptor) == [0x89, 0, 0x88, 2, 0x03, 0xe9])
        let silent = try server.connection(onPort: true)
        defer { close(silent) }
        #expect(Self.read(silent) == "")
        // On the machine's own socket anybody may be silent.
        let local = try server.connection()
        defer { close(local) }
        usleep(900_000)
        #expect(Self.exchange(Self.body(1), over: local).contains("\"result\""))
    }

    /// Whoever doesn't read answers is cut off before they fill the memory; who reads is served.
    @Test func clientsThatDoNotRead() throws {
        let server = try Served(logs: 1_000)
        let ask = Self.http(Self.logs, "Connection: close\r\n") + Self.logs
        var held: [Int32] = []
        defer { for descriptor in held { close(descriptor) } }
        let length = Self.exchange(ask, over: try server.connection(onPort: true)).utf8.count
        try #require(length > 8 << 20)
        let count = (256 << 20) / length + 8
        for _ in 0..<count {
            let descriptor = try server.connection(onPort: true)
            held.append(descriptor)
            let bytes = Array(ask.utf8)
            #expect(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
        }
        let honest = try server.connection(onPort: true)
        defer { close(honest) }
        #expect(Self.exchange(ask, over: honest).utf8.count == length)
        let lost = try held.filter { try #require(Self.readBytes($0)).count < length }.count
        #expect(lost > 0 && lost < count, "\(lost) of \(count)")
    }

    private static let logs =
        #"{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{"fromBlock":"0x0"}]}"#
}
