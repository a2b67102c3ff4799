import Cryptography
import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Whole blocks of the shared BlockchainTests of ethereum/tests since Paris: after each, the state root, the receipts'
/// root, the bloom and the gas used are those of its header.
struct BlockVectorTests {
    private func number(_ json: JSON?) throws -> UInt256 {
        let text = try #require(json?.stringValue)
        return text == "0x" ? .zero : try #require(UInt256(hex: text))
    }

    private func small(_ json: JSON?) throws -> UInt64 { try #require(try number(json).asUInt64) }

    private func hash(_ json: JSON?) throws -> Hash32 {
        Hash32(word: try json.map { try number($0) } ?? .zero)
    }

    private func state(_ json: JSON?) throws -> MemoryState {
        var changes = StateChanges()
        for member in try #require(json?.objectValue?.members) {
            let address = try Address(member.key)
            changes.accounts[address] = .some(
                StoredAccount(
                    nonce: try small(member.value["nonce"]), balance: try number(member.value["balance"]),
                    code: Code(try Hex.decode(member.value["code"]?.stringValue ?? "0x"))))
            for slot in member.value["storage"]?.objectValue?.members ?? [] {
                changes.storage[address, default: [:]][try #require(UInt256(hex: slot.key))] = try number(
                    slot.value)
            }
        }
        var state = MemoryState()
        state.apply(changes)
        return state
    }

    @Test func blocks() throws {
        let files =
            Shared.files(below: "vectors/ethereum-tests/bc_valid", suffix: ".json")
            + Shared.files(below: "vectors/ethereum-tests/bc_eip1559", suffix: ".json")
        let rules: [String: ForkRules] = [
            "Paris": .paris, "Shanghai": .shanghai, "Cancun": .cancun, "Prague": .prague,
        ]
        var count = 0
        for file in files {
            let tests = try JSON.parse(Array(try #require(Shared.data(file))), limits: .node)
            for test in try #require(tests.objectValue?.members) {
                guard let rules = rules[test.value["network"]?.stringValue ?? ""] else { continue }
                var state = try state(test.value["pre"])
                let genesis = try #require(test.value["genesisBlockHeader"])
                state.blockHashes[0] = try hash(genesis["hash"])
                for block in test.value["blocks"]?.arrayValue ?? [] {
                    // A block that must be refused is for who checks headers.
                    guard block["expectException"] == nil, let header = block["blockHeader"] else { continue }
                    try run(block, header, on: &state, rules, test.key)
                    count += 1
                }
            }
        }
        #expect(files.isEmpty || count > 20)
    }

    private func run(
        _ block: JSON, _ header: JSON, on state: inout MemoryState, _ rules: ForkRules, _ name: String
    ) throws {
        let environment = BlockEnvironment(
            number: try small(header["number"]), timestamp: try small(header["timestamp"]),
            coinbase: try Address(try #require(header["coinbase"]?.stringValue)),
            gasLimit: try small(header["gasLimit"]),
            baseFee: try number(header["baseFeePerGas"]), random: try hash(header["mixHash"]),
            excessBlobGas: try header["excessBlobGas"].map { try small($0) } ?? 0)
        state.apply(
            SystemCalls.begin(
                environment, parentHash: try hash(header["parentHash"]),
                parentBeaconRoot: try hash(header["parentBeaconBlockRoot"]), on: state, rules: rules))
        guard case .list(let parts) = try RLP.decode(try Hex.decode(try #require(block["rlp"]?.stringValue))),
            case .list(let items) = parts[1]
        else {
            Issue.record("\(name): no block")
            return
        }
        var receipts: [Receipt] = []
        var used: UInt64 = 0
        for item in items {
            let raw: [UInt8] = if case .bytes(let typed) = item { typed } else { RLP.encode(item) }
            guard case .signed(let signed) = try Transaction.decode(raw) else {
                Issue.record("\(name): a transaction without signature")
                return
            }
            let result = try Execution.run(
                signed.transaction, from: try signed.sender(), in: environment, on: state, rules: rules)
            state.apply(result.changes)
            used += result.gasUsed
            receipts.append(
                Receipt(
                    type: signed.transaction.type, succeeded: result.succeeded, cumulativeGasUsed: used,
                    logs: result.logs))
        }
        for withdrawal in block["withdrawals"]?.arrayValue ?? [] {
            let address = try Address(try #require(withdrawal["address"]?.stringValue))
            var account = state.account(address) ?? StoredAccount()
            account.balance = account.balance &+ (try number(withdrawal["amount"])) &* 1_000_000_000
            var changes = StateChanges()
            changes.accounts[address] = .some(account)
            state.apply(changes)
        }
        var bloom = Bloom()
        for receipt in receipts { bloom.formUnion(receipt.bloom) }
        #expect(UInt256(used) == (try number(header["gasUsed"])), "\(name): gas")
        #expect(
            Receipt.root(of: receipts).description == header["receiptTrie"]?.stringValue, "\(name): receipts")
        #expect(Hex.encode(bloom.bytes) == header["bloom"]?.stringValue, "\(name): bloom")
        #expect(state.root.description == header["stateRoot"]?.stringValue, "\(name): state")
        state.blockHashes[environment.number] = try hash(header["hash"])
    }
}
