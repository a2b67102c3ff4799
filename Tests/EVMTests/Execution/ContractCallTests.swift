import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// The reference contracts deployed and called at random, one transaction after another, against py-evm and revm: status,
/// gas used, logs and what was returned.
///
/// 5,000 transactions, or as many as `COAI_CONTRACT_CALLS` in the environment says.
struct ContractCallTests {
    @Test func sameAsPyEVMAndRevm() throws {
        guard let python = Program.python else { return }
        let count = ProcessInfo.processInfo.environment["COAI_CONTRACT_CALLS"].flatMap { Int($0) } ?? 5_000
        let script = Shared.package.appendingPathComponent("Tests/EVMTests/Differential/contract_calls.py")
        let result = try Program.run(python, [script.path, "11", String(count)])
        #expect(result.status == 0, "\(result.error)")
        let steps = try #require(try JSON.parse(Array(result.output.utf8), limits: .node).arrayValue)
        #expect(steps.count == count)
        var state = MemoryState()
        var changes = StateChanges()
        for number: UInt8 in 0..<8 {
            let account = Address(truncating: Keccak256.hash([number]).word)
            changes.accounts[account] = .some(
                StoredAccount(balance: UInt256("1000000000000000000000000") ?? .zero))
        }
        state.apply(changes)
        var succeeded = 0
        var withoutGas = 0
        var inner = 0
        for (index, step) in steps.enumerated() {
            let transaction = try transaction(step)
            let sender = try Address(bytes: try bytes(step["from"]))
            let block = BlockEnvironment(
                number: 1, timestamp: try number(step["time"]), coinbase: Address(truncating: 0xcb),
                gasLimit: 1 << 40, baseFee: 7)
            func run(_ transaction: Transaction) throws -> TransactionResult {
                try Execution.run(
                    transaction, from: sender, in: block, on: state, rules: .prague, isObserved: true)
            }
            let listed = try #require(step["revm"])
            if listed["used"]?.isNull == true { withoutGas += 1 }
            try compare(try run(withList(transaction, listed)), listed, "revm, step \(index)")
            let found = try run(transaction)
            try compare(found, try #require(step["py-evm"]), "py-evm, step \(index)")
            inner += try compare(found.calls, step["py-evm"]?["calls"], "step \(index)")
            state.apply(found.changes)
            if found.succeeded { succeeded += 1 }
        }
        // Calls that are refused at their first line would show little.
        #expect(succeeded > count * 2 / 5 && withoutGas < count / 20)
        print(
            "contract calls: \(count) transactions, \(succeeded) succeed, \(count - withoutGas) with revm's gas too; "
                + "\(inner) inner calls"
        )
    }

    private func compare(_ found: TransactionResult, _ expected: JSON, _ place: String) throws {
        #expect(found.succeeded == expected["success"]?.boolValue, "\(place): \(found.halt)")
        // revm's gas is left out where pyrevm can't give a transaction's; see the script.
        if expected["used"]?.isNull != true {
            #expect(found.gasUsed == (try number(expected["used"])), "\(place)")
        }
        #expect(LogEntry.hash(of: found.logs).bytes == (try bytes(expected["logs"])), "\(place)")
        let output = try bytes(expected["output"])
        #expect(found.created != nil || found.output == output, "\(place)")
    }

    /// Calls inside of a transaction against py-evm's computations; answers how many there are.
    private func compare(_ found: [TracedCall], _ expected: JSON?, _ place: String) throws -> Int {
        let others = try #require(expected?.arrayValue)
        #expect(found.count == others.count, "\(place)")
        for (call, other) in zip(found, others).dropFirst() {
            let parts = try #require(other.arrayValue)
            #expect(
                try UInt64(call.depth) == number(parts[0]) && call.to?.bytes == bytes(parts[1]), "\(place)")
            #expect(try call.gas == number(parts[2]) && call.gasUsed == number(parts[3]), "\(place)")
            #expect(try Keccak256.hash(call.input).bytes == bytes(parts[4]), "\(place)")
            #expect(try Keccak256.hash(call.output).bytes == bytes(parts[5]), "\(place)")
        }
        return found.count - 1
    }

    private func transaction(_ step: JSON) throws -> Transaction {
        let target = try bytes(step["to"])
        var transaction = Transaction(
            type: 0, chainID: nil, nonce: try number(step["nonce"]), gasLimit: try number(step["gas"]),
            to: target.isEmpty ? nil : try Address(bytes: target), value: UInt256(try number(step["value"])),
            data: try bytes(step["data"]))
        transaction.gasPrice = 10
        return transaction
    }

    private func withList(_ transaction: Transaction, _ peer: JSON) throws -> Transaction {
        var listed = Transaction(
            type: 1, chainID: 1, nonce: transaction.nonce, gasLimit: try number(peer["gas"]),
            to: transaction.to, value: transaction.value, data: transaction.data)
        listed.gasPrice = transaction.gasPrice
        listed.accessList = try #require(peer["list"]?.arrayValue).map { entry in
            let parts = try #require(entry.arrayValue)
            let slots = try #require(parts[1].arrayValue).map { try Hash32(bytes: bytes($0)) }
            return AccessListEntry(address: try Address(bytes: try bytes(parts[0])), storageKeys: slots)
        }
        return listed
    }

    private func number(_ value: JSON?) throws -> UInt64 {
        try #require(value?.numberText.flatMap { UInt64($0) })
    }

    private func bytes(_ value: JSON?) throws -> [UInt8] {
        try Hex.decode("0x" + (try #require(value?.stringValue)))
    }
}
