import Console
import EVM
import Glibc
import SafeText
import StrictJSON

/// `coai devnet statetest`: Ethereum's official state tests, on coai's own EVM.
enum StateTestRun {
    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, .init(flags: ["--json", "--plain"]))
        guard !arguments.operands.isEmpty else { throw .usage("devnet statetest needs a file or a folder") }
        let isJSON = arguments.has("--json")
        var counts = (passed: 0, failed: 0, unsupported: 0)
        var failures: [JSON] = []
        let paths = try files(arguments.operands)
        // Nothing that ran must not look like all that passed.
        guard !paths.isEmpty else {
            throw Failure(
                "state-test.none", "no file ends in .json there",
                hint: "name files of state tests, or their folder",
                exitCode: 4)
        }
        for path in paths {
            let bytes = try FileBytes.read(path, maximum: StateTest.maximumBytes)
            let tests: [StateTest]
            do { tests = try StateTest.parse(bytes) } catch {
                throw Failure(error.code, "\(path): \(error.message)", hint: error.hint, exitCode: 4)
            }
            for result in tests.lazy.flatMap({ $0.run() }) {
                let reason: String
                switch result.verdict {
                case .passed:
                    reason = "pass"
                    counts.passed += 1
                case .failed(let why):
                    reason = why
                    counts.failed += 1
                case .unsupported(let why):
                    reason = "unsupported: " + why
                    counts.unsupported += 1
                }
                if result.verdict != .passed {
                    failures.append([
                        "name": .string(result.name), "fork": .string(result.fork),
                        "index": .number(String(result.index)), "reason": .string(reason),
                    ])
                }
                guard !isJSON else { continue }
                let line = SafeText(cleaning: "\(result.name) \(result.fork) \(result.index): \(reason)")
                Output.write(line.text + "\n")
            }
        }
        let total = counts.passed + counts.failed + counts.unsupported
        Output.result(
            [
                "total": .number(String(total)), "passed": .number(String(counts.passed)),
                "failed": .number(String(counts.failed)), "unsupported": .number(String(counts.unsupported)),
                "failures": .array(failures),
            ],
            plain: [
                "\(total) cases: \(counts.passed) passed, \(counts.failed) failed, \(counts.unsupported) unsupported"
            ], asJSON: isJSON)
        if counts.failed > 0 { throw .silent(exitCode: 1) }
    }

    /// The files that paths name: themselves, or for a folder all files below it that end in `.json`, in order.
    private static func files(_ paths: [String]) throws(Failure) -> [String] {
        var found: [String] = []
        for path in paths {
            guard let folder = opendir(path) else {
                found.append(path)
                continue
            }
            var names: [String] = []
            while let entry = readdir(folder) {
                let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if !name.hasPrefix(".") { names.append(name) }
            }
            closedir(folder)
            for name in names.sorted() {
                let inner = path.hasSuffix("/") ? path + name : path + "/" + name
                var information = stat()
                // A link isn't followed, so that no folder holds itself.
                guard lstat(inner, &information) == 0 else { continue }
                if information.st_mode & S_IFMT == S_IFDIR {
                    found += try files([inner])
                } else if name.hasSuffix(".json") {
                    found.append(inner)
                }
            }
        }
        return found
    }
}
