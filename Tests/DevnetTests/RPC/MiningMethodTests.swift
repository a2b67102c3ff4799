import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// When blocks are made, what is in their headers, and the clock.
struct MiningMethodTests {
    private static let start: UInt64 = 1_700_000_000

    private func node(isFixed: Bool = true) -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = isFixed ? Self.start : nil
        return DevNode(DevChain(configuration))
    }

    /// Times of the blocks after the first, since the start.
    private func times(_ node: DevNode) -> [UInt64] {
        (1...node.chain.head.number).compactMap { node.chain.block($0)?.header.timestamp }.map {
            $0 - Self.start
        }
    }

    /// anvil moves the clock before each block, Hardhat between blocks.
    @Test func intervals() throws {
        let node = node()
        try node.call("anvil_mine", [1, 60])
        try node.call("anvil_mine", ["0x3", "0x3c"])
        #expect(times(node) == [60, 120, 180, 240])
        try node.call("hardhat_mine", ["0x3", "0x3c"])
        #expect(times(node).suffix(3) == [241, 301, 361])
        try node.call("hardhat_mine", [])
        try node.call("anvil_mine", [2, 0])
        #expect(times(node).suffix(3) == [362, 363, 364])
        try node.call("anvil_mine", [0, 60])
        #expect(node.chain.head.number == 10)
        #expect(throws: RPCError.self) { try node.call("anvil_mine", [100_001]) }
    }

    @Test func timestampInterval() throws {
        let node = node()
        try node.call("anvil_setBlockTimestampInterval", [12])
        try node.call("anvil_mine", [2])
        try node.call("evm_setNextBlockTimestamp", [.number(String(Self.start + 100))])
        try node.call("anvil_mine", [2])
        #expect(times(node) == [12, 24, 100, 112])
        let id = try node.call("anvil_snapshot", [])
        #expect(try node.call("anvil_removeBlockTimestampInterval", []) == true)
        #expect(try node.call("anvil_removeBlockTimestampInterval", []) == false)
        try node.call("anvil_mine", [])
        #expect(times(node).last == 113)
        #expect(try node.call("anvil_revert", [id]) == true)
        let loaded = DevNode(DevChain())
        try loaded.load(node.saved())
        try loaded.call("evm_mine", [])
        #expect(times(loaded).last == 124)
    }

    /// No time comes after which there is none: blocks go on from the latest that can be set.
    @Test func latestTime() throws {
        let node = node()
        for method in ["evm_setNextBlockTimestamp", "anvil_setNextBlockTimestamp", "evm_setTime"] {
            #expect(throws: RPCError.self) { try node.call(method, ["0xffffffffffffffff"]) }
            #expect(throws: RPCError.self) { try node.call(method, ["0x4000000000000001"]) }
            #expect(throws: RPCError.self) { try node.call(method, [.number(String(Self.start))]) }
        }
        try node.call("evm_setNextBlockTimestamp", ["0x4000000000000000"])
        try node.call("anvil_mine", [3])
        #expect(times(node) == (0..<3).map { (1 << 62) + $0 - Self.start })
        for method in ["evm_increaseTime", "anvil_increaseTime"] {
            #expect(throws: RPCError.self) { try node.call(method, ["0xffffffffffffffff"]) }
            #expect(throws: RPCError.self) { try node.call(method, [1]) }
        }
        #expect(throws: RPCError.self) { try node.call("anvil_mine", [1, "0xffffffffffffffff"]) }
        let loaded = DevNode(DevChain())
        try loaded.load(node.saved())
        try loaded.call("evm_mine", [])
        #expect(loaded.chain.head.header.timestamp == (1 << 62) + 3)
    }

    @Test(arguments: [true, false]) func setTime(isFixed: Bool) throws {
        let node = node(isFixed: isFixed)
        let head = node.chain.head.header.timestamp
        let moved = try node.call("evm_setTime", [.number(String(head + 5_000))])
        let seconds = UInt64(moved.numberText ?? "") ?? 0
        #expect((4_990...5_000).contains(seconds))
        try node.call("evm_mine", [])
        #expect((head + 5_000...head + 5_010).contains(node.chain.head.header.timestamp))
    }

    @Test func detailed() throws {
        let node = node()
        let blocks = try node.call(
            "evm_mine_detailed", [["blocks": 2, "timestamp": .number(String(Self.start + 9))]])
        #expect(blocks.arrayValue?.map { $0["number"] } == ["0x1", "0x2"])
        #expect(try node.call("eth_getBlockByNumber", ["0x2", true]) == blocks.arrayValue?[1])
        #expect(times(node) == [9, 10])
        // The options of evm_mine as a number.
        try node.call("evm_mine", [.number(String(Self.start + 20))])
        #expect(times(node).last == 20)
    }

    @Test func whenBlocksAreMade() throws {
        let node = node()
        #expect(try node.call("anvil_getAutomine", []) == true)
        #expect(try node.call("anvil_getIntervalMining", []) == .null)
        try node.call("anvil_setAutomine", [false])
        #expect(try node.call("hardhat_getAutomine", []) == false)
        try node.call("evm_setIntervalMining", [3])
        #expect(node.mining == .interval(3))
        #expect(try node.call("anvil_getIntervalMining", []) == 3)
        try node.call("anvil_setIntervalMining", ["0x0"])
        #expect(node.mining == .manual)
        for value: JSON in [86_401, "x", [1, 2], .null] {
            #expect(throws: RPCError.self) { try node.call("evm_setIntervalMining", [value]) }
        }
    }

    /// What is set for a header is there, and in what its transactions see; the randomness for one block, as with Hardhat.
    @Test func headers() throws {
        let node = node()
        // NUMBER's neighbours: COINBASE, GASLIMIT, PREVRANDAO, CHAINID.
        let code: JSON = "0x415f5245602052446040524660605260805ff3"
        let probe: JSON = "0x000000000000000000000000000000000000c0de"
        try node.call("anvil_setCode", [probe, code])
        let random = "0x" + String(repeating: "ab", count: 32)
        let id = try node.call("evm_snapshot", [])
        try node.call("hardhat_setCoinbase", ["0x00000000000000000000000000000000000000fe"])
        try node.call("evm_setBlockGasLimit", ["0x2faf080"])
        try node.call("hardhat_setPrevRandao", [.string(random)])
        try node.call("anvil_setChainId", [4_242])
        try node.call("evm_mine", [])
        let block = try node.call("eth_getBlockByNumber", ["latest", false])
        #expect(block["miner"] == "0x00000000000000000000000000000000000000fe")
        #expect(block["gasLimit"] == "0x2faf080" && block["mixHash"] == .string(random))
        #expect(try node.call("eth_chainId", []) == "0x1092")
        #expect(try node.call("net_version", []) == "4242")
        let seen = try node.call("eth_call", [["to": probe], "latest"])
        func word(_ hex: String) -> String { String(repeating: "0", count: 64 - hex.count) + hex }
        let wanted = "0x" + word("fe") + word("2faf080") + random.dropFirst(2) + word("1092")
        #expect(seen == .string(wanted))
        try node.call("evm_mine", [])
        #expect(try node.call("eth_getBlockByNumber", ["latest", false])["mixHash"] != .string(random))
        #expect(try node.call("evm_revert", [id]) == true)
        try node.call("evm_mine", [])
        let after = try node.call("eth_getBlockByNumber", ["latest", false])
        #expect(after["gasLimit"] == "0x1c9c380" && after["mixHash"] != .string(random))
        #expect(try node.call("eth_chainId", []) == "0x7a69")
        for (method, value): (String, JSON) in [
            ("evm_setBlockGasLimit", 20_999), ("evm_setBlockGasLimit", "0x40000001"),
            ("anvil_setChainId", 0),
            ("hardhat_setPrevRandao", "0x1"), ("anvil_setCoinbase", "0x1"), ("hardhat_setMinGasPrice", "0x1"),
        ] { #expect(throws: RPCError.self) { try node.call(method, [value]) } }
    }

    /// A transaction of a chain's former id is traced as it ran.
    @Test func traceOfAFormerChain() throws {
        let node = node()
        let sender: JSON = "0x000000000000000000000000000000000000a11c"
        try node.call("anvil_setBalance", [sender, "0xde0b6b3a7640000"])
        try node.call("anvil_impersonateAccount", [sender])
        let hash = try node.call("eth_sendTransaction", [["from": sender, "to": sender]])
        let trace = try node.call("debug_traceTransaction", [hash])
        try node.call("anvil_setChainId", [1])
        #expect(try node.call("debug_traceTransaction", [hash]) == trace)
        try node.call("eth_sendTransaction", [["from": sender, "to": sender]])
        #expect(node.chain.head.number == 2)
    }
}
