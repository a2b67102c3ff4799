import EVM
import Ethereum
import Testing

/// The largest things that a program may ask for end in a result: calls as deep as they go, memory as large as it is
/// paid for, offsets and lengths that no memory has.
struct LimitTests {
    private let sender = Address(truncating: 0xa11ce)
    private let contract = Address(truncating: 0xc0de)

    private func run(_ code: String, gas: UInt64, data: [UInt8] = []) throws -> TransactionResult {
        let bytes = try Hex.decode("0x" + code.filter { !$0.isWhitespace })
        var changes = StateChanges()
        changes.accounts[sender] = .some(StoredAccount(balance: 1))
        changes.accounts[contract] = .some(StoredAccount(nonce: 1, code: Code(bytes)))
        var state = MemoryState()
        state.apply(changes)
        let transaction = Transaction(
            type: 0, chainID: 1, nonce: 0, gasLimit: gas, to: contract, value: 0, data: data)
        return try Execution.run(
            transaction, from: sender, in: BlockEnvironment(gasLimit: .max), on: state, rules: .prague)
    }

    /// Each call answers one more than the call that it made: 1,024 below the first (Yellow Paper, section 8).
    @Test(arguments: [
        "6000 6000 6000 6000 6000 30 5a f1", "6000 6000 6000 6000 30 5a f4", "6000 6000 6000 6000 30 5a fa",
    ])
    func deepCalls(_ call: String) throws {
        // No output offset: the word that came back is copied from the return data, if there is any.
        let tail = "3d 6000 6000 3e 50 6000 51 6001 01 6000 52 6020 6000 f3"
        let result = try run(call + tail, gas: 1 << 60)
        #expect(result.halt == .success)
        #expect(UInt256(bigEndianBytes: result.output) == 1_025)
    }

    /// The same with 32 KB of memory in each call.
    @Test func deepCallsWithMemory() throws {
        let result = try run(
            "6001 617fe0 52 6000 6000 6000 6000 6000 30 5a f1 3d 6000 6000 3e 50 6000 51 6001 01 6000 52 6020 6000 f3",
            gas: 1 << 60)
        #expect(UInt256(bigEndianBytes: result.output) == 1_025)
    }

    /// 30 MB cost 3 gas a word and the square of the words by 512 (Yellow Paper, appendix H).
    @Test func largeMemory() throws {
        // MSTORE at 31,457,248, so that memory has 30 MiB; MSIZE is answered.
        let result = try run("6001 6301dfffe0 52 59 6000 52 6020 6000 f3", gas: 1 << 40)
        #expect(UInt256(bigEndianBytes: result.output) == 31_457_280)
        let words: UInt64 = 31_457_280 / 32
        #expect(result.gasUsed == 21_000 + 3 * words + words * words / 512 + 3 * 6 + 2 + 3)
        #expect(try run("6001 6301dfffe0 52", gas: 1_000_000).halt == .outOfGas)
    }

    @Test(arguments: [
        "51", "6001 90 52", "6001 90 53", "6001 90 20", "6000 6001 91 37", "6000 6001 91 39", "6001 90 f3",
        "6001 90 fd",
        "6001 90 a0", "6000 6001 91 5e", "6001 90 6000 5e", "6001 90 6000 f0",
        "6001 90 6000 6000 6000 30 5a f1",
    ])
    func offsetsThatNoMemoryHas(_ code: String) throws {
        let offsets: [UInt256] = [
            .max, .max &- 31, UInt256(limbs: 0, 0, 0, 1 << 63), UInt256(limbs: 0, 1, 0, 0),
            UInt256(UInt64.max),
            UInt256(UInt64(Int.max)),
            UInt256(1 << 60),
        ]
        for offset in offsets {
            let digits = Hex.encode(offset.bigEndianBytes).dropFirst(2)
            let result = try run("7f" + digits + code, gas: 10_000_000)
            #expect(result.halt == .outOfGas, "\(code) \(offset)")
            #expect(result.gasUsed == 10_000_000)
        }
    }
}
