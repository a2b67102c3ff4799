import EVM
import Foundation
import TestSupport
import Testing

/// Files that aren't state tests end in an error with a code, never in a trap.
struct StateTestParsingTests {
    private func document() throws -> String {
        let file = Shared.package.appendingPathComponent("Tests/Fuzz/Seeds/state-test/small")
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    private func code(_ text: String) -> String? {
        do {
            _ = try StateTest.parse(Array(text.utf8))
            return nil
        } catch { return error.code }
    }

    @Test func sound() throws {
        let tests = try StateTest.parse(Array(try document().utf8))
        #expect(tests.map(\.name) == ["t"])
        #expect(tests[0].cases.map(\.fork) == ["Cancun"])
        // Its root is made up.
        guard case .failed = tests[0].run()[0].verdict else {
            Issue.record("passed")
            return
        }
    }

    @Test func unknownForks() throws {
        let text = try document().replacingOccurrences(of: "Cancun", with: "Byzantium")
        guard case .unsupported = try StateTest.parse(Array(text.utf8))[0].run()[0].verdict else {
            Issue.record("run under rules that aren't here")
            return
        }
    }

    @Test(arguments: [
        ("\"data\": 0", "\"data\": 1"), ("\"data\": 0", "\"data\": -1"),
        ("\"gas\": 0", "\"gas\": 99999999999999999999"),
        ("\"value\": 0", "\"value\": \"0\""), ("\"env\"", "\"environment\""), ("\"pre\"", "\"before\""),
        ("\"currentNumber\": \"0x01\"", "\"currentNumber\": \"0x10000000000000000\""),
        ("\"balance\": \"0x0de0b6b3a7640000\"", "\"balance\": \"lots\""),
        ("\"code\": \"0x6001\"", "\"code\": \"0x600\""),
        ("\"gasLimit\": [\"0x5208\"]", "\"gasLimit\": []"), ("\"accessLists\": [[", "\"accessLists\": [[3,"),
        ("\"sender\": \"0x33", "\"sender\": \"0x3"), ("{\"t\":", "[{\"t\":"),
        ("{\"t\":", "{\"t\": 5, \"u\":"),
    ])
    func unsound(_ change: (from: String, to: String)) throws {
        let sound = try document()
        let text = sound.replacingOccurrences(of: change.from, with: change.to)
        #expect(text != sound)
        #expect(code(text) != nil, "\(change)")
    }
}
