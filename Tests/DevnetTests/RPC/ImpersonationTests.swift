import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Transactions that nobody signed.
struct ImpersonationTests {
    private let contract: JSON = "0x00000000000000000000000000000000000c0de0"
    private let other: JSON = "0x00000000000000000000000000000000000c0de1"
    private let receiver: JSON = "0x000000000000000000000000000000000000beef"

    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        let node = DevNode(DevChain(configuration))
        for account in [contract, other] {
            try node.call("hardhat_impersonateAccount", [account])
            try node.call("hardhat_setBalance", [account, "0xde0b6b3a7640000"])
        }
        return node
    }

    private func receipt(_ node: DevNode, _ hash: JSON) throws -> JSON {
        try node.call("eth_getTransactionReceipt", [hash])
    }

    /// A contract has no key, and sends all the same (against EIP-3607), as a timelock or a governor does in tests.
    @Test func contractsSend() throws {
        let node = try node()
        try node.call("hardhat_setCode", [contract, "0x600160005260206000f3"])
        let hash = try node.call(
            "eth_sendTransaction", [["from": contract, "to": receiver, "value": "0x7"]])
        let receipt = try receipt(node, hash)
        #expect(receipt["status"] == "0x1" && receipt["from"] == contract)
        #expect(try node.call("eth_getBalance", [receiver]) == "0x7")
        // Run once more for its trace, and known again by a node that has loaded the state.
        let trace = try node.call("debug_traceTransaction", [hash, ["tracer": "callTracer"]])
        #expect(trace["from"] == contract && trace["value"] == "0x7")
        let loaded = DevNode(DevChain())
        try loaded.load(node.saved())
        #expect(try loaded.call("debug_traceTransaction", [hash, ["tracer": "callTracer"]]) == trace)
        // It waits on, if it was sent before it was left alone.
        try node.call("evm_setAutomine", [false])
        let late = try node.call(
            "eth_sendTransaction", [["from": contract, "to": receiver, "value": "0x1"]])
        try node.call("hardhat_stopImpersonatingAccount", [contract])
        try node.call("evm_mine", [])
        #expect(try self.receipt(node, late)["status"] == "0x1")
        #expect(throws: RPCError(code: -32000, message: "unknown account")) {
            try node.call("eth_sendTransaction", [["from": contract, "to": receiver]])
        }
    }

    /// The same fields from two senders are two transactions.
    @Test func sendersDiffer() throws {
        let node = try node()
        let hashes = try [contract, other].map { sender in
            try node.call(
                "eth_sendTransaction",
                [
                    [
                        "from": sender, "to": receiver, "value": "0x1", "nonce": "0x0", "gas": "0x5208",
                        "gasPrice": "0x77359400",
                    ]
                ])
        }
        #expect(hashes[0] != hashes[1])
        for (hash, sender) in zip(hashes, [contract, other]) {
            #expect(try receipt(node, hash)["from"] == sender)
            #expect(try node.call("eth_getTransactionByHash", [hash])["from"] == sender)
        }
    }

    /// What names an impersonated sender is no signature: as raw bytes it is nobody's.
    @Test func isNoSignature() throws {
        let node = try node()
        let hash = try node.call("eth_sendTransaction", [["from": contract, "to": receiver]])
        let raw = try node.call("eth_getRawTransactionByHash", [hash])
        #expect {
            try node.call("eth_sendRawTransaction", [raw])
        } throws: { ($0 as? RPCError)?.message.hasPrefix("invalid transaction: signature") == true }
    }
}
