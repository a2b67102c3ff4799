import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Programs made at random: alone under every fork's rules, and beside revm under Cancun's, the last that pyrevm knows.
struct RandomCodeTests {
    private static let contract = Address(truncating: 0xc0de)
    private static let sender = Address(truncating: 0xa11ce)

    private func run(_ code: [UInt8], gas: UInt64, rules: ForkRules) throws -> (
        TransactionResult, MemoryState
    ) {
        var changes = StateChanges()
        changes.accounts[Self.sender] = .some(StoredAccount(balance: 1_000_000))
        changes.accounts[Self.contract] = .some(StoredAccount(nonce: 1, balance: 1_000, code: Code(code)))
        var state = MemoryState()
        state.apply(changes)
        let transaction = Transaction(
            type: 0, chainID: 1, nonce: 0, gasLimit: gas, to: Self.contract, value: 7, data: [])
        let block = BlockEnvironment(number: 0, timestamp: 1_000, coinbase: Address(truncating: 0xcb))
        return (try Execution.run(transaction, from: Self.sender, in: block, on: state, rules: rules), state)
    }

    /// 50,000 programs, or as many as `COAI_RANDOM_PROGRAMS` in the environment says, end in a result whose gas is
    /// within its limit and which makes no ether.
    @Test func endInAResult() throws {
        let count = ProcessInfo.processInfo.environment["COAI_RANDOM_PROGRAMS"].flatMap { Int($0) } ?? 50_000
        var generator = CodeGenerator(seed: UInt64(count))
        let forks = ForkRules.allCases.filter { $0 >= .london }
        var succeeded = 0
        for index in 0..<count {
            let code = generator.next()
            var (result, state) = try run(code, gas: 150_000, rules: forks[index % forks.count])
            #expect((21_000...150_000).contains(result.gasUsed), "\(Hex.encode(code))")
            state.apply(result.changes)
            let total = state.accounts.values.reduce(UInt256.zero) { $0 &+ $1.balance }
            #expect(total <= 1_001_000, "\(Hex.encode(code))")
            if result.succeeded { succeeded += 1 }
        }
        #expect(succeeded > count / 10)
        print("random programs: \(count), of which \(succeeded) succeed")
    }

    @Test func sameAsRevm() throws {
        guard let python = Program.python else { return }
        var generator = CodeGenerator(seed: 7)
        let programs = (0..<10_000).map { _ in generator.next() }
        let script = Shared.package.appendingPathComponent("Tests/EVMTests/Differential/random_code.py")
        let lines = programs.map { Hex.encode($0) }.joined(separator: "\n")
        let peer = try Program.run(python, [script.path], input: Data(lines.utf8))
        #expect(peer.status == 0, "\(peer.error)")
        let answers = peer.output.split(separator: "\n")
        try #require(answers.count == programs.count)
        var succeeded = 0
        for (code, line) in zip(programs, answers) {
            let expected = try JSON.parse(String(line))
            let (result, _) = try run(code, gas: 150_000, rules: .cancun)
            let program = Hex.encode(code)
            #expect(result.succeeded == expected["success"]?.boolValue, "\(result.halt) \(program)")
            #expect(String(result.gasUsed) == expected["used"]?.numberText, "\(program)")
            #expect(Hex.encode(result.output) == expected["output"]?.stringValue, "\(program)")
            #expect(LogEntry.hash(of: result.logs).description == expected["logs"]?.stringValue, "\(program)")
            if result.succeeded { succeeded += 1 }
        }
        #expect(succeeded > 1_000)
    }
}
