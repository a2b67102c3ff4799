import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai sign` on a terminal, which the signer borrows for the review.
@Suite struct SignAtTerminalTests {
    /// What the terminal shows when a review's page is whole.
    private static let bar = "Reject"

    /// Reads to the end and chooses to approve; the code that is then shown.
    private static func readToTheCode(_ terminal: PseudoTerminal) throws -> String {
        try #require(terminal.wait(for: bar, seconds: 30), "\(terminal.screen.text)")
        var pages = 0
        while terminal.screen.text.contains("read to the end first"), pages < 40 {
            terminal.type(" ")
            terminal.drain(quietMilliseconds: 80)
            pages += 1
        }
        terminal.type("\t")
        try #require(terminal.wait(for: "> Approve"), "\(terminal.screen.text)")
        terminal.type("\r")
        try #require(terminal.wait(for: "Type these characters"), "\(terminal.screen.text)")
        terminal.drain(quietMilliseconds: 80)
        let lines = terminal.screen.lines
        let place = try #require(lines.firstIndex { $0.contains("Type these characters") })
        return lines[place + 2].filter { $0 != " " }
    }

    private static func type(_ text: String, _ terminal: PseudoTerminal) {
        for character in text {
            terminal.type(String(character))
            terminal.drain(quietMilliseconds: 60)
        }
    }

    /// The program's result: the last line that it wrote, after the screen was given back.
    private static func result(_ terminal: PseudoTerminal) -> JSON? {
        let text = String(decoding: terminal.output, as: UTF8.self)
        guard let start = text.range(of: #"{""#, options: .backwards)?.lowerBound else { return nil }
        var line = text[start...].prefix { !$0.isNewline }
        // An error is an object in an object.
        if let outer = text.range(of: #"{"error""#, options: .backwards)?.lowerBound {
            line = text[outer...].prefix { !$0.isNewline }
        }
        return try? JSON.parse(String(line))
    }

    @Test func aPersonReadsAndSigns() throws {
        let home = try SigningHome()
        let terminal = try home.terminal(SigningHome.message)
        let code = try Self.readToTheCode(terminal)
        try #require(code.count == 4)
        Self.type(code, terminal)
        try #require(terminal.wait(for: "Passphrase (not shown)"), "\(terminal.screen.text)")
        Self.type(SigningHome.passphrase, terminal)
        #expect(!terminal.screen.text.contains("horse"))
        terminal.type("\r")
        #expect(terminal.waitForEnd(seconds: 30) == .exited(0))
        #expect(terminal.isCooked)
        #expect(terminal.screen.unknown.isEmpty)
        // Made with eth-account 0.14.0 from the same key.
        #expect(
            Self.result(terminal)?["signature"]?.stringValue
                == "0x5cd0897e267734d8d520905fae1d83322eb9741e867b439234a7a5e0a26dec606854ebbb34dbe4ff316ee45e9447e34666b84b6f1733c5f3cc0a63c47641c8db1c"
        )
        #expect(try home.journal() == ["reserved", "signed"])
    }

    @Test func theCodeIsNotTakenFromAPaste() throws {
        let home = try SigningHome()
        for isBracketed in [false, true] {
            let terminal = try home.terminal(SigningHome.message)
            let code = try Self.readToTheCode(terminal)
            terminal.type(isBracketed ? "\u{1b}[200~\(code)\u{1b}[201~" : code)
            #expect(terminal.waitForEnd(seconds: 20) == .exited(3), "\(terminal.screen.text)")
            #expect(terminal.isCooked)
        }
        #expect(try home.journal() == ["refused", "refused"])
    }

    @Test(arguments: ["\u{1b}", "q", "\r", "\u{3}"])
    func aPersonRejects(_ key: String) throws {
        let home = try SigningHome()
        let terminal = try home.terminal(SigningHome.message)
        let mode = terminal.modeBefore
        try #require(terminal.wait(for: Self.bar, seconds: 30), "\(terminal.screen.text)")
        terminal.drain(quietMilliseconds: 80)
        terminal.type(key)
        #expect(terminal.waitForEnd(seconds: 20) == .exited(3))
        #expect(Self.result(terminal)?["error"]?["code"]?.stringValue == "refused.by-person")
        #expect(terminal.isCooked)
        #expect(terminal.mode == mode)
    }

    @Test func aWrongPassphraseMayBeCorrected() throws {
        let home = try SigningHome()
        let terminal = try home.terminal(SigningHome.message)
        Self.type(try Self.readToTheCode(terminal), terminal)
        try #require(terminal.wait(for: "Passphrase (not shown)"))
        for _ in 0..<3 {
            Self.type("wrong\r", terminal)
            terminal.drain(quietMilliseconds: 400)
        }
        #expect(terminal.waitForEnd(seconds: 30) == .exited(7))
        #expect(Self.result(terminal)?["error"]?["code"]?.stringValue == "keystore.wrong-passphrase")
        #expect(try home.journal() == ["reserved", "refused"])
    }

    @Test func aTerminalThatIsTooSmallIsRefused() throws {
        let home = try SigningHome()
        let terminal = try home.terminal(SigningHome.message, columns: 59, rows: 24)
        #expect(terminal.waitForEnd(seconds: 30) == .exited(3))
        #expect(Self.result(terminal)?["error"]?["code"]?.stringValue == "refused.terminal-too-small")
        #expect(terminal.isCooked)
    }

    /// Another size may show other pages: what was read before doesn't count.
    @Test func anotherSizeStartsAgain() throws {
        let home = try SigningHome()
        let terminal = try home.terminal(SigningHome.message)
        _ = try Self.readToTheCode(terminal)
        terminal.resize(columns: 70, rows: 18)
        try #require(terminal.wait(for: "> Reject", seconds: 10), "\(terminal.screen.text)")
        terminal.drain()
        #expect(!terminal.screen.text.contains("Type these characters"))
        terminal.type("\u{1b}")
        #expect(terminal.waitForEnd(seconds: 20) == .exited(3))
    }

    /// Whoever asked is killed: the review ends, the terminal is a shell's again, and the signer goes on.
    @Test func aRequesterThatIsKilled() throws {
        let home = try SigningHome()
        let terminal = try home.terminal(SigningHome.message)
        try #require(terminal.wait(for: Self.bar, seconds: 30), "\(terminal.screen.text)")
        #expect(!terminal.isCooked)
        kill(terminal.process, SIGKILL)
        #expect(terminal.waitForEnd(seconds: 5) == .signalled(Int(SIGKILL)))
        #expect(terminal.wait(seconds: 10) { $0.isCooked })
        #expect(try home.sign(SigningHome.message).status == 0)
        #expect(try home.journal() == ["refused", "reserved", "signed"])
    }

    /// Standard input may hold the document: the person is at the terminal all the same.
    @Test func theDocumentComesThroughAPipe() throws {
        let home = try SigningHome()
        try home.home.write("document", SigningHome.message)
        let line = "cd '\(home.home.configuration.path)'; cat document | "
        let terminal = try #require(
            PseudoTerminal(
                "/bin/sh",
                ["-c", line + "\(SigningHome.coai) sign - --account \(SigningHome.account) --json"],
                environment: home.home.environment))
        try #require(terminal.wait(for: Self.bar, seconds: 30), "\(terminal.screen.text)")
        terminal.drain(quietMilliseconds: 80)
        terminal.type("\u{1b}")
        #expect(terminal.waitForEnd(seconds: 20) == .exited(3))
        #expect(terminal.isCooked)
    }

    /// A type that only a requester's own directory describes could send anything: it isn't known.
    @Test func unknownTerminalTypes() throws {
        let home = try SigningHome()
        for type in ["no-such-terminal", "../../etc/passwd", "xterm%s", ""] {
            home.home.environment["TERM"] = type
            let terminal = try home.terminal(SigningHome.message)
            #expect(terminal.waitForEnd(seconds: 30) == .exited(3), "\(type)")
            #expect(String(decoding: terminal.output, as: UTF8.self).contains("coai-signer run"), "\(type)")
            #expect(terminal.isCooked)
        }
    }

    /// `coai-signer sign` needs no socket: everything happens in one process.
    @Test func coldSigning() throws {
        let home = try SigningHome()
        try home.home.write("document", SigningHome.message)
        let output = home.home.configuration.path + "/signature"
        let arguments = [
            "sign", home.home.configuration.path + "/document", "--account", SigningHome.account, "--output",
            output,
        ]
        let terminal = try #require(
            PseudoTerminal(SigningHome.signer, arguments, environment: home.home.environment))
        Self.type(try Self.readToTheCode(terminal), terminal)
        try #require(terminal.wait(for: "Passphrase (not shown)"))
        Self.type(SigningHome.passphrase + "\r", terminal)
        #expect(terminal.waitForEnd(seconds: 30) == .exited(0))
        #expect(try String(contentsOfFile: output, encoding: .utf8).hasPrefix("0x5cd0897e267734"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: home.home.root.path + "/run").isEmpty)
        // A file that is there is never written over unasked, which is said before anybody reads.
        let again = try #require(
            PseudoTerminal(SigningHome.signer, arguments, environment: home.home.environment))
        #expect(again.waitForEnd(seconds: 20) == .exited(2))
    }
}
