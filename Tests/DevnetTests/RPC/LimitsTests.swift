import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// What one client may take of what all share.
struct LimitsTests {
    /// A node with an account that writes a log of 100 bytes for each call.
    private func node() -> (node: DevNode, contract: JSON) {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        let contract = Address(truncating: 0xc0de)
        // LOG0 of 100 bytes of memory.
        let code = Code([0x60, 100, 0x5f, 0xa0, 0x00])
        let ether = UInt256(1_000_000_000_000_000_000)
        configuration.accounts[contract] = StoredAccount(nonce: 1, code: code)
        configuration.accounts[Address(truncating: 1_000)] = StoredAccount(balance: ether)
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated = [Address(truncating: 1_000)]
        return (node, .string(contract.description))
    }

    private func log(_ node: DevNode, _ contract: JSON, times: Int) throws {
        for _ in 0..<times {
            _ = try node.call(
                "eth_sendTransaction",
                [["from": .string(Address(truncating: 1_000).description), "to": contract, "gas": "0xc350"]])
        }
    }

    private func code(_ answer: JSON?) -> String? { answer?["error"]?["code"]?.numberText }

    /// The first of a batch is always answered; once its time is over, the others are told so, each by its id.
    @Test func batchesThatTakeLong() throws {
        let (node, _) = node()
        node.limits.batchMilliseconds = 0
        let request: (Int) -> JSON = {
            ["jsonrpc": "2.0", "id": .number(String($0)), "method": "eth_chainId"]
        }
        let answers = try #require(node.answer(.array((0..<5).map(request)))?.arrayValue)
        #expect(answers.map { $0["id"]?.numberText } == (0..<5).map { String($0) })
        #expect(answers[0]["result"] == "0x7a69")
        #expect(answers.dropFirst().allSatisfy { code($0) == "-32002" })
        // A notification stays without an answer.
        let mixed: JSON = [request(1), ["jsonrpc": "2.0", "method": "eth_chainId"]]
        #expect(node.answer(mixed)?.arrayValue?.count == 1)
        node.limits.batch = 4
        #expect(code(node.answer(.array((0..<5).map(request)))) == "-32600")
    }

    /// Who has none can't name another's.
    @Test func namesOfFilters() throws {
        let (node, _) = node()
        let ids = try (0..<50).compactMap { _ in try node.call("eth_newBlockFilter", []).stringValue }
        #expect(Set(ids).count == 50 && ids.allSatisfy { $0.count == 18 })
        #expect(Set(ids.map { $0.suffix(4) }).count > 25)
        #expect(throws: RPCError.self) { try node.call("eth_getFilterChanges", ["0x1"]) }
    }

    /// What other nodes' clients look for in an error.
    @Test func wordsOfRefusals() throws {
        let (node, contract) = node()
        let sender = JSON.string(Address(truncating: 1_000).description)
        func message(_ method: String, _ members: [(String, JSON)]) -> String? {
            do throws(RPCError) {
                _ = try node.call(
                    method, [.object(JSONObject([("from", sender), ("to", contract)] + members))])
                return nil
            } catch { return error.message }
        }
        #expect(
            message("eth_sendTransaction", [("gas", "0x4e20")])?.hasPrefix("intrinsic gas too low: ") == true)
        #expect(
            message(
                "eth_sendTransaction",
                [("gas", "0xc350"), ("maxFeePerGas", "0x3b9aca00"), ("maxPriorityFeePerGas", "0x3b9aca01")])?
                .hasPrefix("max priority fee per gas higher than max fee per gas") == true)
        #expect(message("eth_estimateGas", [("gas", "0x4e20")]) == "gas required exceeds allowance (20000)")
        #expect(message("eth_estimateGas", [("gas", "0x5300")]) == "gas required exceeds allowance (21248)")
        #expect(
            message("eth_estimateGas", [("maxFeePerGas", "0x38d7ea4c68000")])
                == "gas required exceeds allowance (1000)")
    }

    @Test func logsOfOneAnswer() throws {
        let (node, contract) = node()
        try log(node, contract, times: 4)
        let all: JSON = ["fromBlock": "0x0"]
        let answer = try node.call("eth_getLogs", [all])
        #expect(answer.arrayValue?.count == 4)
        node.limits.logs = 3
        #expect(throws: RPCError(code: -32005, message: "query returned more than 3 results")) {
            try node.call("eth_getLogs", [all])
        }
        node.limits.logs = 4
        let size = answer.serializedBytes.count
        node.limits.logBytes = size - 2
        #expect(throws: RPCError(code: -32005, message: "query returned more than \(size - 2) bytes")) {
            try node.call("eth_getLogs", [all])
        }
        node.limits.logBytes = size
        #expect(try node.call("eth_getLogs", [all]).arrayValue?.count == 4)
    }

    /// Of filters that nobody asks, the fullest goes first; those that are asked stay.
    @Test func filtersThatNobodyAsks() throws {
        let (node, contract) = node()
        node.limits.news = 10
        let logs = try node.call("eth_newFilter", [["address": contract]])
        let blocks = try node.call("eth_newBlockFilter", [])
        for _ in 0..<8 {
            try log(node, contract, times: 1)
            #expect(try node.call("eth_getFilterChanges", [logs]).arrayValue?.count == 1)
        }
        try log(node, contract, times: 3)
        #expect(throws: RPCError(code: -32000, message: "filter not found")) {
            try node.call("eth_getFilterChanges", [logs])
            try node.call("eth_getFilterChanges", [blocks])
        }
        #expect(try node.call("eth_getFilterChanges", [logs]).arrayValue?.isEmpty == true)
    }

    @Test func tooManyFilters() throws {
        let (node, _) = node()
        node.limits.filters = 2
        let ids = try (0..<3).map { _ in try node.call("eth_newBlockFilter", []) }
        #expect(throws: RPCError.self) { try node.call("eth_getFilterChanges", [ids[0]]) }
        #expect(try node.call("eth_getFilterChanges", [ids[2]]) == .array([]))
    }
}
