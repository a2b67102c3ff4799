import EVM
import Foundation
import TestSupport
import Testing

/// State tests of our own for Prague and Osaka, whose roots and hashes of logs the execution specification computed
/// (EELS, ethereum-execution 2.20.0; `Differential/own_cases.py` makes them).
struct OwnCaseTests {
    private func bytes() throws -> [UInt8] {
        let file = Shared.package.appendingPathComponent("Tests/EVMTests/Cases/prague-osaka.json")
        return Array(try Data(contentsOf: file))
    }

    @Test func everyCase() throws {
        var forks: [String: Int] = [:]
        for test in try StateTest.parse(try bytes()) {
            for result in test.run() {
                forks[result.fork, default: 0] += 1
                #expect(result.verdict == .passed, "\(result.name) \(result.fork) \(result.index)")
            }
        }
        #expect(forks == ["Prague": 322, "Osaka": 321])
    }

    /// A wrong root or hash of logs is found: the test above can fail.
    @Test func wrongExpectations() throws {
        let text = String(decoding: try bytes(), as: UTF8.self)
        for name in ["hash", "logs"] {
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("\"clz\"") })
            let wrong = line.replacingOccurrences(
                of: "\"\(name)\":\"0x[0-9a-f]{64}\"",
                with: "\"\(name)\":\"0x\(String(repeating: "0", count: 64))\"",
                options: .regularExpression)
            let document = "{" + wrong.trimmingCharacters(in: CharacterSet(charactersIn: ",")) + "}"
            let results = try StateTest.parse(Array(document.utf8)).flatMap { $0.run() }
            #expect(!results.isEmpty)
            for result in results {
                guard case .failed = result.verdict else {
                    Issue.record("\(name): \(result.verdict)")
                    continue
                }
            }
        }
    }
}
