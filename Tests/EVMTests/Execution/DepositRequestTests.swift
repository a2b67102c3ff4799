import EVM
import Ethereum
import Foundation
import TestSupport
import Testing

/// Deposits of stake in logs, beside what Ethereum's executable specification reads from the same events.
struct DepositRequestTests {
    /// An event as the deposit contract writes it, with these bytes in its fields.
    private static func event(_ random: inout SeededRandom) -> [UInt8] {
        let lengths = [48, 32, 8, 96, 8]
        var head: [UInt8] = []
        var tail: [UInt8] = []
        for length in lengths {
            head += UInt256(UInt64(160 + tail.count)).bigEndianBytes
            tail += UInt256(UInt64(length)).bigEndianBytes
            tail += (0..<length).map { _ in .random(in: 0...255, using: &random) }
            tail += [UInt8](repeating: 0, count: (32 - length % 32) % 32)
        }
        return head + tail
    }

    private static func log(
        _ data: [UInt8], _ topics: [Hash32] = [DepositRequests.event],
        from address: Address = DepositRequests.contract
    ) -> LogEntry { LogEntry(address: address, topics: topics, data: data) }

    @Test func names() throws {
        // Mainnet's contract and its event, as EIP-6110 gives them.
        #expect(DepositRequests.contract == (try Address("0x00000000219ab540356cBB839Cbe05303d7705Fa")))
        #expect(
            DepositRequests.event.description
                == "0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5")
    }

    @Test func sameAsTheSpecification() throws {
        guard let python = Program.python else { return }
        var random = SeededRandom(seed: 6_110)
        var events: [[UInt8]] = []
        for round in 0..<600 {
            var event = Self.event(&random)
            switch round % 4 {
            case 0: break
            // A byte of an offset or a length, or one that means nothing.
            case 1: event[32 * Int.random(in: 0..<18, using: &random) + 31] ^= 1 << UInt8(round % 8)
            case 2: event[.random(in: 0..<event.count, using: &random)] ^= 0x10
            default: event = Array((event + event).prefix(.random(in: 540...600, using: &random)))
            }
            events.append(event)
        }
        let script = Shared.package.appendingPathComponent("Tests/EVMTests/Differential/deposits.py")
        let lines = events.map { Hex.encode($0) + "\n" }.joined()
        let peer = try Program.run(python, [script.path], input: Data(lines.utf8))
        #expect(peer.status == 0, "\(peer.error)")
        let answers = peer.output.split(separator: "\n")
        try #require(answers.count == events.count)
        var invalid = 0
        for (event, answer) in zip(events, answers) {
            let ours = try? DepositRequests.data(of: [Self.log(event)])
            #expect(ours.map { Hex.encode($0) } ?? "invalid" == answer)
            if ours == nil { invalid += 1 }
        }
        #expect(invalid > 150 && invalid < 450)
    }

    @Test func whichLogs() throws {
        var random = SeededRandom(seed: 1)
        let events = [Self.event(&random), Self.event(&random)]
        let one = try DepositRequests.data(of: [Self.log(events[0])])
        #expect(one.count == 192)
        let both = try DepositRequests.data(of: events.map { Self.log($0) })
        #expect(both.count == 384 && both.starts(with: one))
        // Another contract's event, and other events of the contract, are as long as they like.
        let others = [
            Self.log([1], from: Address(truncating: 5)), Self.log([1], []), Self.log([1], [Hash32(word: 1)]),
        ]
        #expect(try DepositRequests.data(of: others) == [])
        #expect(throws: TransactionError.self) { try DepositRequests.data(of: [Self.log([])]) }
    }
}
