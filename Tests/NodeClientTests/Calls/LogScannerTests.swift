import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestSupport
import Testing

@Suite("Log scanner")
struct LogScannerTests {
    static let chain = ScriptedChain(blocks: 40)
    static let logs = chain.allLogs
    static let filter = LogFilter(addresses: [ScriptedChain.contract])

    static func reply(_ result: String) -> [UInt8] {
        Array(#"{"jsonrpc":"2.0","id":7,"result":\#(result)}"#.utf8)
    }

    static func scan(
        _ bytes: [UInt8], filter: LogFilter = filter, from first: UInt64 = 0, through last: UInt64 = 39
    ) -> Result<[Log], NodeError> {
        do throws(NodeError) {
            return .success(
                try LogScanner(filter: filter, from: first, through: last).logs(inReply: bytes, id: 7))
        } catch { return .failure(error) }
    }

    static func code(_ result: Result<[Log], NodeError>) -> String? {
        if case .failure(let error) = result { return error.code }
        return nil
    }

    @Test func logsAreReadAsTheyAreWritten() throws {
        let logs = Self.logs
        #expect(logs.count > 30)
        let document = JSON.array(logs.map(ScriptedChain.json))
        for text in [document.serialized(), document.serialized(pretty: true)] {
            #expect(try Self.scan(Self.reply(text)).get() == logs)
        }
        #expect(try Self.scan(Self.reply("[]")).get() == [])
        #expect(try Self.scan(Array(#" {"result" : [ ] , "id":7,"jsonrpc":"2.0"} "#.utf8)).get() == [])
    }

    /// One log with a member replaced, added or left out.
    static func changed(_ name: String, _ value: JSON?, also: [(String, JSON)] = []) -> [UInt8] {
        let log = ScriptedChain.json(logs[5]).objectValue?.members ?? []
        var members = log.compactMap { $0.key == name ? value.map { (name, $0) } : ($0.key, $0.value) }
        members += also
        return reply("[" + JSON.object(JSONObject(members)).serialized() + "]")
    }

    static let malformed: [(name: String, value: JSON?)] = [
        ("address", nil), ("topics", nil), ("data", nil), ("blockNumber", nil), ("blockHash", nil),
        ("transactionHash", nil), ("transactionIndex", nil), ("logIndex", nil), ("address", "0x12"),
        ("address", .string("\(Hash32.zero)")), ("topics", ["0x12"]), ("data", "0x1"), ("data", "12"),
        ("data", ""),
        ("data", "0xzz"), ("data", "0x0g"), ("data", "0x00000000000000:0"), ("data", "0x000000000000000`"),
        ("data", "0x0000000000@00000"), ("data", "0x00000000000000\u{10}0"),
        ("blockNumber", "0x"), ("blockNumber", "0x05"), ("blockNumber", "0x10000000000000000"),
        ("blockHash", "0x0"), ("logIndex", "0x-1"),
        ("topics", .array(Array(repeating: .string("\(Hash32.zero)"), count: 5))),
    ]

    @Test(arguments: malformed.indices) func malformedLogIsRefused(_ index: Int) {
        let (name, value) = Self.malformed[index]
        let code = Self.code(Self.scan(Self.changed(name, value)))
        #expect(
            code == "node.result" || code == "node.json",
            "\(name) \(value?.serialized() ?? "absent"): \(code ?? "accepted")")
    }

    @Test func otherKindsOfValuesAreRefused() {
        for name in ["address", "data", "blockNumber", "blockHash", "logIndex", "topics", "removed"] {
            for value: JSON in [1, .null, ["0x00"], .object(JSONObject([]))] {
                #expect(Self.code(Self.scan(Self.changed(name, value))) != nil, "\(name) \(value)")
            }
        }
        for result in ["null", "{}", "\"0x\"", "7", "true", "[1]", "[null]", "[[]]", "[\"\"]"] {
            #expect(Self.code(Self.scan(Self.reply(result))) != nil, "\(result)")
        }
    }

    @Test func whatWasNotAskedForIsRefused() {
        let good = Self.changed("none", nil)
        #expect(Self.code(Self.scan(good)) == nil)
        #expect(Self.code(Self.scan(Self.changed("removed", true))) == "node.logs")
        #expect(
            Self.code(
                Self.scan(Self.changed("address", .string(Hex.encode([UInt8](repeating: 1, count: 20))))))
                == "node.logs")
        #expect(Self.code(Self.scan(good, through: 0)) == "node.logs")
        #expect(Self.code(Self.scan(good, from: 38)) == "node.logs")
        let topics = LogFilter(addresses: [ScriptedChain.contract], topics: [[.zero]])
        #expect(Self.code(Self.scan(good, filter: topics)) == "node.logs")
        let right = LogFilter(addresses: [], topics: [[.zero, ScriptedChain.topic], []])
        #expect(Self.code(Self.scan(good, filter: right)) == nil)
        let deep = LogFilter(addresses: [], topics: [[], [], [.zero]])
        #expect(Self.code(Self.scan(good, filter: deep)) == "node.logs")
    }

    @Test func unknownMembersAreReadOverButNeverTwice() {
        #expect(
            Self.code(
                Self.scan(Self.changed("none", nil, also: [("blockTimestamp", "0x28"), ("x", [["y"]])])))
                == nil)
        for value: JSON in ["0x1", .null, ["a"], .object(JSONObject([("a", 1)]))] {
            let twice = Self.changed("none", nil, also: [("x", value), ("y", value), ("x", value)])
            #expect(Self.code(Self.scan(twice)) != nil)
        }
        let inside = Self.changed("none", nil, also: [("x", .object(JSONObject([("a", 1), ("a", 2)])))])
        #expect(Self.code(Self.scan(inside)) == "node.json")
        let escaped = Self.changed("none", nil, also: [("x", 1)])
        let text = String(decoding: escaped, as: UTF8.self).replacingOccurrences(
            of: #""x":"#, with: #""d\u0061ta":"#)
        #expect(Self.code(Self.scan(Array(text.utf8))) == "node.json")
        let many = (0..<20).map { ("m\($0 % 19)", JSON.null) }
        #expect(Self.code(Self.scan(Self.changed("none", nil, also: many))) == "node.json")
    }

    @Test func logsOutOfOrderAreRefused() {
        let logs = Self.logs
        var random = SeededRandom(seed: 3)
        for _ in 0..<50 {
            var shuffled = logs
            let first = random.below(logs.count)
            let second = random.below(logs.count)
            guard first != second else { continue }
            shuffled.swapAt(first, second)
            #expect(
                Self.code(Self.scan(Self.reply(JSON.array(shuffled.map(ScriptedChain.json)).serialized())))
                    == "node.logs")
        }
        let twice = JSON.array([logs[0], logs[0]].map(ScriptedChain.json)).serialized()
        #expect(Self.code(Self.scan(Self.reply(twice))) == "node.logs")
        var forked = logs
        if let index = logs.indices.dropLast().first(where: {
            logs[$0].blockNumber == logs[$0 + 1].blockNumber
        }) {
            forked[index + 1].blockHash = .zero
            #expect(
                Self.code(Self.scan(Self.reply(JSON.array(forked.map(ScriptedChain.json)).serialized())))
                    == "node.logs")
        }
    }

    @Test func anEnvelopeIsAsStrictAsForOtherCalls() {
        let cases = [
            (#"{"jsonrpc":"2.0","id":8,"result":[]}"#, "node.reply"),
            (#"{"jsonrpc":"2.0","id":"7","result":[]}"#, "node.reply"),
            (#"{"jsonrpc":"1.0","id":7,"result":[]}"#, "node.reply"),
            (#"{"id":7,"result":[]}"#, "node.reply"),
            (#"{"jsonrpc":"2.0","result":[]}"#, "node.reply"), (#"{"jsonrpc":"2.0","id":7}"#, "node.reply"),
            (#"{"jsonrpc":"2.0","id":7,"result":[],"result":[]}"#, "node.json"),
            (#"{"jsonrpc":"2.0","id":7,"result":[]}]"#, "node.json"),
            (#"{"jsonrpc":"2.0","id":7,"result":[],}"#, "node.json"),
            (#"{"jsonrpc":"2.0","id":7,"result":[}"#, "node.json"),
            (#"[{"jsonrpc":"2.0","id":7,"result":[]}]"#, "node.reply"),
            (
                #"{"jsonrpc":"2.0","id":7,"error":{"code":-32005,"message":"query returned more than 10000 results"}}"#,
                "node.range-limit"
            ),
            ("", "node.json"),
        ]
        for (text, code) in cases { #expect(Self.code(Self.scan(Array(text.utf8))) == code, "\(text)") }
    }

    @Test func hexDigitsAreReadAsByTheSlowWay() {
        // Every byte at every place of eight, against the table of digits.
        let template = Self.changed("data", "0x????????")
        let start = template.firstIndex(of: UInt8(ascii: "?")) ?? 0
        for place in 0..<8 {
            for byte in UInt8.min...UInt8.max {
                var digits = Array("01aFBc9e".utf8)
                digits[place] = byte
                let text = "0x" + String(decoding: digits, as: UTF8.self)
                let expected = byte < 0x80 ? try? Hex.decode(text) : nil
                var bytes = template
                bytes.replaceSubrange(start..<(start + 8), with: digits)
                #expect((try? Self.scan(bytes).get().first?.data) == expected, "\(byte) at \(place)")
            }
        }
    }

    /// What the scanner takes, the tree takes too, with the same logs.
    @Test func mutatedAnswersNeverDifferFromTheTree() throws {
        let good = Self.reply(JSON.array(Self.logs.prefix(6).map(ScriptedChain.json)).serialized())
        var random = SeededRandom(seed: 9)
        let spice = Array("\"{}[],:0x\\ue9 \n\t-1.".utf8)
        var accepted = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0...random.below(2) {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = spice[random.below(spice.count)]
                case 1: bytes.remove(at: place)
                default: bytes.insert(spice[random.below(spice.count)], at: place)
                }
            }
            guard case .success(let logs) = Self.scan(bytes) else { continue }
            accepted += 1
            let tree = try JSON.parse(bytes, limits: .node)
            #expect(tree["result"]?.arrayValue?.count == logs.count)
            for (entry, log) in zip(tree["result"]?.arrayValue ?? [], logs) {
                #expect(entry["data"]?.stringValue?.lowercased() == Hex.encode(log.data))
                #expect(entry["blockHash"]?.stringValue?.lowercased() == "\(log.blockHash)")
            }
        }
        #expect(accepted > 20)
    }

    /// Answers of geth, from the test data of the execution API.
    @Test func answersOfGeth() throws {
        for path in Shared.files(below: "vectors/execution-apis/tests/eth_getLogs", suffix: ".io") {
            guard let data = Shared.data(path) else { continue }
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n")
            guard let request = lines.first(where: { $0.hasPrefix(">> ") }),
                let answer = lines.first(where: { $0.hasPrefix("<< ") })
            else { continue }
            let asked = try JSON.parse(String(request.dropFirst(3)))
            let told = try JSON.parse(String(answer.dropFirst(3)), limits: .node)
            guard told["error"] == nil, let id = asked["id"]?.numberText.flatMap({ UInt64($0) }) else {
                continue
            }
            let scanner = LogScanner(filter: LogFilter(addresses: []), from: 0, through: .max)
            let logs = try scanner.logs(inReply: Array(answer.dropFirst(3).utf8), id: id)
            #expect(logs.count == told["result"]?.arrayValue?.count, "\(path)")
            for (log, entry) in zip(logs, told["result"]?.arrayValue ?? []) {
                #expect(entry["transactionHash"]?.stringValue == "\(log.transactionHash)")
                #expect(
                    entry["topics"]?.arrayValue?.compactMap(\.stringValue) == log.topics.map(\.description))
                #expect(entry["data"]?.stringValue == Hex.encode(log.data))
            }
        }
    }
}
