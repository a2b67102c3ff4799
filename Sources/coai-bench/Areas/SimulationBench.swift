import Ethereum
import Foundation
import NodeClient
import Simulation
import StrictJSON

/// A transfer of a token, simulated on a node of this process over its socket: connection, header, proofs, EVM and the
/// comparison with the node's own simulation, against one `eth_call` of the same on a connection that is open already.
func benchSimulation(_ report: inout Report) {
    let name = "simulated ERC-20 transfer"
    let sender = Address(truncating: 0xa11ce)
    let contract = Address(truncating: 0xc0de)
    let node = ServedNode(sender: sender, contract: contract, code: token)
    defer { node.stop() }
    guard let endpoint = node.url.flatMap({ try? Endpoint($0) }) else {
        return report.absent(name, "no node on a loopback port")
    }
    var transaction = Transaction(
        type: 2, chainID: 31_337, nonce: 0, gasLimit: 200_000, to: contract, value: 0, data: transfer)
    transaction.maxFeePerGas = 10_000_000_000
    transaction.maxPriorityFeePerGas = 1_000_000_000
    let client = NodeClient(endpoint)
    let slot = Keccak256.hash(sender.word.bigEndianBytes + UInt256.zero.bigEndianBytes)
    _ = try? client.call(
        "anvil_setStorageAt",
        [
            .string(Hex.encode(contract.bytes)), .string(slot.description),
            .string(Hash32(word: UInt256(1 << 60)).description),
        ])
    // Only the next block's header commits to it.
    _ = try? client.call("evm_mine")
    let call = ContractCall(to: contract, data: transfer, from: sender)
    var (best, bestOfPeer) = (Double.infinity, Double.infinity)
    for _ in 0..<200 {
        let start = wallSeconds()
        let result = try? Simulation.run(transaction, from: sender, of: endpoint)
        let middle = wallSeconds()
        let answer = try? client.call(call)
        let end = wallSeconds()
        guard let result, result.outcome == .succeeded, result.comparison == .agrees,
            result.block.provenance == .proven, answer?.last == 1
        else { return report.absent(name, "it doesn't run") }
        best = min(best, middle - start)
        bestOfPeer = min(bestOfPeer, end - middle)
    }
    report.line(
        name, best * 1_000, "ms", ratio: best / bestOfPeer, against: "one eth_call of the same",
        limit: .atMost(20))
}
