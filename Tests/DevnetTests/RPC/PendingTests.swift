import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// The block that would be made now, and the state after it.
struct PendingTests {
    private let sender = Address(truncating: 1_000)
    /// Answers NUMBER and its balance, and counts its calls at slot 0.
    private let contract = Address(truncating: 0xc0de)

    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[sender] = StoredAccount(balance: UInt256(1 << 62))
        configuration.accounts[contract] = StoredAccount(
            nonce: 1,
            code: Code([
                0x5f, 0x54, 0x60, 1, 0x01, 0x5f, 0x55, 0x43, 0x5f, 0x52, 0x47, 0x60, 32, 0x52, 0x60, 64, 0x5f,
                0xf3,
            ]))
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated = [sender]
        node.mining = .manual
        return node
    }

    private func send(_ node: DevNode, value: UInt64, nonce: UInt64? = nil) throws -> JSON {
        var call: [(String, JSON)] = [
            ("from", .string(sender.checksummed)), ("to", .string(contract.checksummed)),
            ("value", .string(UInt256(value).quantity)), ("gas", "0x30d40"),
        ]
        if let nonce { call.append(("nonce", .string(UInt256(nonce).quantity))) }
        return try node.call("eth_sendTransaction", [.object(JSONObject(call))])
    }

    @Test func sees() throws {
        let node = try node()
        let hashes = [try send(node, value: 5), try send(node, value: 7)]
        // A gap: it waits, and isn't in the next block.
        _ = try send(node, value: 100, nonce: 9)
        let account: JSON = .string(contract.checksummed)
        let block = try node.call("eth_getBlockByNumber", ["pending", false])
        #expect(block["number"] == "0x1" && block["transactions"] == .array(hashes))
        #expect(block["hash"] == .null && block["miner"] == .null && block["nonce"] == .null)
        let whole = try node.call("eth_getBlockByNumber", ["pending", true])
        #expect(whole["transactions"]?.arrayValue?.map { $0["blockHash"] } == [.null, .null])
        #expect(whole["gasUsed"] == block["gasUsed"] && block["gasUsed"] != "0x0")
        #expect(try node.call("eth_getBlockTransactionCountByNumber", ["pending"]) == "0x2")
        let counted = try node.call("eth_getTransactionCount", [.string(sender.checksummed), "pending"])
        #expect(counted == "0x2")
        func both(_ method: String, _ parameters: [JSON]) throws -> [JSON] {
            try ["latest", "pending"].map { try node.call(method, parameters + [$0]) }
        }
        #expect(try both("eth_getBalance", [account]) == ["0x0", "0xc"])
        let slots = try both("eth_getStorageAt", [account, "0x0"]).map { $0.stringValue?.last }
        #expect(slots == ["0", "2"])
        // The call's block is the next one, and it comes after those that wait.
        let answers = try both("eth_call", [["to": account]])
        #expect(answers[0].stringValue?.hasSuffix(String(repeating: "0", count: 128)) == true)
        #expect(
            answers[1].stringValue == "0x" + String(repeating: "0", count: 63) + "1"
                + String(repeating: "0", count: 63) + "c")
        // A first write of a slot costs 17,100 more.
        let estimates = try both("eth_estimateGas", [["to": account, "from": .string(sender.checksummed)]])
            .compactMap { UInt256(hex: $0.stringValue ?? "")?.asUInt64 }
        #expect(estimates.count == 2 && estimates[0] > estimates[1] + 15_000)
        // Nothing has happened, and what was foretold does.
        #expect(node.chain.head.number == 0 && node.chain.pool.count == 3)
        let foretold = node.chain.pendingBlock.hash
        #expect(node.chain.mine().hash == foretold)
        #expect(try node.call("eth_getBlockTransactionCountByNumber", ["pending"]) == "0x0")
    }

    /// Whatever changes the next block, the pending one is of it.
    @Test func staysNew() throws {
        let node = try node()
        _ = try send(node, value: 1)
        func foretells() -> Bool {
            let foretold = node.chain.pendingBlock.hash
            let (snapshot, mined) = (node.chain.snapshot(), node.chain.mine().hash)
            return node.chain.revert(to: snapshot) && foretold == mined
        }
        #expect(foretells())
        _ = try send(node, value: 2)
        #expect(foretells())
        try node.call("anvil_setNextBlockBaseFeePerGas", ["0x7"])
        #expect(foretells())
        try node.call("evm_increaseTime", [99])
        #expect(foretells())
        try node.call("anvil_setStorageAt", [.string(contract.checksummed), "0x0", "0x9"])
        #expect(foretells())
        node.chain.mine()
        #expect(foretells())
        node.chain.rewind(1)
        #expect(foretells() && node.chain.pendingBlock.transactions.count == 2)
    }

    /// A withdrawal that is asked for is handed on at the block's end (EIP-7002: source, key, amount).
    @Test func requests() throws {
        let node = try node()
        #expect(node.chain.mine().header.requestsHash == ChainHeader.noRequests)
        let key = (0..<48).map { UInt8($0) }
        let amount: [UInt8] = [0, 0, 0, 0, 0, 0, 0x12, 0x34]
        try node.call(
            "eth_sendTransaction",
            [
                [
                    "from": .string(sender.checksummed),
                    "to": .string(SystemCalls.withdrawalRequests.checksummed), "value": "0x1",
                    "gas": "0x30d40", "data": .string(Hex.encode(key + amount)),
                ]
            ])
        let block = node.chain.mine()
        #expect(block.receipts[0].succeeded)
        let request = [1] + sender.bytes + key + amount.reversed()
        #expect(block.header.requestsHash == ChainHeader.requestsHash([request]))
        #expect(node.chain.mine().header.requestsHash == ChainHeader.noRequests)
    }
}
