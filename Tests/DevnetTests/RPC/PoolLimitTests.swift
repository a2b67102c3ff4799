import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// What waits in the pool has bounds, in bytes too.
@Suite struct PoolLimitTests {
    private static let sender = Address(truncating: 1_000)

    private func node() -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[Self.sender] = StoredAccount(balance: UInt256(1_000_000_000_000_000_000))
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated = [Self.sender]
        node.mining = .manual
        return node
    }

    private func send(_ node: DevNode, nonce: Int, bytes: Int) throws {
        let data = "0x" + String(repeating: "00", count: bytes)
        _ = try node.call(
            "eth_sendTransaction",
            [
                [
                    "from": .string(Self.sender.checksummed), "to": .string(Self.sender.checksummed),
                    "gas": "0x1000000", "gasPrice": "0x0", "input": .string(data),
                    "nonce": .string(UInt256(UInt64(nonce)).quantity),
                ]
            ])
    }

    /// In geth's words, and at its limit of 128 KiB, a little less what isn't data.
    @Test func oneTransaction() throws {
        let node = node()
        try send(node, nonce: 1, bytes: 130_000)
        #expect {
            try send(node, nonce: 2, bytes: 131_072)
        } throws: { ($0 as? RPCError)?.message.hasPrefix("oversized data: transaction size ") == true }
        #expect(node.chain.pool.count == 1)
    }

    @Test func allTogether() throws {
        let node = node()
        let fit = (64 << 20) / 130_130
        for nonce in 1...fit { try send(node, nonce: nonce, bytes: 130_000) }
        #expect(throws: RPCError(code: -32_000, message: "txpool is full")) {
            try send(node, nonce: fit + 1, bytes: 130_000)
        }
        // What is replaced makes room.
        try send(node, nonce: 1, bytes: 10)
        try send(node, nonce: fit + 1, bytes: 130_000)
        #expect(node.chain.pool.count == fit + 1)
    }
}
