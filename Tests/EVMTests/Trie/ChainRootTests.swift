import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Roots, blooms and proofs of chains that others made: BlockchainTests of ethereum/tests, and answers of geth recorded
/// in execution-apis; both are read from the shared test data.
struct ChainRootTests {
    private func state(_ json: JSON?) throws -> Trie {
        var changes: [(key: [UInt8], value: [UInt8])] = []
        for member in try #require(json?.objectValue?.members) {
            func number(_ text: String?) throws -> UInt256 {
                try #require(text == "0x" ? 0 : UInt256(hex: text ?? ""))
            }
            var storage: [(key: [UInt8], value: [UInt8])] = []
            for slot in member.value["storage"]?.objectValue?.members ?? [] {
                storage.append(
                    StateRoot.storageChange(try number(slot.key), try number(slot.value.stringValue)))
            }
            let code = try Hex.decode(member.value["code"]?.stringValue ?? "0x")
            let account = StateAccount(
                nonce: try #require(try number(member.value["nonce"]?.stringValue).asUInt64),
                balance: try number(member.value["balance"]?.stringValue), storageRoot: Trie(storage).root,
                codeHash: Keccak256.hash(code))
            changes.append(StateRoot.accountChange(try Address(member.key), account))
        }
        return Trie(changes)
    }

    @Test func stateAndTransactionsOfBlocks() throws {
        let files =
            Shared.files(below: "vectors/ethereum-tests/bc_valid", suffix: ".json")
            + Shared.files(below: "vectors/ethereum-tests/bc_eip1559", suffix: ".json")
        for file in files {
            let tests = try JSON.parse(Array(try #require(Shared.data(file))), limits: .node)
            for test in try #require(tests.objectValue?.members) {
                let root = try state(test.value["pre"]).root
                let expected = test.value["genesisBlockHeader"]?["stateRoot"]?.stringValue
                #expect(root.description == expected, "\(test.key)")
                for block in test.value["blocks"]?.arrayValue ?? [] {
                    guard let header = block["blockHeader"], let text = block["rlp"]?.stringValue,
                        case .list(let parts) = try RLP.decode(try Hex.decode(text)), parts.count > 1,
                        case .list(let items) = parts[1]
                    else { continue }
                    let transactions = items.map { item -> [UInt8] in
                        if case .bytes(let typed) = item { typed } else { RLP.encode(item) }
                    }
                    #expect(
                        Trie.orderedRoot(transactions).description
                            == header["transactionsTrie"]?.stringValue, "\(test.key)")
                }
            }
        }
    }

    /// The result of a recorded call.
    private func answer(_ name: String) throws -> JSON? {
        guard let data = Shared.data("vectors/execution-apis/tests/\(name).io") else { return nil }
        let line = try #require(
            String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("<< ") })
        return try JSON.parse(Array(line.dropFirst(3).utf8), limits: .node)["result"]
    }

    private func nodes(_ json: JSON?) throws -> [[UInt8]] {
        try #require(json?.arrayValue).map { try Hex.decode($0.stringValue ?? "") }
    }

    @Test(arguments: ["blockhash", "with-storage", "default-block"])
    func proofsOfGeth(_ name: String) throws {
        guard let result = try answer("eth_getProof/get-account-proof-\(name)") else { return }
        let proof = try nodes(result["accountProof"])
        let root = Keccak256.hash(try #require(proof.first))
        let address = try Address(try #require(result["address"]?.stringValue))
        let account = try AccountProof.account(address, stateRoot: root, nodes: proof)
        let found = try #require(account)
        #expect(found.balance.quantity == result["balance"]?.stringValue)
        #expect(UInt256(found.nonce).quantity == result["nonce"]?.stringValue)
        #expect(found.codeHash.description == result["codeHash"]?.stringValue)
        #expect(found.storageRoot.description == result["storageHash"]?.stringValue)
        for word in result["storageProof"]?.arrayValue ?? [] {
            let slot = try #require(UInt256(hex: word["key"]?.stringValue ?? ""))
            let value = try AccountProof.storage(
                slot, storageRoot: found.storageRoot, nodes: try nodes(word["proof"]))
            #expect(value.quantity == word["value"]?.stringValue)
        }
    }

    /// Raw receipts of a block are read, and written again from their parts: the bloom is computed anew.
    @Test func receiptsOfGeth() throws {
        guard let receipts = try answer("debug_getRawReceipts/get-block-n")?.arrayValue else { return }
        #expect(!receipts.isEmpty)
        for receipt in receipts {
            let bytes = try Hex.decode(try #require(receipt.stringValue))
            let type = try #require(bytes.first) < 0x80 ? bytes[0] : 0
            guard case .list(let parts) = try RLP.decode(type == 0 ? bytes : Array(bytes.dropFirst())),
                parts.count == 4, case .bytes(let status) = parts[0], case .bytes(let gas) = parts[1],
                case .list(let items) = parts[3]
            else {
                Issue.record("not a receipt")
                continue
            }
            var logs: [LogEntry] = []
            for item in items {
                guard case .list(let fields) = item, case .bytes(let address) = fields[0],
                    case .list(let topics) = fields[1], case .bytes(let data) = fields[2]
                else { continue }
                logs.append(
                    LogEntry(
                        address: try Address(bytes: address),
                        topics: try topics.map { topic in
                            guard case .bytes(let bytes) = topic else { return .zero }
                            return try Hash32(bytes: bytes)
                        }, data: data))
            }
            let again = Receipt(
                type: type, succeeded: status == [1],
                cumulativeGasUsed: try #require(UInt256(bigEndianBytes: gas)?.asUInt64), logs: logs)
            // This chain begins before Byzantium, where a state root stood in the place of the status.
            #expect(status.count == 32 || again.encoded == bytes)
            guard case .list(let anew) = try RLP.decode(Array(again.encoded.dropFirst(type == 0 ? 0 : 1)))
            else {
                Issue.record("not a receipt again")
                continue
            }
            #expect(anew.dropFirst() == parts.dropFirst())
            for log in logs {
                #expect(again.bloom.mayContain(log.address.bytes))
                #expect(!again.bloom.mayContain(Array("no log has these bytes".utf8)))
            }
        }
    }
}
