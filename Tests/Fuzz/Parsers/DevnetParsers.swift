import Devnet
import EVM
import Ethereum
import StrictJSON

/// What is asked of a node that has taken on a state.
private let requests: [(String, [JSON])] = [
    ("eth_getBlockByNumber", ["latest", true]), ("eth_getBlockReceipts", ["latest"]),
    ("eth_getLogs", [["fromBlock": "0x0"]]), ("eth_feeHistory", ["0x400", "latest", [0, 50, 100]]),
    ("eth_getProof", ["0x00000000000000000000000000000000000a11ce", ["0x0"], "0x0"]),
    ("txpool_content", []), ("evm_mine", []), ("evm_increaseTime", [1_000]), ("anvil_reorg", [1]),
    ("evm_mine", []),
    ("debug_getRawBlock", ["latest"]),
]

/// What the development node takes from its clients.
let devnetParsers: [Parser] = [
    Parser("devnet-request") { bytes in
        guard let request = try? JSON.parse(bytes, limits: .node) else { return }
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[Address(truncating: 0xa11ce)] = StoredAccount(balance: UInt256(1 << 62))
        // Stores its calldata at slot 1, logs it, and calls itself with less.
        let code: [UInt8] = [
            0x60, 0x00, 0x35, 0x60, 0x01, 0x55, 0x36, 0x60, 0x00, 0x60, 0x00, 0x37, 0x60, 0x07, 0x36, 0x60,
            0x00, 0xa1,
        ]
        configuration.accounts[Address(truncating: 0xc0de)] = StoredAccount(
            nonce: 1, balance: 7, code: Code(code))
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated.insert(Address(truncating: 0xa11ce))
        // Twice: what the first has changed meets the second.
        for _ in 0..<2 {
            var answer: [UInt8] = []
            node.answer(request, into: &answer)
            precondition(answer.isEmpty || (try? JSON.parse(answer, limits: .node)) != nil)
        }
    },
    Parser("devnet-state") { bytes in
        let node = DevNode(DevChain())
        // A file of an older version is written as one of the newest.
        let isNewest = bytes.count > 18 && bytes[18] == SavedState.version
        precondition((try? node.load(bytes)) == nil || !isNewest || node.saved() == bytes)
        // Nothing but the checksum stands between a changed file and its contents' parser.
        guard (try? node.load(SavedState.wrap(bytes))) != nil else { return }
        for (method, parameters) in requests {
            guard let answer = try? node.call(method, parameters) else { continue }
            precondition((try? JSON.parse(answer.serializedBytes, limits: .node)) != nil)
        }
        let again = DevNode(DevChain())
        precondition((try? again.load(node.saved())) != nil)
    },
]
