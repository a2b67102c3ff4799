import Cryptography
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Transactions that wait: looked at, found and dropped.
struct PoolMethodTests {
    private let senders: [JSON] = [
        "0x000000000000000000000000000000000000a11c", "0x000000000000000000000000000000000000b0b0",
    ]

    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        let node = DevNode(DevChain(configuration))
        for sender in senders {
            try node.call("anvil_impersonateAccount", [sender])
            try node.call("anvil_setBalance", [sender, "0xde0b6b3a7640000"])
        }
        node.mining = .manual
        return node
    }

    private func send(
        _ node: DevNode, from place: Int = 0, _ nonce: JSON,
        to: JSON = "0x0000000000000000000000000000000000000001"
    )
        throws -> JSON
    {
        try node.call(
            "eth_sendTransaction",
            [
                [
                    "from": senders[place], "to": to, "nonce": nonce, "value": "0x5", "gas": "0xea60",
                    "gasPrice": "0x77359400",
                ]
            ])
    }

    private func status(_ node: DevNode) throws -> [JSON?] {
        let status = try node.call("txpool_status", [])
        return [status["pending"], status["queued"]]
    }

    /// The line is geth's: to whom, how much, and what for gas.
    @Test func inspect() throws {
        let node = try node()
        _ = try send(node, "0x0")
        _ = try send(node, "0x2", to: .null)
        let seen = try node.call("txpool_inspect", [])
        let sender = try #require(seen["pending"]?.objectValue?.members.first)
        #expect(sender.key.lowercased() == senders[0].stringValue)
        #expect(
            sender.value["0"]
                == "0x0000000000000000000000000000000000000001: 5 wei + 60000 gas × 2000000000 wei")
        #expect(
            seen["queued"]?.objectValue?.members.first?.value["2"]
                == "contract creation: 5 wei + 60000 gas × 2000000000 wei")
    }

    @Test func drop() throws {
        let node = try node()
        let first = try send(node, "0x0")
        let second = try send(node, "0x1")
        let other = try send(node, from: 1, "0x0")
        #expect(try node.call("anvil_dropTransaction", [first]) == first)
        #expect(try node.call("anvil_dropTransaction", [first]) == .null)
        #expect(try status(node) == ["0x1", "0x1"])
        #expect(try node.call("eth_getBlockByNumber", ["pending", false])["transactions"] == [other])
        #expect(try node.call("hardhat_dropTransaction", [second]) == true)
        #expect(try node.call("hardhat_dropTransaction", [second]) == false)
        _ = try send(node, "0x0")
        try node.call("anvil_removePoolTransactions", [senders[0]])
        #expect(try status(node) == ["0x1", "0x0"])
        try node.call("evm_mine", [])
        #expect(throws: RPCError.self) { try node.call("hardhat_dropTransaction", [other]) }
        _ = try (send(node, "0x0"), send(node, from: 1, "0x1"))
        try node.call("anvil_dropAllTransactions", [])
        #expect(try status(node) == ["0x0", "0x0"])
    }

    @Test func bySenderAndNonce() throws {
        let node = try node()
        var hashes: [JSON] = []
        for nonce: JSON in ["0x0", "0x1", "0x2"] {
            hashes.append(try send(node, nonce))
            if nonce != "0x2" { try node.call("anvil_mine", [3]) }
        }
        func find(_ sender: JSON, _ nonce: JSON) throws -> JSON {
            try node.call("eth_getTransactionBySenderAndNonce", [sender, nonce])
        }
        for (place, nonce) in ["0x0", "0x1", "0x2"].enumerated() {
            let found = try find(senders[0], .string(nonce))
            #expect(found["hash"] == hashes[place])
            #expect(try found == node.call("eth_getTransactionByHash", [hashes[place]]))
        }
        #expect(try find(senders[0], "0x3") == .null && find(senders[1], "0x0") == .null)
        // Used by hand: no transaction has it.
        try node.call("anvil_setNonce", [senders[1], "0x5"])
        #expect(try find(senders[1], "0x3") == .null)
    }

    /// The receipt at once, or that there is none yet, with the hash (EIP-7966).
    @Test func sentAndAwaited() throws {
        let signer = DevNode(DevChain(), keys: [try PublishedSender.key])
        let sender: JSON = .string(Hex.encode(try PublishedSender.key.address.bytes))
        func raw(_ nonce: JSON) throws -> JSON {
            try signer.call(
                "eth_signTransaction",
                [["from": sender, "to": sender, "nonce": nonce, "gas": "0x5208"]])["raw"] ?? .null
        }
        let node = DevNode(DevChain())
        try node.call("anvil_setBalance", [sender, "0xde0b6b3a7640000"])
        let receipt = try node.call("eth_sendRawTransactionSync", [try raw("0x0"), 2_000])
        #expect(receipt["status"] == "0x1" && receipt["from"] == sender)
        node.mining = .manual
        let bytes = try Hex.decode(try raw("0x1").stringValue ?? "")
        #expect {
            try node.call("eth_sendRawTransactionSync", [.string(Hex.encode(bytes))])
        } throws: { error in
            let error = error as? RPCError
            return error?.code == 4 && error?.data == .string(Keccak256.hash(bytes).description)
        }
        #expect(try node.call("txpool_status", [])["pending"] == "0x1")
    }
}
