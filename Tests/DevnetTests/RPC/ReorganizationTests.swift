import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Blocks in the place of others, and blocks that are taken back.
struct ReorganizationTests {
    private let keys: [PublishedKey]
    private let senders: [JSON]
    private let receiver: JSON = "0x000000000000000000000000000000000000beef"

    init() throws {
        keys = try (1...2).map { try DevelopmentAccount($0).key }
        senders = keys.map { .string(Hex.encode($0.address.bytes)) }
    }

    /// A node whose clock and seed are fixed: nothing but the reorganization can change a block's hash.
    private func node(isFixed: Bool = true) -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = isFixed ? 1_700_000_000 : nil
        configuration.seed = isFixed ? 1 : nil
        for key in keys {
            configuration.accounts[key.address] = StoredAccount(
                balance: UInt256(1_000_000_000_000_000_000) &* 100)
        }
        return DevNode(DevChain(configuration), keys: keys)
    }

    @discardableResult
    private func send(_ node: DevNode, _ value: JSON, from place: Int = 0) throws -> JSON {
        try node.call(
            "eth_sendTransaction", [["from": senders[place], "to": receiver, "value": value]])
    }

    private func hashes(_ node: DevNode) -> [Hash32] {
        (0...node.chain.head.number).compactMap { node.chain.block($0)?.hash }
    }

    private func balance(_ node: DevNode) throws -> JSON {
        try node.call("eth_getBalance", [receiver])
    }

    /// Every block is another one each time, on a fixed clock as on one that is ahead of the wall's.
    @Test(arguments: [true, false]) func hashesChange(isFixed: Bool) throws {
        let node = node(isFixed: isFixed)
        if !isFixed { try node.call("evm_increaseTime", [100_000]) }
        try send(node, "0x5")
        try node.call("anvil_mine", [3])
        var seen = Set(hashes(node))
        for _ in 0..<3 {
            try node.call("anvil_reorg", [3])
            let now = hashes(node)
            #expect(now.count == 5)
            #expect(seen.intersection(now) == Set(now.prefix(2)))
            seen.formUnion(now)
        }
        // Beyond a state that was saved, too.
        let other = DevNode(DevChain())
        try other.load(node.saved())
        try other.call("anvil_reorg", [1])
        #expect(!seen.contains(other.chain.head.hash))
        let (left, right) = (self.node(), self.node())
        for node in [left, right] {
            try node.call("anvil_mine", [3])
            try node.call("anvil_reorg", [2])
        }
        #expect(hashes(left) == hashes(right))
    }

    /// Without a second argument what was there waits again, and is mined; with one it isn't, as anvil has it.
    @Test func whatWasThere() throws {
        for (arguments, left): ([JSON], JSON) in [
            ([2], "0x7"), ([2, .null], "0x7"), ([2, []], "0x1"), ([["depth": 2]], "0x7"),
            ([["depth": 2, "tx_block_pairs": []]], "0x1"),
        ] {
            let node = node()
            for value: JSON in ["0x1", "0x2", "0x4"] { try send(node, value) }
            try node.call("anvil_reorg", arguments)
            #expect(node.chain.head.number == 3)
            #expect(try balance(node) == left)
            #expect(try node.call("txpool_status", [])["pending"] == "0x0")
        }
    }

    /// Transactions for the new blocks: objects, whose nonces follow from where the chain parts, and bytes.
    @Test func transactionsForBlocks() throws {
        let node = node()
        for value: JSON in ["0x1", "0x2", "0x4"] { try send(node, value) }
        let other = self.node()
        try send(other, "0x80", from: 1)
        let raw = try other.call(
            "eth_getRawTransactionByHash",
            [.string(other.chain.head.transactions[0].hash.description)])
        func object(_ value: JSON) -> JSON { ["from": senders[0], "to": receiver, "value": value] }
        let pairs: JSON = [
            [object("0x10"), 1], [raw, "0x1"], [object("0x20"), 0], [["to": receiver, "value": "0x40"], 1],
        ]
        try node.call("anvil_reorg", [2, pairs])
        let values = (1...3).map { node.chain.block($0)?.transactions.map { $0.transaction.value } }
        #expect(values == [[1], [0x20], [0x10, 0x80, 0x40]])
        #expect(try balance(node) == "0xf1")
        // By name, as a request.
        let request: JSON = [
            "jsonrpc": "2.0", "id": 1, "method": "anvil_reorg",
            "params": ["depth": 1, "tx_block_pairs": [[object("0x100"), 0]]],
        ]
        #expect(node.answer(request)?["result"] == .null)
        #expect(try balance(node) == "0x121")
    }

    /// What can't be is refused, and the chain stays as it was; what shows only in its block is said.
    @Test func refusals() throws {
        let node = node()
        for value: JSON in ["0x1", "0x2"] { try send(node, value) }
        let before = hashes(node)
        let transfer: JSON = ["from": senders[0], "to": receiver]
        for (arguments, message): ([JSON], String) in [
            ([3], "the chain isn't that long"), ([2, [transfer]], "invalid argument 1: want pairs"),
            ([2, [[transfer, 2]]], "invalid argument 1: block 2 isn't below the depth, 2"),
            ([2, ["x"]], "invalid argument 1"), ([2, 5], "invalid argument 1"),
            ([["depth": "x"]], "invalid depth"),
            ([["a": 1]], "depth is missing"), ([2, [["0x02c0", 0]]], "invalid transaction"),
            ([2, [[["from": receiver], 0]]], "unknown account"),
            (
                [2, [[["from": senders[0], "value": "0xffffffffffffffffffff"], 0]]],
                "insufficient funds for gas * price + value"
            ),
        ] {
            #expect {
                try node.call("anvil_reorg", arguments)
            } throws: { ($0 as? RPCError)?.message.hasPrefix(message) == true }
            #expect(hashes(node) == before)
        }
        #expect {
            try node.call(
                "anvil_reorg", [1, [[["from": senders[0], "to": receiver, "nonce": "0x9"], 0]]])
        } throws: {
            ($0 as? RPCError)?.message.contains("nonce too high: next nonce 1, tx nonce 9") == true
        }
        #expect(node.chain.head.number == 2 && hashes(node)[2] != before[2])
    }

    /// Blocks that are taken back are gone with what was in them.
    @Test func rollback() throws {
        let node = node()
        for value: JSON in ["0x1", "0x2", "0x4"] { try send(node, value) }
        let before = hashes(node)
        try node.call("anvil_rollback", [])
        #expect(hashes(node) == Array(before.prefix(3)))
        #expect(try balance(node) == "0x3")
        try node.call("anvil_rollback", ["0x2"])
        #expect(hashes(node) == Array(before.prefix(1)))
        #expect(try node.call("txpool_status", [])["pending"] == "0x0")
        try send(node, "0x1")
        #expect(node.chain.head.number == 1 && node.chain.head.hash != before[1])
        #expect(throws: RPCError(code: -32602, message: "the chain isn't that long")) {
            try node.call("anvil_rollback", [2])
        }
    }

    /// A contract's logs are taken back and told again, in blocks of other hashes.
    @Test func logsAreToldAgain() throws {
        let node = node()
        // LOG1 of nothing, with the block's number as topic.
        try node.call("anvil_setCode", [receiver, "0x435f5fa1"])
        let filter = try node.call("eth_newFilter", [["address": receiver]])
        try send(node, "0x0")
        try send(node, "0x0")
        _ = try node.call("eth_getFilterChanges", [filter])
        try node.call("anvil_reorg", [1])
        let told = try #require(try node.call("eth_getFilterChanges", [filter]).arrayValue)
        #expect(told.map { $0["removed"] } == [true, false])
        #expect(told[0]["blockNumber"] == told[1]["blockNumber"])
        #expect(told[0]["blockHash"] != told[1]["blockHash"])
    }
}
