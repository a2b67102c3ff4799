import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestSupport
import Testing
import WebWire

/// WebSocket and IPC, against Python's `websockets` and against what nobody should send.
@Suite("Channels")
struct ChannelTests {
    @Test func pythonsWebSocketWithFragmentsAndPings() throws {
        guard let server = try PythonServer(["--web-socket"]) else { return }
        let client = NodeClient(
            try Endpoint("ws://127.0.0.1:\(server.port)"),
            options: ScriptedNode.options { $0.requestSeconds = 20 })
        for size in [0, 1, 125, 126, 65_535, 65_536, 3_000_000] {
            let text = JSON.string(String(repeating: "x", count: size))
            #expect(try client.call("echo", [text]) == text)
        }
        let words = try client.batch((0..<250).map { NodeCall("echo", [.string("\($0)")]) })
        let replies = try words.map { try $0.get() }
        #expect(replies == (0..<250).map { .string("\($0)") })
    }

    /// A WebSocket server that accepts, answers the chain id, and then sends `frames` for the next request.
    static func server(
        handshake: (@Sendable (String) -> String)? = nil, then frames: @escaping @Sendable (Peer) -> Void
    ) throws -> LoopbackServer {
        try LoopbackServer { peer in
            var rest: [UInt8] = []
            guard let (head, _) = peer.request(&rest),
                let fields = try? WebSocketHandshake.responseFields(for: head)
            else { return }
            var response: [UInt8] = []
            try? HTTPWriter.response(
                status: 101, reason: "Switching Protocols", fields: fields, body: nil, into: &response)
            peer.write(
                handshake?(String(decoding: response, as: UTF8.self))
                    ?? String(decoding: response, as: UTF8.self))
            var decoder = WebSocketDecoder(role: .server, maximumBytes: 1 << 20)
            while case let bytes = peer.read(), !bytes.isEmpty {
                var index = 0
                let message = bytes.withUnsafeBytes { try? decoder.read($0, from: &index) }
                guard case .text(let text) = message, let request = try? JSON.parse(text) else { continue }
                guard request["method"] == "eth_chainId" else { return frames(peer) }
                peer.write(
                    frame(#"{"jsonrpc":"2.0","id":\#(request["id"]?.serialized() ?? ""),"result":"0x1"}"#))
            }
        }
    }

    static func frame(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        try? WebSocketEncoder.write(.text(Array(text.utf8)), mask: nil, into: &bytes)
        return bytes
    }

    static func failure(_ server: LoopbackServer, scheme: String = "ws") -> NodeError? {
        nodeError {
            let options = ScriptedNode.options {
                $0.requestSeconds = 1.5
                $0.maximumBodyBytes = 1 << 20
            }
            _ = try NodeClient(try Endpoint("\(scheme)://127.0.0.1:\(server.port)"), options: options)
                .blockNumber()
        }
    }

    static let frames: [(name: String, bytes: [UInt8], code: String)] = [
        ("nothing", [], "node.closed"), ("reserved bits", [0xf1, 0], "node.websocket"),
        ("masked", [0x81, 0x80, 0, 0, 0, 0], "node.websocket"),
        ("binary", [0x82, 1, 0x7b], "node.websocket"),
        ("not UTF-8", [0x81, 1, 0xff], "node.websocket"), ("continuation", [0x80, 0], "node.websocket"),
        ("huge", [0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0], "node.too-large"),
        ("close", [0x88, 2, 3, 0xe9], "node.closed"),
        ("bad close", [0x88, 1, 3], "node.websocket"), ("half a frame", [0x81, 126, 1], "node.closed"),
        ("not JSON", frame("hello"), "node.json"),
        ("nesting", frame(String(repeating: "[", count: 100_000)), "node.json"),
        ("another id", frame(#"{"jsonrpc":"2.0","id":77,"result":"0x1"}"#), "node.reply"),
        ("a list", frame("[1]"), "node.reply"), ("an empty object", frame("{}"), "node.reply"),
    ]

    @Test(arguments: frames.indices) func frameIsRefused(_ index: Int) throws {
        let (name, bytes, code) = Self.frames[index]
        let error = Self.failure(try Self.server { $0.write(bytes) })
        #expect(error?.code == code, "\(name): \(error?.message ?? "accepted")")
    }

    @Test func floodsEndAtTheirLimits() throws {
        let pings = try Self.server { peer in
            let many = [UInt8]((0..<10_000).flatMap { _ in [0x89, 0] as [UInt8] })
            while peer.write(many) {}
        }
        #expect(["node.websocket", "node.closed", "node.timeout"].contains(Self.failure(pings)?.code))
        let notices = try Self.server { peer in
            let many = [[UInt8]](
                repeating: Self.frame(#"{"jsonrpc":"2.0","method":"x","params":[]}"#), count: 1000)
            while peer.write(many.flatMap { $0 }) {}
        }
        #expect(Self.failure(notices)?.code == "node.timeout")
        let fragments = try Self.server { peer in
            peer.write([0x01, 1, 0x5b])
            let fragment = [0, 126, 0xff, 0xff] + [UInt8](repeating: 0x5b, count: 65_535)
            while peer.write(fragment) {}
        }
        #expect(Self.failure(fragments)?.code == "node.too-large")
        let empty = try Self.server { peer in
            peer.write([0x01, 0])
            while peer.write([UInt8](repeating: 0, count: 20_000)) {}
        }
        #expect(Self.failure(empty)?.code == "node.timeout")
        let drip = try Self.server { peer in
            for byte in Self.frame(#"{"jsonrpc":"2.0","id":2,"result":"0x1"}"#) {
                guard peer.write([byte]) else { return }
                Thread.sleep(forTimeInterval: 0.2)
            }
        }
        #expect(Self.failure(drip)?.code == "node.timeout")
    }

    @Test func aFalseHandshakeIsRefused() throws {
        let changes: [(String) -> String] = [
            { $0.replacingOccurrences(of: "Accept: ", with: "Accept: x") },
            { $0.replacingOccurrences(of: "101 Switching", with: "200 Switching") },
            { $0.replacingOccurrences(of: "\r\nUpgrade: websocket", with: "") },
            { $0.replacingOccurrences(of: "\r\n\r\n", with: "\r\nSec-WebSocket-Extensions: x\r\n\r\n") },
        ]
        for change in changes {
            nonisolated(unsafe) let change = change
            let error = Self.failure(try Self.server(handshake: { change($0) }, then: { _ in }))
            #expect(error?.code == "node.websocket" || error?.code == "node.http-status")
        }
        let server = try LoopbackServer { peer in
            _ = peer.read()
            peer.write("HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n")
            _ = peer.read()
        }
        #expect(Self.failure(server)?.code == "node.http-status")
    }

    /// IPC has no framing but JSON's own: documents in one piece, in many, and none at all.
    @Test func documentsOverALocalSocket() throws {
        let good = #"{"jsonrpc":"2.0","id":2,"result":"0x5","s":"}\"]\\"}"#
        let cases: [(sent: String, pieces: Int, code: String?)] = [
            (good, 1000, nil), (good + "\n", 1, nil), (" \n\(good)", 3, nil),
            (#"{"jsonrpc":"2.0","method":"note","params":["{"]}"# + good, 1000, nil),
            (good + good, 1000, nil), ("x", 1, "node.reply"), ("}", 1, "node.reply"),
            ("\"text\"", 9, "node.reply"),
            (#"{"jsonrpc":"2.0","id":2,"#, 1000, "node.closed"), ("[[[[", 2, "node.closed"),
            (#"{"jsonrpc":"2.0","id":3,"result":"0x5"}"#, 1000, "node.reply"),
            (String(repeating: "[", count: 2 << 20), 1 << 20, "node.too-large"),
            (String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000), 1 << 20, "node.json"),
        ]
        for (sent, pieces, code) in cases {
            let server = try LocalSocketServer { peer in
                _ = peer.read()
                peer.write(#"{"jsonrpc":"2.0","id":1,"result":"0x1"}"#)
                _ = peer.read()
                let bytes = Array(sent.utf8)
                for start in stride(from: 0, to: bytes.count, by: pieces) {
                    guard peer.write(Array(bytes[start..<min(start + pieces, bytes.count)])) else { return }
                }
            }
            let client = NodeClient(
                try Endpoint(server.path), options: ScriptedNode.options { $0.maximumBodyBytes = 1 << 20 })
            let error = nodeError {
                let number = try client.blockNumber()
                #expect(number == 5)
            }
            #expect(error?.code == code, "\(sent.prefix(40)): \(error?.message ?? "accepted")")
        }
    }
}
