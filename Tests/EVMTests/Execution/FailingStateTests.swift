import EVM
import Ethereum
import Synchronization
import Testing

/// A state that is asked for elsewhere and can't answer any more: running ends at the next call, whatever gas is left.
struct FailingStateTests {
    private final class FailingState: StateReader {
        let inner: MemoryState
        let reads: Int
        private let count = Mutex(0)

        init(_ inner: MemoryState, after reads: Int) { (self.inner, self.reads) = (inner, reads) }

        var asked: Int { count.withLock { $0 } }
        var hasFailed: Bool { asked >= reads }

        func account(_ address: Address) -> StoredAccount? { inner.account(address) }
        func storage(_ address: Address, _ slot: UInt256) -> UInt256 {
            count.withLock { $0 += 1 }
            return .zero
        }
        func blockHash(_ number: UInt64) -> Hash32 { .zero }
    }

    @Test func runningEndsAtTheNextCall() throws {
        let (sender, contract) = (Address(truncating: 0xa11ce), Address(truncating: 0xc0de))
        // Without end: reads the next word, and calls somebody.
        let code = try Hex.decode("0x60005b8054506001016000600060006000600061aaaa617530f150600256")
        var changes = StateChanges()
        changes.accounts[sender] = .some(StoredAccount(balance: 1))
        changes.accounts[contract] = .some(StoredAccount(nonce: 1, code: Code(code)))
        var state = MemoryState()
        state.apply(changes)
        let transaction = Transaction(
            type: 0, chainID: 1, nonce: 0, gasLimit: 30_000_000, to: contract, value: 0, data: [])
        func asked(after reads: Int) throws -> Int {
            let reader = FailingState(state, after: reads)
            _ = try Execution.run(
                transaction, from: sender, in: BlockEnvironment(), on: reader, rules: .prague)
            return reader.asked
        }
        #expect(try asked(after: 5) == 5)
        #expect(try asked(after: 100) == 100)
        // So many it would be.
        #expect(try asked(after: .max) > 5_000)
    }
}
