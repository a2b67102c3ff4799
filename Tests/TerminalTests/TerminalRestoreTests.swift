import Foundation
import TestSupport
import Testing

/// The terminal is given back as it was found, whatever ends the program.
@Suite("Terminal given back", .serialized)
struct TerminalRestoreTests {
    /// Starts the probe and waits for its first frame.
    private func start(_ arguments: [String] = [], term: String = "xterm-256color") throws -> PseudoTerminal {
        let probe = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/terminal-probe", arguments, environment: ["TERM": term]))
        return probe
    }

    private func check(_ probe: PseudoTerminal, before: [UInt8], _ expected: PseudoTerminal.State) {
        #expect(probe.waitForEnd() == expected)
        #expect(probe.mode == before)
        #expect(probe.isCooked)
        #expect(!probe.screen.modes.contains(1049))
        #expect(!probe.screen.modes.contains(2004))
        #expect(!probe.screen.modes.contains(1000))
        #expect(
            probe.screen.modes.contains(25) || !String(decoding: probe.output, as: UTF8.self).contains("?25l")
        )
    }

    @Test(arguments: [
        ("q", PseudoTerminal.State.exited(0)), ("E", .exited(0)), ("A", .signalled(Int(SIGABRT))),
    ])
    func afterKey(key: String, expected: PseudoTerminal.State) throws {
        let probe = try start()
        let before = probe.modeBefore
        #expect(probe.wait(for: "ready"))
        #expect(probe.mode != before)
        #expect(probe.screen.modes.contains(1049))
        #expect(probe.screen.modes.contains(2004))
        probe.type(key)
        check(probe, before: before, expected)
    }

    @Test func afterTrap() throws {
        let probe = try start()
        let before = probe.modeBefore
        #expect(probe.wait(for: "ready"))
        probe.type("T")
        let end = probe.waitForEnd()
        #expect(end == .signalled(Int(SIGILL)) || end == .signalled(Int(SIGTRAP)))
        #expect(probe.mode == before)
        #expect(!probe.screen.modes.contains(1049))
        // Swift's backtracer would have started a dialogue.
        #expect(!String(decoding: probe.output, as: UTF8.self).contains("Press space"))
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT])
    func afterSignal(signal: Int32) throws {
        let probe = try start(["mouse"])
        let before = probe.modeBefore
        #expect(probe.wait(for: "ready"))
        #expect(probe.screen.modes.contains(1000))
        kill(probe.process, signal)
        check(probe, before: before, .signalled(Int(signal)))
    }

    /// A second signal, which another thread takes, doesn't end the program in the middle of giving back.
    @Test func afterTwoSignalsAtOnce() throws {
        let probe = try start(["thread"])
        let before = probe.modeBefore
        #expect(probe.wait(for: "ready"))
        probe.drain()
        // A terminal that takes nothing for a while: what is written waits.
        #expect(tcflow(probe.slave, TCOOFF) == 0)
        kill(probe.process, SIGHUP)
        kill(probe.process, SIGTERM)
        let end = probe.waitForEnd()
        #expect(end == .signalled(Int(SIGHUP)) || end == .signalled(Int(SIGTERM)), "\(end)")
        #expect(tcflow(probe.slave, TCOON) == 0)
        #expect(probe.mode == before && probe.isCooked)
    }

    @Test func stopAndContinue() throws {
        let probe = try start()
        let before = probe.modeBefore
        #expect(probe.wait(for: "ready"))
        for way in ["key", "signal"] {
            if way == "key" { probe.type("\u{1A}") } else { kill(probe.process, SIGTSTP) }
            #expect(probe.waitForEnd() == .stopped(Int(SIGSTOP)))
            #expect(probe.mode == before)
            #expect(!probe.screen.modes.contains(1049))
            kill(probe.process, SIGCONT)
            #expect(probe.wait { $0.screen.modes.contains(1049) && $0.screen.text.contains("row 3") })
            #expect(probe.mode != before)
        }
        // Stopped from outside without a chance to tidy up, and another mode set meanwhile by a shell.
        kill(probe.process, SIGSTOP)
        #expect(probe.waitForEnd() == .stopped(Int(SIGSTOP)))
        kill(probe.process, SIGCONT)
        probe.drain()
        probe.type("x")
        #expect(probe.wait(for: "key x keys 1 bytes 1"))
        probe.type("q")
        check(probe, before: before, .exited(0))
    }

    @Test func lendsTheTerminal() throws {
        let probe = try start()
        let before = probe.modeBefore
        #expect(probe.wait(for: "ready"))
        probe.type("L")
        #expect(probe.wait { String(decoding: $0.output, as: UTF8.self).contains("lent") })
        #expect(!probe.screen.modes.contains(1049))
        #expect(probe.mode == before)
        probe.type("\n")
        #expect(probe.wait { $0.screen.modes.contains(1049) && $0.screen.text.contains("ready") })
        probe.type("q")
        check(probe, before: before, .exited(0))
    }

    @Test func linuxConsole() throws {
        let probe = try start(term: "linux")
        let before = probe.modeBefore
        #expect(probe.wait(for: "row 5 of the table"))
        probe.type("\u{1B}[[C")
        #expect(probe.wait(for: "key f3"))
        probe.type("q")
        #expect(probe.waitForEnd() == .exited(0))
        #expect(probe.mode == before)
        #expect(probe.screen.unknown.isEmpty)
    }

    @Test(arguments: [
        ("dumb", "terminal.too-plain"), ("no-such-terminal", "terminal.unknown-type"),
        ("../../etc/passwd", "terminal.unknown-type"), ("", "terminal.unknown-type"),
    ])
    func refused(term: String, code: String) throws {
        let probe = try start(term: term)
        let before = probe.modeBefore
        #expect(probe.waitForEnd() == .exited(7))
        #expect(probe.screen.text.contains(code))
        #expect(probe.mode == before)
    }

    @Test func manyDriversInSequence() throws {
        let probe = try start(["cycles"])
        #expect(probe.waitForEnd(seconds: 60) == .exited(0))
        let last = String(decoding: probe.output, as: UTF8.self)
        let line = try #require(last.split(whereSeparator: \.isNewline).last { $0.contains("grown by") })
        let kilobytes = try #require(line.split(separator: " ").compactMap { Int($0) }.first)
        // 500 terminals: less than one kilobyte each.
        #expect(kilobytes < 500)
    }
}
