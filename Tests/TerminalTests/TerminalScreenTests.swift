import Foundation
import TestSupport
import Testing

/// What reaches a terminal, seen through an emulator of it.
@Suite("Terminal frames and input", .serialized)
struct TerminalScreenTests {
    private func start(
        _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80, rows: Int = 24
    ) throws -> PseudoTerminal {
        let probe = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/terminal-probe", arguments, environment: environment,
                columns: columns, rows: rows))
        #expect(probe.wait(for: "ready"))
        probe.drain(quietMilliseconds: 50)
        return probe
    }

    @Test func firstFrame() throws {
        let probe = try start()
        #expect(probe.screen.lines[0].hasPrefix("probe 80x24"))
        #expect(probe.screen.lines[1].hasPrefix("\u{754C}e\u{301}\u{2500} "))
        #expect(probe.screen.lines[22].hasPrefix("row 22 of the table, 0"))
        #expect(probe.screen.unknown.isEmpty)
        // The cursor stands on the selected row, where braille displays look for it.
        #expect(probe.screen.row == 2 && probe.screen.column == 0)
    }

    @Test func asciiLocale() throws {
        let probe = try start(environment: ["LANG": "C", "LC_ALL": "C"])
        #expect(probe.screen.lines[1].hasPrefix("??e? "))
        #expect(probe.output.allSatisfy { $0 < 0x80 })
    }

    @Test func monochrome() throws {
        let colored = try start()
        let mono = try start(["mono"])
        let red = "\u{1B}[91m"
        #expect(String(decoding: colored.output, as: UTF8.self).contains(red))
        let text = String(decoding: mono.output, as: UTF8.self)
        #expect(!text.contains(red))
        #expect(text.firstMatch(of: /\u{1B}\[[0-9;]*[349][0-9][0-9;]*m/) == nil)
    }

    @Test func unchangedFrameIsFree() throws {
        let probe = try start()
        probe.type("i")
        #expect(probe.wait(for: "idle 0"))
    }

    @Test func smallChangeIsSmall() throws {
        let probe = try start()
        probe.type("n")
        probe.drain(quietMilliseconds: 50)
        let before = probe.output.count
        probe.type("n")
        #expect(probe.wait(for: "table, 2"))
        // One digit in each of 21 rows.
        #expect(probe.output.count - before < 21 * 14)
    }

    @Test func resize() throws {
        let probe = try start()
        for (columns, rows) in [(120, 40), (40, 12), (3, 2), (1, 1), (80, 24)] {
            probe.resize(columns: columns, rows: rows)
            if columns > 20 {
                #expect(probe.wait(for: "probe \(columns)x\(rows)"))
                #expect(probe.wait(for: "resized"))
            } else {
                probe.drain(quietMilliseconds: 200)
            }
        }
        #expect(probe.screen.lines[22].hasPrefix("row 22 of the table"))
        #expect(probe.screen.unknown.isEmpty)
    }

    /// No signal reaches a program on a borrowed terminal: it asks for the size.
    @Test func resizeByPolling() throws {
        let probe = try start(["borrowed"])
        probe.resize(columns: 100, rows: 30)
        #expect(probe.wait(for: "probe 100x30"))
    }

    @Test func keysAndPastes() throws {
        let probe = try start()
        let cases = [
            ("x", "key x keys 1 bytes 1"), ("\u{1B}[A", "key up keys 1 bytes 3"),
            ("\u{1B}OA", "key up keys 1 bytes 3"), ("\u{1B}[1;5C", "key ctrl-right"),
            ("\u{1B}[5~", "key page-up"), ("\u{1B}x", "key alt-x"), ("\u{E9}", "key \u{E9} keys 1 bytes 2"),
            ("\r", "key enter"), ("\u{03}", "key ctrl-c"), ("\u{1B}", "key esc"),
            ("ab", "key b keys 2 bytes 2"),
            ("\u{1B}[200~one\u{1B}[A two\u{1B}[201~", "paste one\\u{1B}[A two"),
        ]
        for (typed, shown) in cases {
            probe.type(typed)
            #expect(probe.wait(for: shown, seconds: 3), "typed \(typed.debugDescription)")
        }
    }

    @Test func hangup() throws {
        let probe = try start(environment: ["COAI_UNUSED": "1"])
        kill(probe.process, SIGHUP)
        #expect(probe.waitForEnd() == .signalled(Int(SIGHUP)))
    }
}
