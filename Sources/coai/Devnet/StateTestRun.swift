import Console
import EVM
import Glibc

/// `coai devnet statetest`: Ethereum's official state tests, on coai's own EVM.
enum StateTestRun {
    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, .init(flags: ["--json", "--plain"]))
        guard !arguments.operands.isEmpty else { throw .usage("devnet statetest needs a file or a folder") }
        var tally = StateTestTally(isJSON: arguments.has("--json"))
        let paths = try files(arguments.operands)
        // Nothing that ran must not look like all that passed.
        guard !paths.isEmpty else {
            throw Failure(
                "state-test.none", "no file ends in .json there",
                hint: "name files of state tests, or their folder",
                exitCode: 4)
        }
        var unread: Failure?
        for path in paths {
            // One file that can't be read takes nothing from the others.
            do throws(Failure) {
                for result in try tests(path).lazy.flatMap({ $0.run() }) { tally.add(result) }
            } catch {
                unread = unread ?? error
                tally.add(unread: path, error.message)
            }
        }
        if tally.ran == 0 {
            throw unread
                ?? Failure(
                    "state-test.none", "no case is in what was named",
                    hint: "name files of state tests, or their folder", exitCode: 4)
        }
        tally.report()
        if tally.failed > 0 { throw .silent(exitCode: 1) }
    }

    private static func tests(_ path: String) throws(Failure) -> [StateTest] {
        let bytes = try FileBytes.read(path, maximum: StateTest.maximumBytes)
        do { return try StateTest.parse(bytes) } catch {
            throw Failure(error.code, "\(path): \(error.message)", hint: error.hint, exitCode: 4)
        }
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
