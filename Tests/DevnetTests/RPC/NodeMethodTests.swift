import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// The key of an account that everybody knows.
enum PublishedSender {
    static var key: PublishedKey { get throws { try DevelopmentAccount(1).key } }
}

/// What a node says of itself, its state as bytes, and beginning anew.
struct NodeMethodTests {
    private let account: JSON = "0x000000000000000000000000000000000000a11c"

    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[try PublishedSender.key.address] = StoredAccount(balance: UInt256(1 << 62))
        return DevNode(DevChain(configuration), keys: [try PublishedSender.key])
    }

    @Test func information() throws {
        let node = try node()
        try node.call("anvil_mine", [2])
        let id = try node.call("evm_snapshot", [])
        let head = try node.call("eth_getBlockByNumber", ["latest", false])
        let information = try node.call("anvil_nodeInfo", [])
        #expect(information["currentBlockNumber"] == "0x2" && information["currentBlockHash"] == head["hash"])
        #expect(information["currentBlockTimestamp"] == 1_700_000_002 && information["hardFork"] == "prague")
        #expect(information["environment"]?["chainId"] == 31_337)
        #expect(try information["environment"]?["gasPrice"] == node.call("eth_gasPrice", []))
        for name in ["anvil_metadata", "hardhat_metadata"] {
            let metadata = try node.call(name, [])
            #expect(try metadata["clientVersion"] == node.call("web3_clientVersion", []))
            #expect(metadata["latestBlockNumber"] == 2 && metadata["latestBlockHash"] == head["hash"])
            #expect(metadata["snapshots"]?[id.stringValue ?? ""] == [2, head["hash"] ?? .null])
        }
        let modules = try node.call("rpc_modules", [])
        for name in ["anvil", "debug", "eth", "evm", "hardhat", "net", "txpool", "web3"] {
            #expect(modules[name] == "1.0")
        }
        for (method, value): (String, JSON) in [
            ("anvil_setLoggingEnabled", true), ("hardhat_setLoggingEnabled", false),
        ] { try node.call(method, [value]) }
        try node.call("anvil_enableTraces", [])
        #expect(try node.call("eth_getUncleByBlockNumberAndIndex", ["0x1", "0x0"]) == .null)
    }

    /// The genesis is the one that there was, and nothing else is.
    @Test func reset() throws {
        let node = try node()
        let genesis = try node.call("eth_getBlockByNumber", ["0x0", true])
        let instance = try node.call("anvil_metadata", [])["instanceId"]
        let sender: JSON = .string(Hex.encode(try PublishedSender.key.address.bytes))
        let balance = try node.call("eth_getBalance", [sender])
        for name in ["hardhat_reset", "anvil_reset"] {
            try node.call("anvil_setCode", [account, "0x01"])
            try node.call("anvil_setBalance", [sender, "0x1"])
            try node.call("anvil_setBalance", [account, "0xde0b6b3a7640000"])
            try node.call("anvil_impersonateAccount", [account])
            let id = try node.call("evm_snapshot", [])
            let hash = try node.call("eth_sendTransaction", [["from": account, "to": sender]])
            try node.call("hardhat_setCoinbase", [account])
            try node.call("evm_setAutomine", [false])
            try node.call("evm_increaseTime", [1_000])
            _ = try node.call("eth_sendTransaction", [["from": account, "to": sender]])
            #expect(try node.call(name, []) == true)
            #expect(try node.call("eth_getBlockByNumber", ["latest", true]) == genesis)
            #expect(try node.call("eth_getBalance", [sender]) == balance)
            #expect(try node.call("eth_getCode", [account]) == "0x")
            #expect(try node.call("eth_getTransactionByHash", [hash]) == .null)
            #expect(try node.call("txpool_status", [])["pending"] == "0x0")
            #expect(try node.call("evm_revert", [id]) == false)
            #expect(node.chain.impersonated.isEmpty)
            try node.call("evm_mine", [])
            let head = try node.call("eth_getBlockByNumber", ["latest", true])
            #expect(head["timestamp"] == "0x6553f101" && head["miner"] == genesis["miner"])
            try node.call("evm_setAutomine", [true])
        }
        #expect(try node.call("anvil_metadata", [])["instanceId"] != instance)
        try node.call("hardhat_reset", [["forking": .null]])
        #expect(throws: RPCError.self) {
            try node.call("hardhat_reset", [["forking": ["jsonRpcUrl": "http://localhost:1"]]])
        }
        // A node that has loaded a state, on the wall's clock, too.
        let other = DevNode(DevChain())
        try other.call("evm_mine", [])
        let loaded = DevNode(DevChain())
        try loaded.load(other.saved())
        try loaded.call("hardhat_reset", [])
        #expect(loaded.chain.head.hash == other.chain.block(0)?.hash)
    }

    @Test(arguments: ["anvil", "hardhat", "coai"]) func dumpAndLoad(prefix: String) throws {
        let node = try node()
        try node.call("anvil_setBalance", [account, "0x77"])
        try node.call("anvil_mine", [2])
        let dump = try node.call(prefix + "_dumpState", [])
        let other = DevNode(DevChain())
        #expect(try other.call(prefix + "_loadState", [dump]) == true)
        #expect(other.chain.head.hash == node.chain.head.hash)
        #expect(try other.call("eth_getBalance", [account]) == "0x77")
        // Another node's dump is none.
        #expect {
            try other.call(prefix + "_loadState", ["0x1f8b08000000"])
        } throws: { ($0 as? RPCError)?.message.contains("state.foreign") == true }
    }

    /// A block by its bytes is traced as by its number.
    @Test func blockAsBytes() throws {
        let node = try node()
        let sender: JSON = .string(Hex.encode(try PublishedSender.key.address.bytes))
        for _ in 0..<2 { try node.call("eth_sendTransaction", [["from": sender, "to": account]]) }
        let options: JSON = ["tracer": "callTracer"]
        let raw = try node.call("debug_getRawBlock", ["0x2"])
        let traced = try node.call("debug_traceBlock", [raw, options])
        #expect(traced.arrayValue?.count == 1)
        #expect(try traced == node.call("debug_traceBlockByNumber", ["0x2", options]))
        for bytes: JSON in ["0x", "0xc0", "0x80", "0xc1c0", "0x02"] {
            #expect(throws: RPCError.self) { try node.call("debug_traceBlock", [bytes]) }
        }
    }

    /// Whoever knows no panic of a number reads it in hex, as the number is written.
    @Test func unknownPanic() throws {
        let node = try node()
        // Panic(0x99): PUSH4 of the selector, shifted, 0x99, REVERT.
        try node.call("anvil_setCode", [account, "0x634e487b7160e01b5f52609960045260245ffd"])
        #expect {
            try node.call("eth_call", [["to": account]])
        } throws: { ($0 as? RPCError)?.message == "execution reverted: unknown panic code: 0x99" }
    }

    /// A name that no override has is refused, and one that is null isn't there.
    @Test func overrideNames() throws {
        let node = try node()
        func call(_ override: JSON) throws -> JSON {
            try node.call(
                "eth_call",
                [["to": account], "latest", .object(JSONObject([(account.stringValue ?? "", override)]))])
        }
        #expect(try call(.null) == "0x")
        #expect(try call(["balance": .null, "code": .null, "state": .null]) == "0x")
        #expect {
            try call(["blance": "0x1"])
        } throws: { ($0 as? RPCError)?.message.hasSuffix("unknown override blance") == true }
    }
}
