import Ethereum
import Foundation
import Policy
import StrictJSON
import Testing

/// The journal after everything that can happen to a file.
@Suite struct JournalTests {
    private static func entry(_ event: JournalEntry.Event = .signed) throws -> JournalEntry {
        JournalEntry(
            event: event, at: 1_796_115_600,
            account: try Address("0x6379621377b3C9FDdF41599646E270417E8444E5"), kind: "typed-data",
            documentHash: Keccak256.hash([1]), digest: Keccak256.hash([2]), chainID: "31337",
            findings: ["chain.absent"], requester: "coai sign (pid 7, you)", decision: "person")
    }

    /// A journal of so many lines; its path.
    private static func journal(_ folder: TemporaryFolder, lines: Int) throws -> String {
        let path = folder.path + "/journal.jsonl"
        let journal = try Journal(path: path)
        for _ in 0..<lines { try journal.append(entry()) }
        return path
    }

    private static func problem(_ path: String) -> String? {
        code({ () throws(JournalError) in _ = try Journal(path: path) }, of: \.code)
    }

    @Test func linesAreNumberedAndChained() throws {
        let folder = try TemporaryFolder()
        let path = try Self.journal(folder, lines: 3)
        #expect(try Journal(path: path).count == 3)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 3)
        var previous = Hash32.zero
        for (index, line) in lines.enumerated() {
            let entry = try JSON.parse(String(line))
            #expect(entry["sequence"]?.numberText == String(index + 1))
            #expect(entry["previous"]?.stringValue == previous.description)
            previous = Keccak256.hash(utf8: String(line))
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    /// A crash may leave any beginning of the file: only whole lines are a journal.
    @Test func everyTruncationButAtALinesEndIsDamage() throws {
        let folder = try TemporaryFolder()
        let path = try Self.journal(folder, lines: 3)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        for length in 0..<whole.count {
            #expect(truncate(path, length) == 0)
            let isAtLineEnd = length == 0 || whole[length - 1] == 10
            #expect(Self.problem(path) == (isAtLineEnd ? nil : "journal.damaged"), "\(length)")
            try whole.write(to: URL(fileURLWithPath: path))
            #expect(chmod(path, 0o600) == 0)
        }
    }

    /// Every byte that is changed in a line that has a follower shows.
    @Test func everyChangeBeforeTheLastLineIsDamage() throws {
        let folder = try TemporaryFolder()
        let path = try Self.journal(folder, lines: 2)
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        let end = try #require(whole.firstIndex(of: 10))
        for place in 0...end {
            var changed = whole
            changed[place] ^= 1
            try Data(changed).write(to: URL(fileURLWithPath: path))
            #expect(chmod(path, 0o600) == 0)
            #expect(Self.problem(path) == "journal.damaged", "\(place)")
        }
    }

    @Test func linesTakenOutOrTurnedRoundAreDamage() throws {
        let folder = try TemporaryFolder()
        let path = try Self.journal(folder, lines: 4)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { "\($0)\n" }
        for order in [[1, 2, 3], [0, 2, 3], [0, 2, 1, 3], [0, 1, 1, 2, 3], [3]] {
            try order.map { lines[$0] }.joined().write(toFile: path, atomically: false, encoding: .utf8)
            #expect(Self.problem(path) == "journal.damaged", "\(order)")
        }
        try "\n".write(toFile: path, atomically: false, encoding: .utf8)
        #expect(Self.problem(path) == "journal.damaged")
    }

    @Test func aFileThatOthersReachOrThatIsNoFileIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = try Self.journal(folder, lines: 1)
        for mode: mode_t in [0o644, 0o660, 0o602] {
            #expect(chmod(path, mode) == 0)
            #expect(Self.problem(path) == "journal.exposed")
        }
        #expect(chmod(path, 0o600) == 0)
        #expect(symlink(path, folder.path + "/link") == 0)
        #expect(Self.problem(folder.path + "/link") == "journal.unreadable")
        #expect(Self.problem(folder.path) == "journal.unreadable")
        #expect(mkfifo(folder.path + "/fifo", 0o600) == 0)
        #expect(Self.problem(folder.path + "/fifo") == "journal.exposed")
        #expect(Self.problem(folder.path + "/absent/journal") == "journal.unreadable")
    }

    /// Two processes may write: each goes on from what the other wrote.
    @Test func twoWritersMakeOneChain() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/journal.jsonl"
        let first = try Journal(path: path)
        let second = try Journal(path: path)
        for index in 0..<20 { try (index % 3 == 0 ? first : second).append(Self.entry(.reserved)) }
        #expect(try Journal(path: path).count == 20)
    }

    /// What is cut off or added under an open journal stops it at the next line.
    @Test(arguments: [-1, 3])
    func tamperingUnderAnOpenJournalStopsIt(_ change: Int) throws {
        let folder = try TemporaryFolder()
        let path = try Self.journal(folder, lines: 2)
        let journal = try Journal(path: path)
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        let changed = change < 0 ? whole.dropLast(-change) : whole + Data("{}\n".utf8)
        try changed.write(to: URL(fileURLWithPath: path))
        let entry = try Self.entry()
        #expect(
            code({ () throws(JournalError) in try journal.append(entry) }, of: \.code) == "journal.damaged")
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == changed)
    }
}
