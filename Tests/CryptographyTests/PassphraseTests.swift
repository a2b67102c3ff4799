import CPseudoTerminal
import Cryptography
import Foundation
import Testing

@Suite struct PassphraseTests {
    private func fromDescriptor(_ bytes: [UInt8]) throws -> SecretBytes {
        let pipe = Pipe()
        Thread.detachNewThread {
            pipe.fileHandleForWriting.write(Data(bytes))
            try? pipe.fileHandleForWriting.close()
        }
        return try PassphraseInput.read(descriptor: pipe.fileHandleForReading.fileDescriptor)
    }

    @Test(arguments: [
        ("secret", "secret"), ("secret\n", "secret"), ("secret\n\n", "secret\n"), ("", ""), ("\n", ""),
        ("secret\r\n", "secret\r"), (" secret ", " secret "), ("a\nb", "a\nb"), ("пароль 🔑\n", "пароль 🔑"),
    ])
    func oneLineEndIsRemoved(_ written: String, _ expected: String) throws {
        #expect(try fromDescriptor(Array(written.utf8)).text == expected)
    }

    @Test func anyBytesAreTaken() throws {
        #expect(try fromDescriptor([0xff, 0, 0xfe, 10]).bytes == [0xff, 0, 0xfe])
    }

    @Test func lengthIsLimited() throws {
        let longest = [UInt8](repeating: 0x61, count: PassphraseInput.maximumLength)
        #expect(try fromDescriptor(longest).count == longest.count)
        #expect(try fromDescriptor(longest + [10]).count == longest.count)
        #expect(throws: PassphraseError.tooLong(PassphraseInput.maximumLength)) {
            try fromDescriptor(longest + [97])
        }
        #expect(throws: PassphraseError.tooLong(PassphraseInput.maximumLength)) {
            try fromDescriptor([UInt8](repeating: 10, count: 1_000_000))
        }
    }

    @Test func closedDescriptor() {
        #expect(throws: PassphraseError.unreadable) { try PassphraseInput.read(descriptor: 987) }
        #expect(throws: PassphraseError.notATerminal) { try PassphraseInput.read(terminal: 987, prompt: "") }
    }

    /// A terminal as descriptor would show every letter.
    @Test func terminalAsDescriptor() throws {
        var master: Int32 = -1
        var slave: Int32 = -1
        try #require(pty_open(80, 24, &master, &slave) == 0)
        defer {
            close(master)
            close(slave)
        }
        #expect(throws: PassphraseError.shownByTerminal) {
            try PassphraseInput.read(descriptor: slave, timeoutMilliseconds: 1000)
        }
    }

    /// Types `text` once the prompt is there; answers what was read, and all that the terminal showed.
    private func fromTerminal(_ text: String) throws -> (
        result: Result<String, PassphraseError>, shown: String
    ) {
        var master: Int32 = -1
        var slave: Int32 = -1
        #expect(pty_open(80, 24, &master, &slave) == 0)
        defer {
            close(master)
            close(slave)
        }
        var before = [UInt8](repeating: 0, count: 256)
        let size = pty_mode(slave, &before, 256)
        let (typist, terminal) = (master, slave)
        Thread.detachNewThread {
            for _ in 0..<500 where pty_is_cooked(terminal) == 1 { usleep(10_000) }
            usleep(20_000)
            let bytes = Array(text.utf8)
            _ = pty_write(typist, bytes, bytes.count)
        }
        let result: Result<String, PassphraseError>
        do {
            result = .success(try PassphraseInput.read(terminal: slave, prompt: "Passphrase: ").text)
        } catch { result = .failure(error) }
        // A terminal may hand on its output in pieces: it is all there once nothing more comes.
        var shown: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4_096)
        while case let count = pty_read(master, &piece, piece.count, 200), count > 0 {
            shown += piece.prefix(Int(count))
        }
        var after = [UInt8](repeating: 0, count: 256)
        #expect(pty_mode(slave, &after, 256) == size)
        #expect(after == before)
        return (result, String(decoding: shown, as: UTF8.self))
    }

    @Test(
        .serialized,
        arguments: [
            ("secret\n", "secret"), ("secreX\u{7f}t\n", "secret"), ("\n", ""), ("пароль 🔑\r", "пароль 🔑"),
            ("wrong\u{15}right\n", "right"),
        ])
    func typedWithoutEcho(_ typed: String, _ expected: String) throws {
        let (result, shown) = try fromTerminal(typed)
        #expect(result == .success(expected))
        #expect(shown == "Passphrase: \r\n")
    }

    @Test func endOfInput() throws {
        #expect(try fromTerminal("\u{4}").result == .failure(.ended))
    }
}

@Suite struct HiddenTextTests {
    /// Feeds `pieces` one read each to a terminal in raw mode.
    private func type(_ pieces: [String]) throws -> (HiddenText, HiddenText.Event) {
        let pipe = Pipe()
        let text = HiddenText(maximumLength: 64)
        var event = HiddenText.Event.none
        for piece in pieces {
            pipe.fileHandleForWriting.write(Data(piece.utf8))
            event = text.read(
                descriptor: pipe.fileHandleForReading.fileDescriptor, timeoutMilliseconds: 1_000)
        }
        return (text, event)
    }

    @Test func edits() throws {
        let (text, event) = try type(["s", "ec", "reX", "\u{7f}", "t", "é", "\u{7f}\r"])
        #expect(event == .entered)
        #expect(text.secret.text == "secret")
        #expect(try type(["wrong", "\u{15}", "right\n"]).0.secret.text == "right")
        #expect(try type(["\u{7f}\u{7f}x\r"]).0.secret.text == "x")
    }

    @Test func pastesAndKeys() throws {
        #expect(try type(["\u{1b}[200~secret\u{1b}[201~", "\r"]).0.secret.text == "secret")
        #expect(try type(["a\u{1b}[A\u{1b}OBb\t\r"]).0.secret.text == "ab")
    }

    @Test func givesUp() throws {
        for key in ["\u{1b}", "\u{3}"] {
            let (text, event) = try type(["secret", key])
            #expect(event == .cancelled)
            #expect(text.secret.count == 0)
        }
        let (text, event) = try type([String(repeating: "x", count: 200)])
        #expect(event == .tooLong)
        #expect(text.count == 0)
    }

    @Test func endsAndWaits() throws {
        let pipe = Pipe()
        let text = HiddenText()
        #expect(
            text.read(descriptor: pipe.fileHandleForReading.fileDescriptor, timeoutMilliseconds: 10) == .none)
        try pipe.fileHandleForWriting.close()
        #expect(
            text.read(descriptor: pipe.fileHandleForReading.fileDescriptor, timeoutMilliseconds: 10) == .ended
        )
    }
}

@Suite struct SecretMemoryTests {
    /// Verified against the kernel's own list of this process's memory.
    @Test func pagesAreLockedAndKeptOutOfDumpsAndChildren() throws {
        let secret = SecretBytes(copying: "secret")
        let address = secret.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) }
        let map = try String(contentsOfFile: "/proc/self/smaps", encoding: .utf8).split(separator: "\n")
        let start = String(address, radix: 16) + "-"
        guard let line = map.firstIndex(where: { $0.hasPrefix(start) || $0.hasPrefix("0" + start) }) else {
            // Neighbouring secrets share one entry: then it begins elsewhere.
            return
        }
        let flags = try #require(map[line...].first { $0.hasPrefix("VmFlags:") }).split(separator: " ")
        #expect(flags.contains("dd"), "do not dump")
        #expect(flags.contains("wf"), "wipe on fork")
        #expect(flags.contains("lo") == secret.isLocked)
    }
}
