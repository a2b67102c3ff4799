import Devnet
import Foundation
import Glibc
import StrictJSON
import TestSupport
import Testing

/// Subscribers are told everything at the pace at which they read; one that doesn't read costs nobody anything.
@Suite struct NewsTests {
    private static func say(_ text: String, _ descriptor: Int32) {
        let bytes = Array(text.utf8)
        #expect(send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count)
    }

    private static func call(_ id: Int, _ method: String, _ parameters: String) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"\#(method)","params":[\#(parameters)]}"#
    }

    /// Reads lines until `isEnough`, or the end.
    private static func lines(_ descriptor: Int32, until isEnough: ([Substring]) -> Bool) -> [String] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 60_000) > 0 else { break }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            bytes += buffer.prefix(count)
            let tail = String(decoding: bytes.suffix(1 << 14), as: UTF8.self).split(separator: "\n")
            if isEnough(tail) { break }
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// More than fits into any buffer, and every block once and in order.
    @Test func allBlocksOfALongMine() throws {
        let server = try Served()
        let (reader, idler) = (try server.connection(), try server.connection())
        defer { for descriptor in [reader, idler] { close(descriptor) } }
        for _ in 0..<60 { Self.say(Self.call(1, "eth_subscribe", #""newHeads""#), idler) }
        Self.say(Self.call(1, "eth_subscribe", #""newHeads""#), reader)
        Self.say(Self.call(2, "eth_subscribe", #""newHeads""#), reader)
        let miner = try server.connection()
        defer { close(miner) }
        // Both have subscribed by the time this is answered.
        _ = Self.lines(reader) { $0.contains { $0.contains(#""id":2"#) } }
        Self.say(Self.call(3, "anvil_mine", #""0xbb8""#), miner)
        let told = Self.lines(reader) {
            $0.last?.contains(#""number":"0xbb8""#) == true && $0.count > 1
                && $0[$0.count - 2].contains(#""number":"0xbb8""#) && $0.last?.hasSuffix("}}") == true
        }
        let heads = try told.map { try JSON.parse($0) }.filter { $0["method"] == "eth_subscription" }
        let numbers = heads.compactMap { $0["params"]?["result"]?["number"]?.stringValue }
        #expect(heads.count == 6_000)
        #expect(
            numbers
                == (1...3_000).flatMap { [String($0, radix: 16), String($0, radix: 16)] }.map { "0x" + $0 })
        #expect(Set(heads.compactMap { $0["params"]?["subscription"]?.stringValue }).count == 2)
        // Somebody else is served, though one of them has read nothing.
        Self.say(Self.call(4, "eth_blockNumber", ""), miner)
        #expect(Self.lines(miner) { $0.contains { $0.contains(#""id":4"#) } }.last?.contains("0xbb8") == true)
    }

    /// Subscriptions come in batches, too, in their place among other requests.
    @Test func batches() throws {
        let server = try Served()
        let client = try server.connection()
        defer { close(client) }
        let requests = [
            Self.call(1, "eth_chainId", ""), Self.call(2, "eth_subscribe", #""newHeads""#),
            Self.call(3, "eth_subscribe", #""syncing""#), Self.call(4, "eth_subscribe", #""nothing""#),
            #"{"jsonrpc":"2.0","method":"eth_chainId"}"#, Self.call(5, "anvil_mine", #""0x1""#),
        ]
        Self.say("[" + requests.joined(separator: ",") + "]", client)
        let lines = try Self.lines(client) { $0.contains { $0.contains("eth_subscription") } }.map {
            try JSON.parse($0)
        }
        let answers = lines.first?.arrayValue ?? []
        #expect(answers.map { $0["id"]?.numberText } == ["1", "2", "3", "4", "5"])
        #expect(answers.map { $0["result"] }.prefix(3) == ["0x7a69", "0x1", "0x2"])
        #expect(answers.dropFirst(3).first?["error"]?["code"]?.numberText == "-32602")
        #expect(lines.last?["params"]?["result"]?["number"] == "0x1")
    }

    /// What happened before is no news, also for one who is behind.
    @Test func nothingFromBefore() throws {
        let server = try Served()
        let client = try server.connection()
        defer { close(client) }
        Self.say(
            Self.call(1, "anvil_mine", #""0x5""#) + Self.call(2, "eth_subscribe", #""newHeads""#)
                + Self.call(3, "anvil_mine", #""0x1""#) + Self.call(4, "eth_subscribe", #""newHeads""#)
                + Self.call(5, "anvil_mine", #""0x1""#) + Self.call(6, "eth_unsubscribe", #""0x1""#)
                + Self.call(7, "anvil_mine", #""0x1""#) + Self.call(8, "eth_chainId", ""), client)
        let lines = try Self.lines(client) { $0.contains { $0.contains(#""id":8"#) } }.map {
            try JSON.parse($0)
        }
        let heads = lines.filter { $0["method"] == "eth_subscription" }.map {
            "\($0["params"]?["subscription"]?.stringValue ?? "") \($0["params"]?["result"]?["number"]?.stringValue ?? "")"
        }
        #expect(heads == ["0x1 0x6", "0x1 0x7", "0x2 0x7", "0x2 0x8"])
    }
}
