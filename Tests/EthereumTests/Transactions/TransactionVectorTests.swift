import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite("Transactions")
struct TransactionVectorTests {
    private func number(_ any: Any?) throws -> UInt256 {
        if let value = any as? NSNumber { return UInt256(value.uint64Value) }
        let text = try #require(any as? String)
        return try #require(text.hasPrefix("0x") ? UInt256(hex: text) : UInt256(text))
    }

    private func make(_ entry: [String: Any], type: UInt8, chainID: UInt64?) throws -> Transaction {
        let fields = try #require(entry["transaction"] as? [String: Any])
        func word(_ name: String) throws -> UInt256 { fields[name] == nil ? .zero : try number(fields[name]) }
        var transaction = Transaction(
            type: type, chainID: chainID, nonce: try #require(try word("nonce").asUInt64),
            gasLimit: try #require(try word("gasLimit").asUInt64),
            to: try (fields["to"] as? String).map { try Address($0) }, value: try word("value"),
            data: try (fields["data"] as? String).map { try Hex.decode($0) } ?? [])
        if type < 2 { transaction.gasPrice = try word("gasPrice") }
        if type >= 2 {
            transaction.maxFeePerGas = try word("maxFeePerGas")
            transaction.maxPriorityFeePerGas = try word("maxPriorityFeePerGas")
        }
        if type >= 1 {
            for item in fields["accessList"] as? [[String: Any]] ?? [] {
                transaction.accessList.append(
                    AccessListEntry(
                        address: try Address(try #require(item["address"] as? String)),
                        storageKeys: try (item["storageKeys"] as? [String] ?? []).map { try Hash32($0) }))
            }
        }
        if type == 3 {
            transaction.maxFeePerBlobGas = try word("maxFeePerBlobGas")
            transaction.blobVersionedHashes = try (fields["blobVersionedHashes"] as? [String] ?? []).map {
                try Hash32($0)
            }
        }
        return transaction
    }

    /// ethers' 321 transactions, unsigned and signed, of five kinds.
    @Test func ethers() throws {
        guard let cases = Shared.json("vectors/ethers/transactions.json") as? [[String: Any]] else { return }
        var seen = 0
        for entry in cases {
            let fields = try #require(entry["transaction"] as? [String: Any])
            let chainID = try number(fields["chainId"] ?? "0").asUInt64
            let kinds: [(String, UInt8, UInt64?)] = [
                ("Legacy", 0, nil), ("Eip155", 0, chainID), ("Berlin", 1, chainID), ("London", 2, chainID),
                ("Cancun", 3, chainID),
            ]
            for (name, type, chain) in kinds {
                guard let unsigned = entry["unsigned\(name)"] as? String,
                    let signed = entry["signed\(name)"] as? String
                else { continue }
                if unsigned.isEmpty || signed.isEmpty || type != 0 && chain == nil { continue }
                if name == "Eip155", chain == nil || chain == 0 { continue }
                seen += 1
                let transaction = try make(entry, type: type, chainID: chain)
                #expect(
                    Hex.encode(transaction.encodedUnsigned()) == unsigned, "\(entry["name"] ?? "") \(name)")
                guard case .signed(let decoded) = try Transaction.decode(try Hex.decode(signed)) else {
                    Issue.record("\(name) is not signed")
                    continue
                }
                #expect(decoded.transaction == transaction, "\(entry["name"] ?? "") \(name)")
                #expect(Hex.encode(decoded.encoded) == signed)
                guard type != 3 || transaction.to != nil else { continue }
                #expect(try Transaction.decode(try Hex.decode(unsigned)) == .unsigned(transaction))
            }
        }
        #expect(seen > 1000)
    }

    /// ethers' CREATE and CREATE2 addresses.
    @Test func createdAddresses() throws {
        guard let creates = Shared.json("vectors/ethers/create.json") as? [[String: Any]],
            let create2s = Shared.json("vectors/ethers/create2.json") as? [[String: Any]]
        else { return }
        for entry in creates {
            let sender = try Address(try #require(entry["sender"] as? String))
            for item in entry["creates"] as? [[String: Any]] ?? [] {
                let nonce = try #require(try number(item["nonce"]).asUInt64)
                #expect(
                    ContractAddress.create(sender: sender, nonce: nonce).checksummed == item["address"]
                        as? String)
            }
        }
        for entry in create2s {
            let sender = try Address(try #require(entry["sender"] as? String))
            for item in entry["creates"] as? [[String: Any]] ?? [] {
                let salt = try Hash32(try #require(item["salt"] as? String))
                let hash = Keccak256.hash(try Hex.decode(try #require(item["initCode"] as? String)))
                let made = ContractAddress.create2(sender: sender, salt: salt, initCodeHash: hash)
                #expect(made.checksummed == item["address"] as? String)
            }
        }
    }
}
