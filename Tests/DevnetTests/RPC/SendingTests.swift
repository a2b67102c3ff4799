import Devnet
import EVM
import Ethereum
import StrictJSON
import TestSupport
import Testing

/// What becomes of a transaction that can't run at once.
struct SendingTests {
    private static let ether = UInt256(1_000_000_000_000_000_000)
    private let senders: [JSON] = (1...4).map {
        .string(Hex.encode(Address(truncating: UInt256(0xace0 + UInt64($0))).bytes))
    }
    private let receiver: JSON = "0x000000000000000000000000000000000000beef"

    private func node(_ mining: DevNode.Mining = .instant) throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        let node = DevNode(DevChain(configuration))
        for sender in senders {
            try node.call("hardhat_impersonateAccount", [sender])
            try node.call("hardhat_setBalance", [sender, .string(Self.ether.quantity)])
        }
        node.mining = mining
        return node
    }

    @discardableResult
    private func send(_ node: DevNode, _ fields: [String: JSON] = [:], from place: Int = 0) throws -> JSON {
        var call: [String: JSON] = ["from": senders[place], "to": receiver, "value": "0x1", "gas": "0x5208"]
        call.merge(fields) { $1 }
        return try node.call("eth_sendTransaction", [.object(JSONObject(call.map { ($0, $1) }))])
    }

    private func head(_ node: DevNode) -> UInt64 { node.chain.head.number }

    private func pool(_ node: DevNode) throws -> [JSON?] {
        let status = try node.call("txpool_status", [])
        return [status["pending"], status["queued"]]
    }

    /// No block is made for one that waits for others; one is for all when those have come.
    @Test func gap() throws {
        let node = try node()
        let late = try send(node, ["nonce": "0x1"])
        #expect(head(node) == 0)
        #expect(try pool(node) == ["0x0", "0x1"])
        try send(node, ["nonce": "0x0"])
        #expect(head(node) == 1 && node.chain.head.transactions.count == 2)
        #expect(try node.call("eth_getTransactionReceipt", [late])["status"] == "0x1")
    }

    /// What pays less than the base fee is refused where it would have to be mined at once, in the words that viem and
    /// ethers look for; elsewhere it waits until the base fee has fallen.
    @Test func lowFee() throws {
        let fields: [String: JSON] = ["maxFeePerGas": "0x1", "maxPriorityFeePerGas": "0x1"]
        let node = try node()
        let filter = try node.call("eth_newPendingTransactionFilter", [])
        #expect {
            try send(node, fields)
        } throws: {
            ($0 as? RPCError)?.message.hasPrefix("max fee per gas less than block base fee: address") == true
        }
        #expect(head(node) == 0)
        #expect(try pool(node) == ["0x0", "0x0"])
        #expect(try node.call("eth_getFilterChanges", [filter]) == .array([]))
        let slow = try self.node(.manual)
        let hash = try send(slow, fields)
        try slow.call("evm_mine", [])
        #expect(try pool(slow) == ["0x1", "0x0"])
        try slow.call("hardhat_setNextBlockBaseFeePerGas", ["0x1"])
        try slow.call("evm_mine", [])
        #expect(try slow.call("eth_getTransactionReceipt", [hash])["status"] == "0x1")
    }

    /// Two that each could be paid, and not both: the second waits until there is enough.
    @Test func notEnoughForBoth() throws {
        let node = try node(.manual)
        let value: JSON = .string((Self.ether &* 6).dividedWithRemainder(by: 10)!.quotient.quantity)
        try send(node, ["value": value])
        let second = try send(node, ["value": value])
        try node.call("evm_mine", [])
        #expect(node.chain.head.transactions.count == 1)
        #expect(try pool(node) == ["0x1", "0x0"])
        #expect(try node.call("eth_getTransactionByHash", [second])["blockNumber"] == .null)
        try node.call("hardhat_setBalance", [senders[0], .string(Self.ether.quantity)])
        try node.call("evm_mine", [])
        #expect(try node.call("eth_getTransactionReceipt", [second])["status"] == "0x1")
    }

    /// One that takes the place of another, and can't run: the other one waits as before.
    @Test func refusedInAnothersPlace() throws {
        let node = try node(.manual)
        let value: JSON = .string((Self.ether &* 6).dividedWithRemainder(by: 10)!.quotient.quantity)
        try send(node, ["value": value])
        let second = try send(node, ["maxFeePerGas": "0xba43b7400", "nonce": "0x1"])
        let before = try node.call("txpool_content", [])
        node.mining = .instant
        #expect {
            try send(
                node,
                [
                    "value": value, "maxFeePerGas": "0x174876e800", "maxPriorityFeePerGas": "0xba43b7400",
                    "nonce": "0x1",
                ])
        } throws: {
            ($0 as? RPCError)?.message.hasPrefix("insufficient funds for gas * price + value") == true
        }
        #expect(try node.call("txpool_content", []) == before && head(node) == 0)
        try node.call("evm_mine", [])
        #expect(try node.call("eth_getTransactionReceipt", [second])["status"] == "0x1")
    }

    /// More than a block holds waits before it: it is mined all the same, when what is before it is.
    @Test func behindFullBlocks() throws {
        let node = try node(.manual)
        // INVALID uses all gas.
        try node.call("hardhat_setCode", [receiver, "0xfe"])
        for place in 0..<3 {
            try send(node, ["gas": "0x1312d00", "maxPriorityFeePerGas": "0x77359400"], from: place)
        }
        node.mining = .instant
        let hash = try send(node, ["gas": "0x1312d00"], from: 3)
        #expect(head(node) == 4)
        #expect(try node.call("eth_getTransactionReceipt", [hash])["blockNumber"] == "0x4")
    }

    /// What an account's nonce has left behind is gone.
    @Test func usedNonces() throws {
        let node = try node(.manual)
        try send(node, ["nonce": "0x5"])
        try send(node, ["nonce": "0x9"])
        try node.call("anvil_setNonce", [senders[0], "0x9"])
        #expect(try pool(node) == ["0x1", "0x0"])
        try node.call("evm_mine", [])
        #expect(try pool(node) == ["0x0", "0x0"])
        #expect(node.chain.head.transactions.map(\.transaction.nonce) == [9])
    }

    /// The pending block grows with what comes: at each step it is the one of a node that never made one before.
    @Test func pendingBlockGrows() throws {
        var random = SeededRandom(seed: 5)
        let node = try node(.manual)
        var sent: [(fields: [String: JSON], from: Int)] = []
        for step in 0..<60 {
            let from = Int.random(in: 0..<4, using: &random)
            let gap: UInt64 = [0, 0, 0, 1, 2].randomElement(using: &random) ?? 0
            let nonce = node.chain.pendingNonce(Address(truncating: UInt256(0xace1 + UInt64(from)))) + gap
            let tip = UInt256([1, 1, 1, 2, 3].randomElement(using: &random) ?? 1) &* 1_000_000_000
            let item: (fields: [String: JSON], from: Int) = (
                [
                    "nonce": .string(UInt256(nonce).quantity), "maxPriorityFeePerGas": .string(tip.quantity),
                    "maxFeePerGas": .string((tip &+ 2_000_000_000).quantity),
                    "gas": Int.random(in: 0..<15, using: &random) == 0 ? "0x1b00000" : "0x5208",
                    "value": .string(
                        UInt256([1, 1, 1 << 57].randomElement(using: &random) ?? 1).quantity),
                ], from
            )
            // One in another's place may pay too little.
            guard (try? send(node, item.fields, from: item.from)) != nil else { continue }
            sent.append(item)
            let pending = try node.call("eth_getBlockByNumber", ["pending", true])
            let other = try self.node(.manual)
            for item in sent { try send(other, item.fields, from: item.from) }
            #expect(try other.call("eth_getBlockByNumber", ["pending", true]) == pending, "step \(step)")
        }
        #expect(sent.count > 30)
        let foretold = node.chain.pendingBlock
        #expect(foretold.transactions.count > 5 && node.chain.mine().hash == foretold.hash)
    }
}
