import Foundation
import StrictJSON
import TestSupport
import Testing

/// The signer of a demonstration that had to be started again.
@Suite("the signer of coai demo") struct DemoSignerTests {
    private static func status(_ demo: DemoProcesses) throws -> Int32? {
        try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai-signer"), ["status", "--json"],
            environment: demo.environment
        ).json()["process"]?.numberText.flatMap { Int32($0) }
    }

    /// It bears the mark, and ends with the demonstration as the first one does.
    @Test func startedAgain() throws {
        let home = try Home()
        let demo = try DemoProcesses(home, "--freeze")
        kill(demo.signer, SIGKILL)
        demo.terminal.type("2")
        try #require(demo.terminal.wait(for: "Jobs  400"), "\(demo.terminal.screen.text)")
        demo.terminal.type("o")
        try #require(demo.terminal.wait(for: "Ctrl-S", seconds: 30), "\(demo.terminal.screen.text)")
        demo.terminal.type("\u{13}")
        #expect(demo.terminal.wait(for: "REVIEW", seconds: 30), "\(demo.terminal.screen.text)")
        demo.terminal.drain()
        #expect(demo.terminal.screen.lines.first?.contains("DEMO") == true, "\(demo.terminal.screen.text)")
        let second = try #require(try Self.status(demo))
        #expect(second != demo.signer)
        // Nobody is left who could end it.
        for process in [demo.keeper, demo.dashboard, demo.terminal.process] { kill(process, SIGKILL) }
        #expect(
            demo.terminal.wait(seconds: 30) { _ in
                !FileManager.default.fileExists(atPath: "/proc/\(second)")
            })
    }
}
