import Foundation
import TestSupport
import Testing

/// The five screens on the large network that stands still (`--freeze --seed 1`), drawn by the real programs: text and
/// places as in the files of `Goldens`; with COAI_RECORD set, they are written first.
@Suite("coai demo, screen by screen") struct DemoGoldenTests {
    private static let screens = ["overview", "jobs", "providers", "governance", "activity"]

    @Test(arguments: [(80, 24), (120, 40), (40, 12)]) func everyScreen(columns: Int, rows: Int) throws {
        let home = try Home()
        let environment = home.environment.merging(["TMPDIR": home.root.path, "TERM": "xterm-256color"]) {
            $1
        }
        let terminal = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/coai", ["demo", "--freeze", "--seed", "1"],
                environment: environment, columns: columns, rows: rows))
        try #require(
            terminal.wait(seconds: 60) { $0.screen.text.contains("block") }, "\(terminal.screen.text)")
        // Balances and what is read of the contracts come after the logs.
        terminal.drain(quietMilliseconds: 2_000)
        for (index, name) in Self.screens.enumerated() {
            terminal.type("\(index + 1)")
            terminal.drain(quietMilliseconds: 600)
            try compare(terminal.screen.text, "demo-\(name)-\(columns)x\(rows)")
        }
        terminal.type("q")
        #expect(terminal.waitForEnd(seconds: 20) == .exited(0))
    }

    private func compare(_ text: String, _ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Goldens/\(name).txt")
        let shown =
            text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
            .joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["COAI_RECORD"] != nil {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try shown.write(to: file, atomically: true, encoding: .utf8)
        }
        let golden = try String(contentsOf: file, encoding: .utf8)
        #expect(shown == golden, "\(name)")
    }
}
