import Foundation

let areas: [(name: String, run: (inout Report) -> Void)] = [
    ("keccak", benchKeccak),
    ("evm", benchEVM),
    ("devnet", benchDevnet),
    ("signing", benchSigning),
    ("process", benchProcess),
    ("logs", benchLogs),
    ("projection", benchProjection),
    ("dashboard", benchDashboard),
    ("simulation", benchSimulation),
]

var wanted = Array(CommandLine.arguments.dropFirst())
if wanted == ["--jobs-on-this-terminal"] { exit(showJobsOnThisTerminal()) }
if wanted.contains("--help") {
    print(
        """
        usage: coai-bench [--check] [AREA…]

        Measures areas, all by default, each line with a ratio to a limit or to a peer in the same run.
        --check ends with 1 if a limit is missed by more than a tenth, which noise does not explain.

        areas: \(areas.map(\.name).joined(separator: " "))
        """)
    exit(0)
}
let isCheck = wanted.contains("--check")
wanted.removeAll { $0 == "--check" }
for name in wanted where !areas.contains(where: { $0.name == name }) {
    FileHandle.standardError.write(Data("coai-bench: no area '\(name)'\n".utf8))
    exit(2)
}
var report = Report()
for area in areas where wanted.isEmpty || wanted.contains(area.name) { area.run(&report) }
exit(isCheck && report.misses > 0 ? 1 : 0)
