import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Accounts as a test wants them, under the names of each tool.
struct AccountMethodTests {
    private let account: JSON = "0x000000000000000000000000000000000000a11c"
    private let token: JSON = "0x000000000000000000000000000000000000f00d"

    private func node() -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        return DevNode(DevChain(configuration))
    }

    @Test(arguments: ["anvil_set", "hardhat_set", "evm_setAccount"]) func amend(prefix: String) throws {
        let node = node()
        try node.call(prefix + "Balance", [account, "0x7b"])
        #expect(try node.call("eth_getBalance", [account]) == "0x7b")
        // Numbers as each tool writes them, a nonce of 0 among them.
        for (value, answer): (JSON, JSON) in [
            ("0x5", "0x5"), (7, "0x7"), ("9", "0x9"), ("0x0", "0x0"), (0, "0x0"),
        ] {
            try node.call(prefix + "Nonce", [account, value])
            #expect(try node.call("eth_getTransactionCount", [account]) == answer)
            try node.call(prefix + "Balance", [account, value])
            #expect(try node.call("eth_getBalance", [account]) == answer)
        }
        try node.call(prefix + "Code", [account, "0x6001"])
        #expect(try node.call("eth_getCode", [account]) == "0x6001")
        let word = "0x" + String(repeating: "0", count: 62) + "2a"
        #expect(try node.call(prefix + "StorageAt", [account, "0x0", .string(word)]) == true)
        #expect(try node.call("eth_getStorageAt", [account, "0x0"]) == .string(word))
        #expect(throws: RPCError.self) { try node.call(prefix + "Nonce", [account, "0x10000000000000000"]) }
        #expect(throws: RPCError.self) { try node.call(prefix + "Nonce", [account, -1]) }
    }

    @Test func addBalance() throws {
        let node = node()
        try node.call("anvil_addBalance", [account, "0x5"])
        try node.call("anvil_addBalance", [account, 6])
        #expect(try node.call("eth_getBalance", [account]) == "0xb")
        let most: JSON = .string("0x" + String(repeating: "f", count: 64))
        #expect(throws: RPCError.self) { try node.call("anvil_addBalance", [account, most]) }
        #expect(try node.call("eth_getBalance", [account]) == "0xb")
    }

    /// The word is found from which a token answers a balance: of a mapping at slot 3, as the Solidity compiler lays it
    /// out, and of a word that has another account's balance, too, it isn't touched.
    @Test func dealERC20() throws {
        let node = node()
        // MSTORE of the address and 3; SLOAD of their hash; a word returned.
        try node.call("anvil_setCode", [token, "0x6004355f52600360205260405f20545f5260205ff3"])
        func balance(_ holder: JSON) throws -> JSON {
            let data =
                "0x70a08231" + String(repeating: "0", count: 24) + (holder.stringValue?.dropFirst(2) ?? "")
            return try node.call("eth_call", [["to": token, "data": .string(data)]])
        }
        func word(_ hex: String) -> JSON {
            .string("0x" + String(repeating: "0", count: 64 - hex.count) + hex)
        }
        try node.call("anvil_dealERC20", [account, token, "0x64"])
        #expect(try balance(account) == word("64"))
        #expect(try balance(token) == word("0"))
        for amount in ["64", "0", "12345"] {
            try node.call("hardhat_dealERC20", [account, token, .string("0x" + amount)])
            #expect(try balance(account) == word(amount))
        }
        // One that answers the same whatever is stored, and an account without code.
        try node.call("anvil_setCode", [token, "0x5f545060205ff3"])
        for address in [token, account] {
            #expect(throws: RPCError.self) { try node.call("anvil_dealERC20", [account, address, "0x1"]) }
        }
    }

    /// Whoever sends needs no signature; accounts of the node sign all the same.
    @Test func autoImpersonate() throws {
        let node = node()
        try node.call("anvil_setBalance", [account, "0xde0b6b3a7640000"])
        let transfer: JSON = ["from": account, "to": token, "value": "0x1"]
        #expect(throws: RPCError(code: -32000, message: "unknown account")) {
            try node.call("eth_sendTransaction", [transfer])
        }
        try node.call("anvil_autoImpersonateAccount", [true])
        let hash = try node.call("eth_sendTransaction", [transfer])
        #expect(try node.call("eth_getTransactionReceipt", [hash])["from"] == account)
        // A saved node knows.
        let loaded = DevNode(DevChain())
        try loaded.load(node.saved())
        try loaded.call("eth_sendTransaction", [transfer])
        try node.call("hardhat_autoImpersonateAccount", [false])
        #expect(throws: RPCError.self) { try node.call("eth_sendTransaction", [transfer]) }
    }
}
