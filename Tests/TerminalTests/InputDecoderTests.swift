import Terminal
import Testing

@Suite("Input decoding")
struct InputDecoderTests {
    /// The same bytes in any pieces give the same events.
    @Test func piecesDoNotMatter() {
        let bytes = Array(
            "a\u{1B}[A\u{1B}OB\u{1B}[1;5D\u{E9}\u{754C}\u{1B}[200~x\u{1B}[20\u{1B}[201~\r\u{1B}[[Ez".utf8)
        var whole = InputDecoder()
        let expected = whole.decode(bytes) + whole.finish()
        #expect(expected.count == 10)
        #expect(expected.contains(.paste("x\u{1B}[20")))
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            var decoder = InputDecoder()
            var events: [InputEvent] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...rest.count, using: &generator)
                events += decoder.decode(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            events += decoder.finish()
            #expect(events == expected)
        }
    }

    /// Any bytes end, and leave little behind.
    @Test func anyBytes() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var decoder = InputDecoder()
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    Bool.random(using: &generator)
                        ? UInt8.random(in: 0...255, using: &generator)
                        : [0x1B, 0x5B, 0x4F, 0x3B, 0x7E, 0x32, 0x30].randomElement(using: &generator) ?? 0
                }
                _ = decoder.decode(bytes)
            }
            _ = decoder.finish()
        }
    }

    @Test func longPasteIsCut() {
        var decoder = InputDecoder()
        _ = decoder.decode(Array("\u{1B}[200~".utf8))
        for _ in 0..<100 { #expect(decoder.decode([UInt8](repeating: 0x61, count: 4096)).isEmpty) }
        let events = decoder.decode(Array("\u{1B}[201~q".utf8))
        #expect(events.count == 2)
        guard case .paste(let text) = events.first else {
            Issue.record("no paste")
            return
        }
        #expect(text.utf8.count == InputDecoder.maximumPaste)
        #expect(events.last == .key(Key(.character("q"))))
    }

    @Test func names() {
        #expect(Key(.character("n"), control: true).name == "ctrl-n")
        #expect(Key(.pageDown).name == "page-down")
        #expect(Key(.function(5)).name == "f5")
        #expect(Key(.character(" ")).name == "space")
        #expect(Key(.up, shift: true).name == "shift-up")
    }
}
