import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// Logs in the three ways in which a client gets them: one form, written as a tree and as bytes.
struct LogFormTests {
    /// A node with an account that logs what it is called with: as many topics as the first byte says.
    private func node() -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[Address(truncating: 1_000)] = StoredAccount(balance: .max)
        // CALLDATACOPY(0, 1, size - 1); then a jump into LOG0 to LOG4 by the first byte, 13 bytes each.
        var code: [UInt8] = [0x60, 1, 0x36, 0x03, 0x60, 1, 0x60, 0, 0x37]
        code += [0x60, 0, 0x35, 0x60, 0xf8, 0x1c, 0x60, 13, 0x02, 0x60, 23, 0x01, 0x56, 0x00]
        for topics in 0...4 {
            code.append(0x5b)
            for place in 0..<4 { code += place < topics ? [0x60, UInt8(0xa1 + place)] : [0x5b, 0x5b] }
            code += [0x36, 0x5f, 0xa0 + UInt8(topics), 0x00]
        }
        configuration.accounts[Address(truncating: 0xc0de)] = StoredAccount(nonce: 1, code: Code(code))
        let node = DevNode(DevChain(configuration))
        node.chain.impersonated = [Address(truncating: 1_000)]
        return node
    }

    @Test func everyWay() throws {
        let node = node()
        let filter = try node.call("eth_newFilter", [["fromBlock": "0x0"]])
        var expected: [JSON] = []
        for topics in 0...4 {
            // Data of every length around a word of four bytes, and a block whose numbers have several digits.
            for count in [0, 1, 3, 4, 5, 33] {
                let data = [UInt8(topics)] + (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + topics) }
                let hash = try node.call(
                    "eth_sendTransaction",
                    [
                        [
                            "from": .string(Hex.encode(Address(truncating: 1_000).bytes)),
                            "to": .string(Hex.encode(Address(truncating: 0xc0de).bytes)), "gas": "0x186a0",
                            "data": .string(Hex.encode(data)),
                        ]
                    ])
                let receipt = try node.call("eth_getTransactionReceipt", [hash])
                #expect(receipt["status"] == "0x1")
                let logs = try #require(receipt["logs"]?.arrayValue)
                #expect(logs.count == 1 && logs[0]["topics"]?.arrayValue?.count == topics)
                // The whole of its input's length: what was copied, and a zero after it.
                #expect(logs[0]["data"] == .string(Hex.encode(data.dropFirst() + [0])))
                expected += logs
            }
        }
        #expect(expected.count == 30)
        // The tree of the receipts, the bytes of the answer, and the tree of what a filter is told.
        let request: JSON = [
            "jsonrpc": "2.0", "id": 7, "method": "eth_getLogs", "params": [["fromBlock": "0x0"]],
        ]
        var answer: [UInt8] = []
        node.answer(request, into: &answer)
        let whole: JSON = ["jsonrpc": "2.0", "id": 7, "result": .array(expected)]
        #expect(answer == whole.serializedBytes)
        #expect(try node.call("eth_getFilterLogs", [filter]) == .array(expected))
        #expect(try node.call("eth_getFilterChanges", [filter]) == .array(expected))
    }
}
