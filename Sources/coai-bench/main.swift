import Foundation

let areas: [(name: String, run: (inout Report) -> Void)] = [
    ("keccak", benchKeccak),
    ("logs", benchLogs),
]

let wanted = CommandLine.arguments.dropFirst()
if wanted.contains("--help") {
    print("usage: coai-bench [AREA…]\nareas: " + areas.map(\.name).joined(separator: " "))
    exit(0)
}
for name in wanted where !areas.contains(where: { $0.name == name }) {
    FileHandle.standardError.write(Data("coai-bench: no area '\(name)'\n".utf8))
    exit(2)
}
var report = Report()
for area in areas where wanted.isEmpty || wanted.contains(area.name) { area.run(&report) }
exit(report.failures == 0 ? 0 : 1)
