import Cryptography
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Tracers of transactions and calls. The tree of calls itself is held against py-evm's in EVMTests; here is its form,
/// which is geth's, and that a block that is run once more comes to what it came to.
struct TraceTests {
    private let sender = Address(truncating: 0xa11ce)
    /// Calls 0xbb with 32 bytes of calldata, without looking at the outcome, stores 5 at slot 1, and answers 32 bytes.
    private let outer = Address(truncating: 0xaa)
    /// Takes a wei if it gets one, and reverts with `Error("no")`.
    private let inner = Address(truncating: 0xbb)

    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        let ether = UInt256(1_000_000_000_000_000_000)
        configuration.accounts[sender] = StoredAccount(balance: ether)
        configuration.accounts[outer] = StoredAccount(
            nonce: 1, balance: 9,
            code: Code(
                try Hex.decode(
                    "0x" + "60006000602060006001" + "60bb" + "5af1" + "50" + "6005600155" + "60206000f3")))
        // PUSH the words of Error("no") into memory, REVERT with 100 bytes.
        let reason =
            "7f08c379a0" + String(repeating: "0", count: 54) + "20" + "600052" + "6002602452"
            + "616e6f60f01b604452"
        configuration.accounts[inner] = StoredAccount(
            nonce: 1,
            code: Code(
                try Hex.decode(
                    "0x" + reason.replacing("20600052", with: "00600052") + "6020600452" + "60646000fd")))
        let node = DevNode(DevChain(configuration))
        _ = try node.call("anvil_impersonateAccount", [.string(sender.checksummed)])
        return node
    }

    private func send(_ node: DevNode) throws -> JSON {
        try node.call(
            "eth_sendTransaction",
            [
                [
                    "from": .string(sender.checksummed), "to": .string(outer.checksummed), "value": "0x3",
                    "gas": "0x186a0",
                ]
            ])
    }

    @Test func treeOfCalls() throws {
        let node = try node()
        let hash = try send(node)
        let receipt = try node.call("eth_getTransactionReceipt", [hash])
        #expect(receipt["status"]?.stringValue == "0x1")
        let trace = try node.call("debug_traceTransaction", [hash, ["tracer": "callTracer"]])
        #expect(trace["type"]?.stringValue == "CALL" && trace["value"]?.stringValue == "0x3")
        #expect(trace["gasUsed"] == receipt["gasUsed"] && trace["gas"]?.stringValue == "0x186a0")
        let calls = try #require(trace["calls"]?.arrayValue)
        #expect(calls.count == 1)
        #expect(calls[0]["from"]?.stringValue == Hex.encode(outer.bytes))
        #expect(calls[0]["to"]?.stringValue == Hex.encode(inner.bytes))
        #expect(calls[0]["error"]?.stringValue == "execution reverted")
        #expect(calls[0]["revertReason"]?.stringValue == "no")
        #expect(calls[0]["value"]?.stringValue == "0x1" && calls[0]["calls"] == nil)
        let top = try node.call(
            "debug_traceTransaction",
            [hash, ["tracer": "callTracer", "tracerConfig": ["onlyTopCall": true]]])
        #expect(top["calls"] == nil && top["gasUsed"] == trace["gasUsed"])
        let block = try node.call("debug_traceBlockByNumber", ["latest", ["tracer": "callTracer"]])
        #expect(block == [["txHash": hash, "result": trace]])
        #expect(try node.call("debug_traceBlockByNumber", ["0x0", ["tracer": "callTracer"]]) == [])
        let call = try node.call(
            "debug_traceCall",
            [
                ["from": .string(sender.checksummed), "to": .string(outer.checksummed)], "latest",
                ["tracer": "callTracer"],
            ])
        #expect(call["calls"]?.arrayValue?.count == 1)
    }

    @Test func statesBeforeAndAfter() throws {
        let node = try node()
        let hash = try send(node)
        let key = Hex.encode(outer.bytes)
        let slot = "0x" + String(repeating: "0", count: 63) + "1"
        let before = try node.call("debug_traceTransaction", [hash, ["tracer": "prestateTracer"]])
        #expect(before[key]?["balance"]?.stringValue == "0x9" && before[key]?["nonce"]?.numberText == "1")
        #expect(UInt256(hex: before[key]?["storage"]?[slot]?.stringValue ?? "") == .zero)
        #expect(before[Hex.encode(sender.bytes)]?["balance"]?.stringValue == "0xde0b6b3a7640000")
        #expect(before[Hex.encode(inner.bytes)] != nil)
        let both = try node.call(
            "debug_traceTransaction",
            [hash, ["tracer": "prestateTracer", "tracerConfig": ["diffMode": true]]])
        #expect(both["pre"]?[key]?["balance"]?.stringValue == "0x9" && both["pre"]?[key]?["storage"] == nil)
        #expect(both["post"]?[key]?["balance"]?.stringValue == "0xc" && both["post"]?[key]?["nonce"] == nil)
        #expect(UInt256(hex: both["post"]?[key]?["storage"]?[slot]?.stringValue ?? "") == 5)
        #expect(both["post"]?[Hex.encode(sender.bytes)]?["nonce"]?.numberText == "1")
        // What was undone changed nothing.
        #expect(both["pre"]?[Hex.encode(inner.bytes)] == nil && both["post"]?[Hex.encode(inner.bytes)] == nil)
    }

    @Test func refusals() throws {
        let node = try node()
        let hash = try send(node)
        func code(_ method: String, _ parameters: [JSON]) -> Int? {
            do throws(RPCError) {
                _ = try node.call(method, parameters)
                return nil
            } catch { return error.code }
        }
        #expect(code("debug_traceTransaction", [hash, ["tracer": "{}"]]) == -32000)
        #expect(code("debug_traceTransaction", [hash, ["limit": "2"]]) == -32602)
        #expect(code("debug_traceTransaction", [hash, ["enableMemory": 1]]) == -32602)
        #expect(
            code(
                "debug_traceTransaction",
                [hash, ["tracer": "callTracer", "tracerConfig": ["onlyTopCall": 1]]]) == -32602)
        #expect(code("debug_traceTransaction", [hash, 5]) == -32602)
        #expect(code("debug_traceTransaction", ["0x00"]) == -32602)
        #expect(code("debug_traceBlockByNumber", ["0x63", ["tracer": "callTracer"]]) == -32000)
    }

    /// Logs stand at the calls that wrote them and weren't undone, with how many calls were made before.
    @Test func logsOfCalls() throws {
        var configuration = DevChain.Configuration()
        // LOG0 of no bytes, then of each of these a call, and LOG0 again.
        func caller(_ callees: [UInt8], revert: Bool = false) throws -> StoredAccount {
            var code = "60006000a0"
            for callee in callees {
                code +=
                    "60006000600060006000" + "60" + Hex.encode([callee], prefix: false) + "5af150"
                    + "60006000a0"
            }
            return StoredAccount(
                nonce: 1, code: Code(try Hex.decode("0x" + code + (revert ? "60006000fd" : ""))))
        }
        configuration.accounts[outer] = try caller([0xb1, 0xb2, 0xb3, 0xb4])
        configuration.accounts[Address(truncating: 0xb1)] = try caller([])
        // Undone with the logs of what it called.
        configuration.accounts[Address(truncating: 0xb2)] = try caller([0xb1], revert: true)
        configuration.accounts[Address(truncating: 0xb3)] = try caller([0xb2, 0xb1])
        let node = DevNode(DevChain(configuration))
        let trace = try node.call(
            "debug_traceCall",
            [
                ["to": .string(outer.checksummed)], "latest",
                ["tracer": "callTracer", "tracerConfig": ["withLog": true]],
            ])
        func positions(_ call: JSON?) -> [String?]? {
            call?["logs"]?.arrayValue?.map {
                [$0["index"], $0["position"]].compactMap { $0?.stringValue }.joined(separator: " ")
            }
        }
        #expect(positions(trace) == ["0x0 0x0", "0x2 0x1", "0x3 0x2", "0x8 0x3", "0x9 0x4"])
        let calls = try #require(trace["calls"]?.arrayValue)
        #expect(positions(calls[0]) == ["0x1 0x0"])
        #expect(positions(calls[1]) == nil && positions(calls[1]["calls"]?.arrayValue?[0]) == nil)
        #expect(positions(calls[2]) == ["0x4 0x0", "0x5 0x1", "0x7 0x2"])
        #expect(positions(calls[2]["calls"]?.arrayValue?[1]) == ["0x6 0x0"])
        #expect(
            calls[2]["logs"]?.arrayValue?[0]["address"]
                == .string(Hex.encode(Address(truncating: 0xb3).bytes)))
    }

    /// Opcodes: their form is compared with recorded ones elsewhere; here options, failures, and what is too much.
    @Test func steps() throws {
        let node = try node()
        let hash = try send(node)
        let trace = try node.call("debug_traceTransaction", [hash])
        let steps = try #require(trace["structLogs"]?.arrayValue)
        #expect(trace["gas"] != nil && trace["failed"] == false)
        // The call's own steps stand between those of its caller, one deeper, and end with its revert.
        let depths = steps.compactMap { $0["depth"]?.numberText }
        let last = try #require(depths.lastIndex(of: "2"))
        #expect(depths.first == "1" && depths.last == "1" && steps[last]["op"] == "REVERT")
        let stores = steps.filter { $0["storage"] != nil }
        let word = { (digit: Int) in JSON.string("0x" + String(repeating: "0", count: 63) + String(digit)) }
        #expect(stores.map { $0["op"] } == ["SSTORE"])
        #expect(stores.first?["storage"]?.objectValue?.members.first?.key == word(1).stringValue)
        #expect(stores.first?["storage"]?.objectValue?.members.first?.value == word(5))
        let short = try node.call("debug_traceTransaction", [hash, ["limit": 3, "disableStack": true]])
        #expect(short["structLogs"]?.arrayValue?.count == 3 && short["gas"] == trace["gas"])
        #expect(short["structLogs"]?.arrayValue?.allSatisfy { $0["stack"] == nil } == true)
        func traced(_ code: String, _ options: JSON = [:]) throws -> JSON {
            let account: JSON = .object(
                JSONObject([(outer.checksummed, ["code": .string("0x" + code)])]))
            return try node.call(
                "debug_traceCall",
                [
                    ["to": .string(outer.checksummed)], "latest",
                    .object(
                        JSONObject(
                            (options.objectValue?.members ?? []).map { ($0.key, $0.value) }
                                + [("stateOverrides", account)])),
                ])
        }
        let failed = try traced("6001565b")
        #expect(failed["failed"] == true)
        #expect(failed["structLogs"]?.arrayValue?.last?["error"] == "invalid jump destination")
        let unknown = try traced("21")["structLogs"]?.arrayValue?.last
        #expect(unknown?["op"] == "opcode 0x21 not defined" && unknown?["error"] == "invalid opcode")
        // A loop until the gas is gone: too much to show, unless fewer steps are asked for.
        #expect(throws: RPCError.self) { try traced("5b600056") }
        #expect(try traced("5b600056", ["limit": 10])["structLogs"]?.arrayValue?.count == 10)
    }

    /// As deep as calls go: the tree is written without recursion.
    @Test func deepTree() throws {
        var configuration = DevChain.Configuration()
        let code = try Hex.decode("0x6000600060006000600030" + "5af1")
        configuration.accounts[outer] = StoredAccount(nonce: 1, code: Code(code))
        let node = DevNode(DevChain(configuration))
        let trace = try node.call(
            "debug_traceCall", [["to": .string(outer.checksummed)], "latest", ["tracer": "callTracer"]])
        var depth = 0
        var call: JSON? = trace
        while let inner = call?["calls"]?.arrayValue?.first {
            depth += 1
            call = inner
        }
        #expect(depth > 200)
    }

    /// A megabyte passed on again and again isn't kept again and again.
    @Test func largeTrace() throws {
        var configuration = DevChain.Configuration()
        // Calls the identity precompile with a megabyte, as long as there is gas.
        let code = try Hex.decode("0x5b" + "6000600062100000600060006004" + "62fffff0" + "f150" + "600056")
        configuration.accounts[outer] = StoredAccount(nonce: 1, code: Code(code))
        let node = DevNode(DevChain(configuration))
        do throws(RPCError) {
            let call: JSON = ["to": .string(outer.checksummed)]
            _ = try node.call("debug_traceCall", [call, "latest", ["tracer": "callTracer"]])
            Issue.record("kept")
        } catch { #expect(error.code == -32000 && error.message.contains("too large")) }
    }
}
