import Cryptography
import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Transactions with blobs: their gas has a price and a limit of its own (EIP-4844).
struct BlobTests {
    private let sender = Address(truncating: 1_000)

    private func node(_ rules: ForkRules = .prague) -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.rules = rules
        configuration.accounts[sender] = StoredAccount(balance: UInt256(1 << 62))
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated = [sender]
        node.mining = .manual
        return node
    }

    private func send(_ node: DevNode, blobs: Int, fee: String = "0x64") throws -> JSON {
        let hash = "0x01" + String(repeating: "ab", count: 31)
        return try node.call(
            "eth_sendTransaction",
            [
                [
                    "from": .string(sender.checksummed), "to": .string(sender.checksummed), "gas": "0x5208",
                    "maxFeePerBlobGas": .string(fee),
                    "blobVersionedHashes": .array(Array(repeating: .string(hash), count: blobs)),
                ]
            ])
    }

    @Test func gasOfBlobs() throws {
        let node = node()
        let hash = try send(node, blobs: 5)
        _ = try send(node, blobs: 5)
        // The second doesn't fit beside the first: nine are a block's most.
        let block = node.chain.mine()
        #expect(block.transactions.count == 1 && block.header.blobGasUsed == 5 * 131_072)
        let receipt = try node.call("eth_getTransactionReceipt", [hash])
        #expect(receipt["blobGasUsed"] == "0xa0000" && receipt["blobGasPrice"] == "0x1")
        #expect(receipt["status"] == "0x1" && receipt["type"] == "0x3")
        let found = try node.call("eth_getTransactionByHash", [hash])
        #expect(found["maxFeePerBlobGas"] == "0x64")
        #expect(found["blobVersionedHashes"]?.arrayValue?.count == 5)
        _ = try send(node, blobs: 4)
        #expect(node.chain.mine().header.blobGasUsed == 9 * 131_072)
        // Three beyond the target of six; an empty block takes them away.
        #expect(node.chain.mine().header.excessBlobGas == 3 * 131_072)
        #expect(node.chain.mine().header.excessBlobGas == 0)
        let history = try node.call("eth_feeHistory", ["0x4", "latest", []])
        #expect(history["baseFeePerBlobGas"]?.arrayValue?.count == 5)
        #expect(
            history["blobGasUsedRatio"]?.arrayValue?.map { $0.numberText } == [
                "0.5555555555555556", "1.0", "0", "0",
            ])
    }

    /// The price rises with full blocks, and who doesn't pay it waits: EIP-4844's `fake_exponential`, worked out in
    /// Python for a hundred blocks of three blobs beyond the target.
    @Test func price() throws {
        let node = node()
        for _ in 0..<100 {
            _ = try send(node, blobs: 9, fee: "0xf4240")
            node.chain.mine()
        }
        #expect(node.chain.nextEnvironment.excessBlobGas == 100 * 3 * 131_072)
        #expect(try node.call("eth_blobBaseFee", []) == "0xa0b")
        _ = try send(node, blobs: 1, fee: "0xa0a")
        #expect(node.chain.mine().transactions.isEmpty && node.chain.pool.count == 1)
        node.chain.mine()
        #expect(node.chain.head.transactions.count == 1)
    }

    @Test func refused() throws {
        #expect(throws: RPCError.self) { try send(node(), blobs: 10) }
        #expect(throws: RPCError.self) { try send(node(.osaka), blobs: 7) }
        #expect(throws: RPCError.self) { try send(node(), blobs: 0) }
        #expect(throws: RPCError.self) { try send(node(.shanghai), blobs: 1) }
    }

    /// As wallets send them: with blobs, commitments and proofs, which fit or don't.
    @Test func sidecars() throws {
        let key = try PublishedKey([UInt8](repeating: 7, count: 32))
        let commitment = [UInt8](repeating: 0xc0, count: 48)
        let hash = try Hash32(bytes: [1] + Digest.sha256.hash(commitment).dropFirst())
        var transaction = Transaction(
            type: 3, chainID: 31_337, nonce: 0, gasLimit: 21_000, to: sender, value: .zero, data: [])
        transaction.maxFeePerGas = 10_000_000_000
        transaction.maxFeePerBlobGas = 1_000
        transaction.blobVersionedHashes = [hash]
        let raw = transaction.encoded(signature: try key.sign(transaction.signingHash()))
        let fields = try RLP.decode(Array(raw.dropFirst()))
        func wrapped(
            version: UInt8? = nil, blob: Int = 131_072, commitment: [UInt8], proofs: Int = 1
        ) -> [UInt8] {
            let proof = RLPItem.bytes([UInt8](repeating: 0xc0, count: 48))
            return [3]
                + RLP.encode(
                    .list(
                        [fields] + (version.map { [.bytes([$0])] } ?? []) + [
                            .list([.bytes([UInt8](repeating: 0, count: blob))]), .list([.bytes(commitment)]),
                            .list(Array(repeating: proof, count: proofs)),
                        ]))
        }
        func outcome(_ raw: [UInt8], _ rules: ForkRules = .prague) -> String {
            let node = node(rules)
            node.chain.amend(key.address) { $0.balance = UInt256(1 << 62) }
            do throws(ChainRefusal) { return try node.chain.submit(raw).description } catch {
                return error.message
            }
        }
        // The hash is that of the transaction alone.
        let expected = Keccak256.hash(raw).description
        #expect(outcome(raw) == expected)
        #expect(outcome(wrapped(commitment: commitment)) == expected)
        #expect(outcome(wrapped(version: 1, commitment: commitment, proofs: 128), .osaka) == expected)
        for wrong in [
            wrapped(version: 1, commitment: commitment, proofs: 128),
            wrapped(blob: 5, commitment: commitment),
            wrapped(commitment: [UInt8](repeating: 0xc1, count: 48)),
            wrapped(commitment: commitment, proofs: 2),
        ] {
            #expect(outcome(wrong).hasPrefix("invalid blob sidecar"))
        }
        #expect(outcome(wrapped(commitment: commitment), .osaka).hasPrefix("invalid blob sidecar"))
        #expect(outcome([3] + RLP.encode(.list([.list([]), .list([])]))).hasPrefix("invalid transaction"))
    }
}
