import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Accounts that calls see otherwise than they are, precompiles above all. Most is held against recorded exchanges in
/// `ExecutionAPITests`; here is what those don't reach.
struct StateOverrideTests {
    private static let identity = "0x0000000000000000000000000000000000000004"
    private static let hash = "0x0000000000000000000000000000000000000002"
    private static let target = "0x0000000000000000000000000000000000123456"
    private static let contract = "0x000000000000000000000000000000000000c0de"

    private func node(chainID: UInt64 = 31_337) -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.chainID = chainID
        return DevNode(DevChain(configuration))
    }

    private func code(_ body: () throws -> JSON) -> Int? {
        do { _ = try body() } catch { return (error as? RPCError)?.code }
        return nil
    }

    private static func moved(_ moves: [(String, String)]) -> JSON {
        .object(JSONObject(moves.map { ($0.0, ["movePrecompileToAddress": .string($0.1)]) }))
    }

    @Test func movedPrecompile() throws {
        let node = node()
        let moved = Self.moved([(Self.identity, Self.target)])
        func call(_ method: String, to: String, _ overrides: JSON) throws -> JSON {
            try node.call(method, [["to": .string(to), "input": "0xc0a1"], "latest", overrides])
        }
        #expect(try call("eth_call", to: Self.target, [:]) == "0x")
        #expect(try call("eth_call", to: Self.target, moved) == "0xc0a1")
        #expect(try call("eth_call", to: Self.identity, moved) == "0x")
        // Its gas goes with it: recovering takes 3,000.
        let recover = "0x0000000000000000000000000000000000000001"
        let recovering = Self.moved([(recover, Self.target)])
        #expect(try call("eth_estimateGas", to: recover, [:]) == "0x5de0")
        #expect(try call("eth_estimateGas", to: Self.target, recovering) == "0x5de0")
        let plain = try call("eth_estimateGas", to: Self.target, [:])
        #expect(try call("eth_estimateGas", to: recover, recovering) == plain && plain == "0x5258")
        let trace = try node.call(
            "debug_traceCall",
            [["to": .string(Self.target), "input": "0xc0a1"], "latest", ["stateOverrides": moved]])
        #expect(trace["returnValue"] == "0xc0a1")
        // Where there was another precompile, there is none of it left.
        let over = Self.moved([(Self.identity, Self.hash)])
        #expect(try call("eth_call", to: Self.hash, over) == "0xc0a1")
        #expect(
            try call("eth_call", to: Self.identity, [Self.identity: ["movePrecompileToAddress": .null]])
                == "0x")
        #expect(try call("eth_call", to: Self.identity, [:]) == "0xc0a1")
    }

    @Test func refusedMoves() {
        let node = node()
        func refusal(_ overrides: JSON) -> [Int?] {
            [
                code {
                    try node.call(
                        "eth_simulateV1", [["blockStateCalls": [["stateOverrides": overrides]]]])
                }, code { try node.call("eth_call", [[:], "latest", overrides]) },
            ]
        }
        #expect(refusal(Self.moved([(Self.identity, Self.identity)])) == [-38022, -38022])
        let both = Self.moved([(Self.identity, Self.target), (Self.hash, Self.target)])
        #expect(refusal(both) == [-38023, -38023])
        // No precompile, even one that is moved to itself or comes only later in the fork's order of addresses.
        for address in [Self.target, "0x0000000000000000000000000000000000000100"] {
            #expect(refusal(Self.moved([(address, Self.contract)])) == [-32000, -32000])
            #expect(refusal(Self.moved([(address, address)])) == [-32000, -32000])
        }
        #expect(
            refusal(Self.moved([(Self.identity, Self.hash), (Self.hash, Self.target)])) == [-32000, -32000])
        #expect(
            refusal([
                Self.identity: ["movePrecompileToAddress": .string(Self.target)],
                Self.target: ["balance": "0x1"],
            ]) == [-32000, -32000])
        #expect(refusal([Self.identity: ["movePrecompileToAddress": "0x12"]]) == [-32602, -32602])
        #expect(refusal([Self.identity: 5]) == [-32602, -32602])
        #expect(refusal([Self.target: ["state": 5]]) == [-32602, -32602])
        #expect(refusal([Self.target: ["state": [:], "stateDiff": [:]]]) == [-32602, -32602])
        #expect(refusal([Self.target: ["state": .null, "code": .null, "nonce": .null]]) == [nil, nil])
    }

    /// The values that execution-apis has recorded for code in a precompile's place, and for an account that is there only
    /// because it is overridden: an authorization of it costs less.
    @Test func recorded() throws {
        let node = node(chainID: 0xc72d_d9d5_e883e)
        let code = "0x602a60005260206000f3"
        let from: JSON = "0xc000000000000000000000000000000000000000"
        let contract = "0xc100000000000000000000000000000000000000"
        let authority = "0x3c99b48acd2a442808922929a1441f31245e3a45"
        func calls(_ overrides: JSON, _ calls: JSON) throws -> [JSON] {
            let answer = try node.call(
                "eth_simulateV1",
                [["blockStateCalls": [["stateOverrides": overrides, "calls": calls]]]])
            return answer.arrayValue?.first?["calls"]?.arrayValue ?? []
        }
        let word = JSON.string("0x" + String(repeating: "0", count: 62) + "2a")
        let replaced = try calls(
            [Self.identity: ["code": .string(code)]],
            [["from": from, "to": .string(Self.identity), "input": "0x1234"]])
        #expect(replaced.map { $0["returnData"] } == [word] && replaced.map { $0["gasUsed"] } == ["0x5258"])
        let authorization: JSON = [
            "chainId": "0xc72dd9d5e883e", "address": .string(contract), "nonce": "0x0", "yParity": "0x0",
            "r": "0xe46a57110dd3e4f9d556fbcd95f00f29ec91ce3e656a796f46b665d6df4aa657",
            "s": "0x589ea4f67adc16d5de188b7f5e2b697c017325ada80332ecfd24ead54d49fc3f",
        ]
        let delegated = try calls(
            [
                authority: ["code": "0x"],
                "0xc000000000000000000000000000000000000000": ["balance": "0x1e8480"],
                contract: ["code": .string(code)],
            ],
            [
                ["from": from, "to": from, "authorizationList": [authorization]],
                ["from": from, "to": .string(authority)],
            ])
        #expect(delegated.map { $0["gasUsed"] } == ["0x8fc0", "0x521a"])
        #expect(delegated.map { $0["maxUsedGas"] } == ["0xb3b0", "0x521a"])
        #expect(delegated.last?["returnData"] == word)
    }
}
