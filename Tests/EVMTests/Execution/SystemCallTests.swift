import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// What the protocol writes at the beginning of a block, read back through the contracts that keep it.
struct SystemCallTests {
    private let sender = Address(truncating: 1)

    private func state(_ rules: ForkRules) -> MemoryState {
        var changes = StateChanges()
        for (address, account) in SystemContracts.accounts(rules: rules) {
            changes.accounts[address] = .some(account)
        }
        changes.accounts[sender] = .some(StoredAccount(balance: 1))
        var state = MemoryState()
        state.apply(changes)
        return state
    }

    private func call(
        _ contract: Address, _ argument: UInt256, in block: BlockEnvironment, on state: MemoryState
    ) throws -> TransactionResult {
        let nonce = state.account(sender)?.nonce ?? 0
        let transaction = Transaction(
            type: 0, chainID: 1, nonce: nonce, gasLimit: 100_000, to: contract, value: 0,
            data: argument.bigEndianBytes)
        return try Execution.run(transaction, from: sender, in: block, on: state, rules: .prague)
    }

    /// The codes are those that others have: the beacon roots' in the shared BlockchainTests, the hashes' in py-evm.
    @Test func codes() throws {
        let accounts = SystemContracts.accounts(rules: .prague)
        let roots = try #require(accounts[SystemCalls.beaconRoots])
        if let data = Shared.data("vectors/ethereum-tests/bc_valid/SimpleTx.json") {
            let tests = try #require(try JSON.parse(Array(data), limits: .node).objectValue?.members)
            let pre = tests.lazy.compactMap { $0.value["pre"]?[Hex.encode(SystemCalls.beaconRoots.bytes)] }
                .first
            #expect(pre?["code"]?.stringValue == Hex.encode(roots.code.bytes))
        }
        let hashes = try #require(accounts[SystemCalls.blockHashes])
        guard let python = Program.python else { return }
        let text = try Program.run(
            python,
            [
                "-c",
                """
                from eth.vm.forks.prague.constants import *
                print(HISTORY_STORAGE_ADDRESS.hex(), HISTORY_STORAGE_CONTRACT_CODE.hex())
                """,
            ])
        let expected =
            "\(Hex.encode(SystemCalls.blockHashes.bytes).dropFirst(2)) \(Hex.encode(hashes.code.bytes).dropFirst(2))\n"
        #expect(text.output == expected)
    }

    @Test func hashesOfBlocks() throws {
        var state = state(.prague)
        for number: UInt64 in 1...9_000 where number < 4 || number > 8_190 {
            let block = BlockEnvironment(number: number, timestamp: number * 12)
            state.apply(
                SystemCalls.begin(
                    block, parentHash: Hash32(word: UInt256(number * 7)), parentBeaconRoot: .zero, on: state,
                    rules: .prague))
        }
        let block = BlockEnvironment(number: 9_000, timestamp: 108_000)
        for number: UInt64 in [8_999, 8_500, 8_190] {
            let result = try call(SystemCalls.blockHashes, UInt256(number), in: block, on: state)
            #expect(result.output == UInt256((number + 1) * 7).bigEndianBytes)
        }
        // The block itself, one to come, one that was forgotten.
        for number: UInt256 in [9_000, 9_001, 808, 0, .max] {
            #expect(try call(SystemCalls.blockHashes, number, in: block, on: state).halt == .revert)
        }
    }

    @Test func rootsOfTheBeaconChain() throws {
        var state = state(.cancun)
        for time: UInt64 in [1_000, 1_012] {
            let block = BlockEnvironment(number: time, timestamp: time)
            state.apply(
                SystemCalls.begin(
                    block, parentHash: .zero, parentBeaconRoot: Hash32(word: UInt256(time + 5)), on: state,
                    rules: .cancun))
        }
        let block = BlockEnvironment(number: 1_012, timestamp: 1_012)
        for time: UInt64 in [1_000, 1_012] {
            let result = try call(SystemCalls.beaconRoots, UInt256(time), in: block, on: state)
            #expect(result.output == UInt256(time + 5).bigEndianBytes)
        }
        for time: UInt256 in [0, 1_001, .max] {
            #expect(try call(SystemCalls.beaconRoots, time, in: block, on: state).halt == .revert)
        }
    }

    @Test func nothingWithoutContracts() {
        let block = BlockEnvironment(number: 5, timestamp: 60)
        let changes = SystemCalls.begin(
            block, parentHash: Hash32(word: 1), parentBeaconRoot: Hash32(word: 2), on: MemoryState(),
            rules: .prague)
        #expect(changes.accounts.isEmpty && changes.storage.isEmpty)
    }
}
