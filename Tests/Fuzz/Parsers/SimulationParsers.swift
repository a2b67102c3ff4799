import Devnet
import EVM
import Ethereum
import NodeClient
import Simulation
import StrictJSON

/// What a simulation takes from a node that answers honestly but for some answers: line by line, `+` and a number leaves
/// so many as they are, `-` refuses one, `.NAME JSON` changes a member of one, and other JSON stands in its place.
let simulationParsers: [Parser] = [
    Parser("simulation") { bytes in
        let sender = Address(truncating: 0xa11ce)
        let contract = Address(truncating: 0xc0de)
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[sender] = StoredAccount(balance: UInt256(1 << 62))
        // Adds one to the word at slot 0, logs it, asks for a hash of a block, and calls the sender.
        let code: [UInt8] = [
            0x60, 0, 0x54, 0x80, 0x60, 0, 0x52, 0x60, 1, 0x01, 0x60, 0, 0x55, 0x60, 0x20, 0x60, 0, 0xa0, 0x60,
            1, 0x43, 0x03, 0x40, 0x60, 0, 0x60, 0, 0x60, 0, 0x60, 0, 0x60, 1, 0x33, 0x5a, 0xf1, 0,
        ]
        configuration.accounts[contract] = StoredAccount(nonce: 1, balance: 7, code: Code(code))
        let node = DevNode(DevChain(configuration))
        var transaction = Transaction(
            type: 2, chainID: 31_337, nonce: 0, gasLimit: 300_000, to: contract, value: 0, data: [1])
        transaction.maxFeePerGas = 2_000_000_000
        var changes = bytes.split(separator: 0x0a, omittingEmptySubsequences: true)[...]
        var skipped = 0
        var asked = 0
        let result = try? Simulation.run(transaction, from: sender, chainID: 31_337) { calls in
            calls.map { call in
                asked += 1
                precondition(asked < 20_000)
                guard let honest = try? node.call(call.method, call.parameters) else {
                    return .failure(NodeError(code: "node.rpc", message: "refused"))
                }
                if skipped > 0 {
                    skipped -= 1
                    return .success(honest)
                }
                guard let change = changes.popFirst() else { return .success(honest) }
                let words = text(Array(change))
                switch change.first {
                case UInt8(ascii: "+"):
                    skipped = Int(UInt8(words.dropFirst()) ?? 0)
                    return .success(honest)
                case UInt8(ascii: "-"): return .failure(NodeError(code: "node.rpc", message: words))
                case UInt8(ascii: "."):
                    guard let end = words.firstIndex(of: " "),
                        let value = try? JSON.parse(Array(words[end...].utf8), limits: .node)
                    else { return .success(honest) }
                    let name = String(words[..<end].dropFirst())
                    let members = (honest.objectValue?.members ?? []).map {
                        ($0.key, $0.key == name ? value : $0.value)
                    }
                    return .success(.object(JSONObject(members)))
                default: return .success((try? JSON.parse(Array(change), limits: .node)) ?? honest)
                }
            }
        }
        guard let result, result.block.provenance == .proven, result.findings.isEmpty else { return }
        // What is proven is as it is: nothing that was changed can have mattered.
        precondition(result.outcome == .succeeded && result.effects.logs.count == 1)
        precondition(result.effects.storage.map(\.after) == [1])
    }
]
