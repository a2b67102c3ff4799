import Console
import EVM
import SafeText
import StrictJSON

/// What became of the cases of state tests, told one by one and in all.
struct StateTestTally {
    /// Whether only the end is told, as one object.
    let isJSON: Bool
    /// Cases that ran, whatever came of them.
    private(set) var ran = 0
    private(set) var failed = 0
    private var passed = 0
    private var unsupported = 0
    private var failures: [JSON] = []

    init(isJSON: Bool) { self.isJSON = isJSON }

    /// Takes in a case.
    mutating func add(_ result: StateTestResult) {
        ran += 1
        switch result.verdict {
        case .passed:
            passed += 1
            tell(result.name, result.fork, result.index, "pass")
        case .failed(let why):
            failed += 1
            fail(result.name, result.fork, result.index, why)
        case .unsupported(let why):
            unsupported += 1
            fail(result.name, result.fork, result.index, "unsupported: " + why)
        }
    }

    /// Takes in a file that holds no tests that can be read: it counts as a case that failed.
    mutating func add(unread path: String, _ why: String) {
        failed += 1
        fail(path, "", 0, why)
    }

    private mutating func fail(_ name: String, _ fork: String, _ index: Int, _ reason: String) {
        failures.append([
            "name": .string(name), "fork": .string(fork), "index": .number(String(index)),
            "reason": .string(reason),
        ])
        tell(name, fork, index, reason)
    }

    private func tell(_ name: String, _ fork: String, _ index: Int, _ reason: String) {
        guard !isJSON else { return }
        Output.write(SafeText(cleaning: "\(name) \(fork) \(index): \(reason)").text + "\n")
    }

    /// Says the totals.
    func report() {
        let total = passed + failed + unsupported
        Output.result(
            [
                "total": .number(String(total)), "passed": .number(String(passed)),
                "failed": .number(String(failed)), "unsupported": .number(String(unsupported)),
                "failures": .array(failures),
            ],
            plain: [
                "\(total) cases: \(passed) passed, \(failed) failed, \(unsupported) unsupported"
            ], asJSON: isJSON)
    }
}
