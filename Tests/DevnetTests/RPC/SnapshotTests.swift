import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Going back to a snapshot, as fixtures of test tools do it before each test.
///
/// What is right is what the node answered to the same questions when the snapshot was made.
struct SnapshotTests {
    private let sender = Address(truncating: 1_000)
    /// Stores its input's first word at slot 0.
    private let contract = Address(truncating: 0xc0de)
    private let fresh: JSON = .string(Hex.encode(Address(truncating: 0xf4e5).bytes))
    private var account: JSON { .string(Hex.encode(contract.bytes)) }

    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[sender] = StoredAccount(balance: UInt256(1 << 62))
        configuration.accounts[contract] = StoredAccount(nonce: 1, code: Code([0x5f, 0x35, 0x5f, 0x55]))
        let node = DevNode(DevChain(configuration))
        try node.call("anvil_impersonateAccount", [.string(Hex.encode(sender.bytes))])
        return node
    }

    private func store(_ node: DevNode, _ value: UInt64, nonce: UInt64? = nil) throws {
        var call: [(String, JSON)] = [
            ("from", .string(Hex.encode(sender.bytes))), ("to", account), ("gas", "0x30d40"),
            ("data", .string(Hex.encode(UInt256(value).bigEndianBytes))),
        ]
        if let nonce { call.append(("nonce", .string(UInt256(nonce).quantity))) }
        try node.call("eth_sendTransaction", [.object(JSONObject(call))])
    }

    /// All that an amendment can change, with what proves it, and what comes next.
    private func view(_ node: DevNode) throws -> [JSON] {
        var seen = [
            try node.call("eth_getBlockByNumber", ["latest", true]), try node.call("txpool_content", []),
            try node.call("eth_getBlockByNumber", ["pending", true]),
        ]
        for address in [account, fresh, .string(Hex.encode(sender.bytes))] {
            seen.append(try node.call("eth_getProof", [address, ["0x0", "0x1", "0x2"], "latest"]))
            seen.append(try node.call("eth_getCode", [address]))
        }
        return seen
    }

    /// Changes everything that can be changed on one block.
    private func amend(_ node: DevNode, _ value: UInt64) throws {
        let number: JSON = .string(UInt256(value).quantity)
        for address in [account, fresh] {
            try node.call("hardhat_setBalance", [address, number])
            try node.call("anvil_setNonce", [address, .string(UInt256(value + 1).quantity)])
            for slot: JSON in ["0x0", "0x1"] {
                try node.call(
                    "hardhat_setStorageAt",
                    [address, slot, .string(Hex.encode(UInt256(value).bigEndianBytes))])
            }
        }
        try node.call(
            "hardhat_setCode", [fresh, .string(Hex.encode([0x60, UInt8(truncatingIfNeeded: value)]))])
    }

    @Test func amendmentsOnItsOwnBlock() throws {
        let node = try node()
        let before = try view(node)
        let id = try node.call("evm_snapshot", [])
        try amend(node, 77)
        #expect(try node.call("eth_getBalance", [account]) == "0x4d")
        #expect(try node.call("evm_revert", [id]) == true)
        #expect(try view(node) == before)
        #expect(try node.call("evm_revert", [id]) == false)
    }

    /// What was amended before the snapshot stays, on the same block and the same words.
    @Test func amendmentsBeforeStay() throws {
        let node = try node()
        try amend(node, 5)
        try store(node, 6)
        try amend(node, 7)
        let before = try view(node)
        // Twice: a fixture makes a new one each time.
        for _ in 0..<2 {
            let id = try node.call("evm_snapshot", [])
            try amend(node, 8)
            try amend(node, 0)
            try store(node, 9)
            try amend(node, 10)
            #expect(try node.call("evm_revert", [id]) == true)
            #expect(try view(node) == before)
        }
        #expect(try node.call("eth_getStorageAt", [account, "0x0"]).stringValue?.last == "7")
    }

    @Test func nested() throws {
        let node = try node()
        var views: [[JSON]] = []
        var ids: [JSON] = []
        for value: UInt64 in 1...5 {
            views.append(try view(node))
            ids.append(try node.call("evm_snapshot", []))
            try amend(node, value)
            // Some have blocks between them, others are on the same one.
            if value % 2 == 0 { try store(node, value * 10) }
        }
        for place in [4, 3, 1, 0] {
            #expect(try node.call("evm_revert", [ids[place]]) == true)
            #expect(try view(node) == views[place])
        }
        // Those after one that was gone back to went with it.
        #expect(try node.call("evm_revert", [ids[2]]) == false)
    }

    /// The clock, what waits and the next base fee go back; who is impersonated doesn't, as with other nodes.
    @Test func whatComesNext() throws {
        let node = try node()
        try node.call("evm_setAutomine", [false])
        try store(node, 1)
        try node.call("evm_setNextBlockTimestamp", [1_800_000_000])
        try node.call("anvil_setNextBlockBaseFeePerGas", ["0x7"])
        let before = try view(node)
        let id = try node.call("evm_snapshot", [])
        try store(node, 2)
        try node.call("evm_mine", [])
        try node.call("evm_increaseTime", [1_000])
        try node.call("anvil_setNextBlockBaseFeePerGas", ["0x9"])
        try store(node, 3)
        try node.call("anvil_impersonateAccount", [fresh])
        #expect(try node.call("evm_revert", [id]) == true)
        #expect(try view(node) == before)
        #expect(node.chain.impersonated.count == 2)
        try node.call("evm_mine", [])
        let block = try node.call("eth_getBlockByNumber", ["latest", false])
        #expect(block["timestamp"] == "0x6b49d200" && block["baseFeePerGas"] == "0x7")
        #expect(block["transactions"]?.arrayValue?.count == 1)
    }

    /// There is no way back to a block that was replaced.
    @Test func ofABlockThatIsGone() throws {
        let node = try node()
        let first = try node.call("evm_snapshot", [])
        try node.call("anvil_mine", [3])
        let second = try node.call("evm_snapshot", [])
        try amend(node, 4)
        node.chain.rewind(2)
        #expect(try node.call("evm_revert", [second]) == false)
        #expect(try node.call("evm_revert", [first]) == true)
        #expect(node.chain.head.number == 0)
        #expect(try node.call("eth_getBalance", [account]) == "0x0")
    }
}
