import Approval
import Cells
import Cryptography
import SafeText
import Terminal
import Testing

@Suite struct ApprovalSessionTests {
    private let pages = ReviewPages.layout(Sample.content, columns: 80, rows: 24).count

    private func run(
        _ terminal: ScriptedTerminal, asksPassphrase: Bool = true, alive: @escaping () -> Bool = { true },
        verify: ((SecretBytes) -> SafeText?)? = nil
    ) throws -> String {
        let session = ApprovalSession(
            content: Sample.content, digest: Sample.digest,
            request: try Sample.request(asksPassphrase: asksPassphrase), terminal: terminal,
            isRequesterAlive: alive, verify: verify)
        switch session.run() {
        case .approved(let passphrase):
            return "approved " + (passphrase?.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } ?? "-")
        case .rejected: return "rejected"
        case .terminalTooSmall: return "too small"
        case .requesterGone: return "gone"
        case .failed(let reason): return "failed: \(reason)"
        }
    }

    @Test func theWholeWay() throws {
        let terminal = ScriptedTerminal(.approve(pages: pages) + .code + [.hidden("secret", .entered)])
        #expect(try run(terminal) == "approved secret")
        #expect(pages > 1)
        // Typed-ahead input was thrown away at the start, before the code, and before the passphrase.
        #expect(terminal.flushes == 3)
    }

    @Test func withoutPassphrase() throws {
        let terminal = ScriptedTerminal(.approve(pages: pages) + .code)
        #expect(try run(terminal, asksPassphrase: false) == "approved -")
    }

    @Test func rejectIsTheDefault() throws {
        #expect(try run(ScriptedTerminal(.keys(.enter))) == "rejected")
        let read = Array(
            repeating: ScriptedTerminal.Event.input(.key(Key(.pageDown), byteCount: 4)), count: 9)
        #expect(try run(ScriptedTerminal(read + .keys(.enter))) == "rejected")
        #expect(try run(ScriptedTerminal(read + .keys(.tab, .tab, .enter))) == "rejected")
        for key: Key in [
            Key(.escape), Key(.character("q")), Key(.character("r")), Key(.character("c"), control: true),
        ] {
            #expect(try run(ScriptedTerminal([.input(.key(key, byteCount: 1))])) == "rejected")
        }
    }

    @Test func approvalIsOutOfReachBeforeTheEnd() throws {
        // Choosing does nothing yet, so Enter still rejects.
        #expect(try run(ScriptedTerminal(.keys(.tab, .enter))) == "rejected")
        // The End key goes on by one page, not past pages that weren't shown.
        let terminal = ScriptedTerminal(.keys(.end))
        _ = try run(terminal)
        #expect(terminal.shown.last?.lines[0].contains("page 2 of \(pages)") == true)
        #expect(terminal.shown[0].lines[23].contains("read to the end first"))
    }

    @Test func codeMustBeTypedOneByOne() throws {
        let before: [ScriptedTerminal.Event] = .approve(pages: pages)
        #expect(try run(ScriptedTerminal(before + [.input(.pasted)])) == "rejected")
        #expect(
            try run(ScriptedTerminal(before + [.codeCharacter(0), .codeCharacter(1), .input(.pasted)]))
                == "rejected")
        #expect(
            try run(
                ScriptedTerminal(
                    before + [.codeCharacter(0), .input(.key(Key(.character("é")), byteCount: 2))]))
                == "rejected")
        #expect(
            try run(ScriptedTerminal(before + [.codeCharacter(0), .input(.key(Key(.up), byteCount: 3))]))
                == "rejected")
        #expect(try run(ScriptedTerminal(before + .keys(.escape))) == "rejected")
    }

    @Test func wrongCodesGetAnotherOne() throws {
        let before: [ScriptedTerminal.Event] = .approve(pages: pages)
        let wrong: [ScriptedTerminal.Event] = .keys(.character("!"))
        #expect(try run(ScriptedTerminal(before + wrong + .code + [.hidden("x", .entered)])) == "approved x")
        #expect(
            try run(ScriptedTerminal(before + wrong + wrong + .code + [.hidden("x", .entered)]))
                == "approved x")
        #expect(try run(ScriptedTerminal(before + wrong + wrong + wrong + .code)) == "rejected")
        // Enter, as one that leans on the keyboard would send, isn't the code either.
        #expect(try run(ScriptedTerminal(before + .keys(.enter, .enter, .enter))) == "rejected")
    }

    @Test func aResizeStartsAgain() throws {
        let wide = ReviewPages.layout(Sample.content, columns: 120, rows: 24).count
        // While reading: what was read before doesn't count.
        let read: [ScriptedTerminal.Event] = Array(
            repeating: .input(.key(Key(.pageDown), byteCount: 4)), count: pages)
        let resize: [ScriptedTerminal.Event] = [.resize(columns: 120, rows: 24)]
        #expect(try run(ScriptedTerminal(read + resize + .keys(.tab, .enter))) == "rejected")
        // At the code, and at the passphrase.
        let approve: [ScriptedTerminal.Event] = .approve(pages: pages)
        let again: [ScriptedTerminal.Event] = .approve(pages: wide) + .code + [.hidden("x", .entered)]
        #expect(try run(ScriptedTerminal(approve + [.codeCharacter(0)] + resize + again)) == "approved x")
        let terminal = ScriptedTerminal(approve + .code + [.hidden("ab", .changed)] + resize + again)
        #expect(try run(terminal) == "approved x")
    }

    @Test func smallTerminals() throws {
        #expect(try run(ScriptedTerminal(columns: 59, rows: 24, [])) == "too small")
        #expect(try run(ScriptedTerminal(columns: 80, rows: 15, [])) == "too small")
        #expect(try run(ScriptedTerminal([.resize(columns: 40, rows: 12)])) == "too small")
        #expect(try run(ScriptedTerminal(columns: 60, rows: 16, .keys(.escape))) == "rejected")
    }

    @Test func theRequesterGoes() throws {
        #expect(try run(ScriptedTerminal([]), alive: { false }) == "gone")
        var polls = 0
        let alive = {
            polls += 1
            return polls < 4
        }
        #expect(try run(ScriptedTerminal(.keys(.down, .up, .down, .up, .down)), alive: alive) == "gone")
    }

    @Test func theTerminalGoes() throws {
        #expect(try run(ScriptedTerminal([.input(.hangup)])) == "failed: the terminal is gone")
        let terminal = ScriptedTerminal(.approve(pages: pages) + .code + [.hidden("x", .ended)])
        #expect(try run(terminal) == "failed: the terminal is gone")
    }

    @Test func passphraseIsVerified() throws {
        let before: [ScriptedTerminal.Event] = .approve(pages: pages) + .code
        let verify = { (secret: SecretBytes) -> SafeText? in secret.count == 2 ? nil : "wrong" }
        let wrong = ScriptedTerminal.Event.hidden("x", .entered)
        #expect(
            try run(ScriptedTerminal(before + [wrong, .hidden("ok", .entered)]), verify: verify)
                == "approved ok")
        #expect(try run(ScriptedTerminal(before + [wrong, wrong, wrong]), verify: verify) == "failed: wrong")
        #expect(try run(ScriptedTerminal(before + [.hidden("abc", .cancelled)])) == "rejected")
    }

    @Test func passphraseIsNeverShown() throws {
        let terminal = ScriptedTerminal(
            .approve(pages: pages) + .code + [.hidden("hunter2", .changed), .hidden("", .entered)])
        #expect(try run(terminal) == "approved hunter2")
        #expect(!terminal.shown.contains { $0.lines.contains { $0.contains("hunter2") || $0.contains("*") } })
    }

    @Test func screensAfterTheReview() throws {
        let terminal = ScriptedTerminal(columns: 60, rows: 16, .keys(.character("?"), .escape, .escape))
        _ = try run(terminal)
        let passphrase = ScriptedTerminal(.approve(pages: pages) + .code + [.hidden("x", .entered)])
        _ = try run(passphrase)
        let help = terminal.shown[1].lines.joined(separator: "\n")
        let last = passphrase.shown[passphrase.shown.count - 1].lines.joined(separator: "\n")
        try expectGolden(help + "\n\n" + last + "\n", "help-and-passphrase")
        // The digest stands whole on the screen where the code is typed.
        let code = passphrase.shown[passphrase.shown.count - 2].lines.joined().filter {
            $0 != " " && $0 != "|"
        }
        #expect(code.contains(Sample.digest.text))
    }

    @Test func codes() throws {
        var seen: Set<ApprovalCode> = []
        for _ in 0..<100 {
            let code = try ApprovalCode.random()
            #expect(code.characters.count == 4)
            #expect(code.characters.allSatisfy { ApprovalCode.alphabet.contains($0) })
            seen.insert(code)
        }
        #expect(seen.count > 90)
    }
}
