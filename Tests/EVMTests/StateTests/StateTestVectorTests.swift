import EVM
import Foundation
import StrictJSON
import TestSupport
import Testing

/// Every case of the shared half of ethereum/tests' GeneralStateTests: state root, hash of logs, refusals.
struct StateTestVectorTests {
    @Test func everyCase() throws {
        let files = Shared.files(below: "vectors/ethereum-tests/state", suffix: ".json")
        var total = 0
        var failures: [String: Int] = [:]
        for file in files {
            for test in try StateTest.parse(Array(try #require(Shared.data(file)))) {
                for result in test.run() {
                    total += 1
                    guard result.verdict != .passed else { continue }
                    failures[file, default: 0] += 1
                    Issue.record("\(file) \(result.name) \(result.fork) \(result.index): \(result.verdict)")
                }
            }
        }
        if !files.isEmpty { #expect(total == 8_618) }
        print("state tests: \(total) cases, \(failures.values.reduce(0, +)) failed")
    }
}
