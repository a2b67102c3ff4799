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
            // Data of lengths around those that are written at once, and blocks whose numbers have several digits.
            for count in [0, 1, 15, 16, 33, 126, 127, 128, 255, 300] {
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
        #expect(expected.count == 50)
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

    /// Of a block whose transactions wrote logs of all kinds, several at a time or none, the receipts are made again from
    /// what is kept: their root is that of the header, which was computed from what the EVM wrote. Receipts' roots are
    /// compared with those of other nodes in `ExecutionAPITests`.
    @Test func receiptsOfWhatIsKept() throws {
        let node = node()
        node.mining = .manual
        // Calls the other one with each of its own calldata's words' first bytes as number of topics.
        let logger: [UInt8] = [0x61, 0xc0, 0xde, 0x5a, 0xf1, 0x50]
        var code: [UInt8] = [0x36, 0x5f, 0x5f, 0x37]
        for size in [1, 34, 200] { code += [0x5f, 0x5f, 0x60, UInt8(size), 0x5f, 0x5f] + logger }
        node.chain.amend(Address(truncating: 0xca11)) { $0.code = Code(code) }
        let filter = try node.call("eth_newFilter", [["fromBlock": "0x0"]])
        var hashes: [JSON] = []
        for (place, target) in ["c0de", "ca11", "beef", "ca11", "c0de"].enumerated() {
            let to = String(repeating: "0", count: 36) + target
            let data: [UInt8] = [UInt8(place)] + (0..<150).map { UInt8(truncatingIfNeeded: $0 &* place) }
            hashes.append(
                try node.call(
                    "eth_sendTransaction",
                    [
                        [
                            "from": .string(Hex.encode(Address(truncating: 1_000).bytes)),
                            "to": .string("0x" + to), "gas": "0x7a120", "data": .string(Hex.encode(data)),
                        ]
                    ]))
        }
        let block = node.chain.mine()
        #expect(block.transactions.count == 5)
        #expect(block.receipts.map(\.logs.count) == [1, 3, 0, 3, 1])
        #expect(block.receipts.flatMap(\.logs).map(\.topics.count) == [0, 1, 1, 1, 3, 3, 3, 4])
        #expect(Receipt.root(of: block.receipts) == block.header.receiptsRoot)
        var logs: [JSON] = []
        for (index, hash) in hashes.enumerated() {
            let receipt = try node.call("eth_getTransactionReceipt", [hash])
            for log in receipt["logs"]?.arrayValue ?? [] {
                #expect(log["transactionHash"] == hash && log["transactionIndex"] == .string("0x\(index)"))
                #expect(log["logIndex"] == .string("0x\(logs.count)"))
                logs.append(log)
            }
        }
        #expect(try node.call("eth_getLogs", [["fromBlock": "0x0"]]) == .array(logs))
        #expect(try node.call("eth_getFilterChanges", [filter]) == .array(logs))
        // A reorganization takes them back with all that they said.
        node.chain.rewind(1)
        let removed = try node.call("eth_getFilterChanges", [filter]).arrayValue ?? []
        #expect(removed.count == 8 && removed.allSatisfy { $0["removed"] == true })
        for (log, before) in zip(removed, logs) {
            let rest = { (log: JSON) in log.objectValue?.members.filter { $0.key != "removed" }.map(\.value) }
            #expect(rest(log) == rest(before))
        }
        #expect(try node.call("eth_getLogs", [["fromBlock": "0x0"]]) == .array([]))
    }
}
