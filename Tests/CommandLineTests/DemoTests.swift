import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai demo` as a person starts it: the dashboard on a network that moves, and nothing left afterwards.
@Suite("coai demo") struct DemoTests {
    private let coai = PseudoTerminal.productsDirectory + "/coai"

    private func start(_ home: Home, _ words: String...) throws -> PseudoTerminal {
        let environment = home.environment.merging(["TMPDIR": home.root.path, "TERM": "xterm-256color"]) {
            $1
        }
        return try #require(
            PseudoTerminal(coai, ["demo"] + words, environment: environment, columns: 100, rows: 30))
    }

    private func left(_ home: Home) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: home.root.path).filter {
            $0.hasPrefix("coai-demo")
        }
    }

    private func block(_ terminal: PseudoTerminal) -> Int {
        let words = terminal.screen.text.split(whereSeparator: \.isWhitespace)
        guard let place = words.firstIndex(of: "block"), place + 1 < words.count else { return 0 }
        return Int(words[place + 1]) ?? 0
    }

    @Test func livesAndLeavesNothing() throws {
        let home = try Home()
        let terminal = try start(home, "--pace", "1")
        // The account is shown once its balances are there.
        let account = "0xAabad8915b56257D7F76Ec4c920d5d59b2e1e435"
        try #require(
            terminal.wait(seconds: 60) { block($0) > 0 && $0.screen.text.contains(account) },
            "\(terminal.screen.text)")
        #expect(terminal.screen.text.contains("DEMO"))
        #expect(try left(home).count == 1)
        let first = block(terminal)
        #expect(terminal.wait(seconds: 60) { block($0) > first })
        terminal.type("q")
        #expect(terminal.waitForEnd(seconds: 20) == .exited(0))
        #expect(terminal.isCooked && terminal.mode == terminal.modeBefore)
        #expect(try left(home).isEmpty)
    }

    @Test func endsWithItsSignal() throws {
        let home = try Home()
        let terminal = try start(home, "--freeze")
        try #require(terminal.wait(seconds: 60) { block($0) > 0 })
        let first = block(terminal)
        kill(terminal.process, SIGTERM)
        #expect(terminal.waitForEnd(seconds: 20) == .signalled(Int(SIGTERM)))
        #expect(terminal.isCooked && block(terminal) <= first)
        #expect(try left(home).isEmpty)
    }

    /// Ctrl-Z gives the terminal to the shell; going on goes on.
    @Test func stopsAndGoesOn() throws {
        let home = try Home()
        let terminal = try start(home, "--freeze")
        try #require(terminal.wait(seconds: 60) { block($0) > 0 })
        terminal.type("\u{1A}")
        #expect(terminal.waitForEnd(seconds: 20) == .stopped(Int(SIGSTOP)))
        #expect(terminal.isCooked)
        // As a shell does it: all of the job.
        kill(-terminal.process, SIGCONT)
        #expect(terminal.wait(seconds: 20) { block($0) > 0 && $0.screen.modes.contains(1049) })
        terminal.type("q")
        #expect(terminal.waitForEnd(seconds: 20) == .exited(0))
        #expect(try left(home).isEmpty)
    }

    /// With a seed and nothing that happens, every run shows the same, whenever it is; another seed gives other blocks.
    @Test func standsStill() throws {
        var runs: [[String]] = []
        for seed in ["7", "7", "8"] {
            let home = try Home()
            let terminal = try start(home, "--freeze", "--seed", seed)
            try #require(terminal.wait(seconds: 60) { $0.screen.text.contains("0xAabad8915b56") })
            var screens: [String] = []
            for key in ["1", "2", "3", "4", "5"] {
                terminal.type(key)
                terminal.drain(quietMilliseconds: 400)
                screens.append(terminal.screen.text)
            }
            runs.append(screens)
            terminal.type("q")
            #expect(terminal.waitForEnd(seconds: 20) == .exited(0))
        }
        #expect(Set(runs[0]).count > 3)
        #expect(runs[0] == runs[1])
        #expect(runs[0][0] != runs[2][0])
    }

    @Test func refusedWords() throws {
        let home = try Home()
        for words in [
            ["--pace", "0"], ["--pace", "x"], ["--pace"], ["--seed", "-1"], ["--seed"], ["now"],
            ["--node", "x"],
        ] {
            let result = try Program.run(
                URL(fileURLWithPath: coai), ["demo"] + words, environment: home.environment)
            #expect(result.status == 2, "\(words)")
        }
    }
}
