import SafeText
import Testing

@Suite("Safe text")
struct SafeTextTests {
    /// The classes of STYLE's list: each would move the cursor, reverse the text or hide something.
    @Test(arguments: [
        0x00, 0x07, 0x0A, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x9D, 0xAD, 0x61C, 0x115F, 0x17B4, 0x180E, 0x200B,
        0x200D, 0x200E, 0x200F, 0x2028, 0x202A, 0x202E, 0x2060, 0x2064, 0x2066, 0x2069, 0x3164, 0xE000,
        0xFE00,
        0xFEFF, 0xFFA0, 0xFFF9, 0xFFFE, 0x378, 0xE0001, 0xE0041, 0xE0100, 0xF0000, 0x10FFFF,
    ])
    func escaped(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let text = SafeText(cleaning: "a\(Character(scalar))b")
        #expect(text.text == "a\\u{\(String(value, radix: 16, uppercase: true))}b")
        #expect(text.escapedCount == 1)
        #expect(text.isASCII)
        #expect(text.width == text.text.utf8.count)
    }

    @Test func escapeSequencesAreText() {
        for attack in [
            "\u{1B}]52;c;aGk=\u{07}", "\u{1B}[2J", "\u{9B}6n", "\u{1B}]0;title\u{1B}\\", "\u{1B}P$q\u{1B}",
        ] {
            let text = SafeText(cleaning: attack)
            #expect(text.text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F })
        }
    }

    @Test func widths() {
        #expect(SafeText(cleaning: "plain").width == 5)
        #expect(SafeText(cleaning: "\u{754C}").width == 2)
        #expect(SafeText(cleaning: "e\u{301}").width == 1)
        #expect(SafeText(cleaning: "\u{1F600}").width == 2)
        #expect(SafeText(cleaning: "\u{2764}\u{FE0F}").text == "\u{2764}")
        #expect(SafeText(cleaning: "a\u{3000}b\u{A0}c").text == "a b c")
    }

    @Test func marksAreCapped() {
        let zalgo = "a" + String(repeating: "\u{301}", count: 50)
        let text = SafeText(cleaning: zalgo)
        #expect(text.text.unicodeScalars.count == 1 + SafeText.maximumMarks)
        #expect(text.width == 1)
        #expect(text.escapedCount == 48)
        // Nothing to the left that it could join.
        #expect(SafeText(cleaning: "\u{301}a").text == "\\u{301}a")
    }

    @Test func lengthIsCapped() {
        let text = SafeText(cleaning: String(repeating: "x", count: 5000))
        #expect(text.text.hasSuffix("... +904 bytes"))
        #expect(text.width == 4096 + 14)
        let short = SafeText(cleaning: "\u{754C}\u{754C}\u{754C}", maximumLength: 7)
        #expect(short.text == "\u{754C}\u{754C}... +3 bytes")
    }

    /// In a review nothing is kept but printable ASCII, nothing is cut, and what is escaped can be told apart.
    @Test func reviewing() {
        let text = SafeText(reviewing: "pay\u{202E} \\u{41}\u{E9}\u{754C}!")
        #expect(text.text == "pay\\u{202E} \\u{41}\\u{E9}\\u{754C}!")
        #expect(text.escapedCount == 3)
        let escaped = text.escapes.map { range in
            String(decoding: Array(text.text.utf8)[range], as: UTF8.self)
        }
        #expect(escaped == ["\\u{202E}", "\\u{E9}\\u{754C}"])
        let long = String(repeating: "y", count: 100_000)
        #expect(SafeText(reviewing: long).text == long)
    }

    @Test func wordsAreKept() {
        func split(_ text: String, _ columns: Int, whole: Int = 8) -> [String] {
            let (head, tail) = SafeText(cleaning: text).split(columns: columns, keepingWordsOf: whole)
            return [head.text, tail.text]
        }
        #expect(split("one two three", 10) == ["one two ", "three"])
        #expect(split("one two three", 10, whole: 4) == ["one two th", "ree"])
        #expect(split("one  two", 3) == ["one  ", "two"])
        #expect(split("one   two", 3) == ["one", "   two"])
        #expect(split("one  two", 4) == ["one  ", "two"])
        #expect(split("onetwo", 3) == ["one", "two"])
        #expect(split("one two", 4) == ["one ", "two"])
        #expect(split("\u{754C}\u{754C} \u{754C}\u{754C}", 7) == ["\u{754C}\u{754C} ", "\u{754C}\u{754C}"])
        #expect(split("one", 0) == ["", "one"])
    }

    @Test func slicesKeepTheirEscapes() {
        let text = SafeText(reviewing: "ab\u{7}cd")
        let (head, tail) = text.split(columns: 4)
        #expect(head.text == "ab\\u")
        #expect(head.escapes == [2..<4])
        #expect(tail.text == "{7}cd")
        #expect(tail.escapes == [0..<3])
        #expect((head + tail).text == text.text)
    }

    @Test func columns() {
        let text = SafeText(cleaning: "a\u{754C}b")
        #expect(text.prefix(columns: 2).text == "a")
        #expect(text.dropping(columns: 2).text == "\u{754C}b")
        #expect(text.padded(to: 6, alignment: .right).text == "  a\u{754C}b")
        #expect(SafeText(cleaning: "abcdefgh").truncated(to: 5).text == "abc..")
        #expect(SafeText(cleaning: "abc").truncated(to: 1).text == ".")
        #expect(SafeText(cleaning: "abc").truncated(to: -1).text == "")
    }

    @Test func interpolationCleans() {
        let hostile = "\u{1B}[31m"
        let text: SafeText = "block \(12) of \(hostile)"
        #expect(text.text == "block 12 of \\u{1B}[31m")
    }

    @Test func linesSplit() {
        let lines = SafeText.lines(cleaning: "one\r\ntwo\n\n\tthree\u{1B}")
        #expect(lines.map(\.text) == ["one", "two", "", "  three\\u{1B}"])
    }

    /// Property: the parts of a split are whole, and their widths add up.
    @Test func splitsAddUp() {
        var generator = SystemRandomNumberGenerator()
        let alphabet: [Character] = [
            "a", " ", "\u{754C}", "e\u{301}", "\u{1F600}", "\u{202E}", "\u{7}", "\u{E9}", "-",
        ]
        for _ in 0..<2000 {
            let source = String(
                (0..<Int.random(in: 0...30, using: &generator)).compactMap { _ in
                    alphabet.randomElement(using: &generator)
                })
            let text =
                Bool.random(using: &generator) ? SafeText(cleaning: source) : SafeText(reviewing: source)
            #expect(text.width == text.text.unicodeScalars.reduce(0) { $0 + SafeText.columns(of: $1) })
            let columns = Int.random(in: -2...40, using: &generator)
            let (head, tail) = text.split(columns: columns)
            #expect(head.width <= max(columns, 0))
            let words = text.split(columns: columns, keepingWordsOf: 12)
            #expect(words.head.text + words.tail.text == text.text)
            #expect(words.head.width <= max(columns, 0) + 2)
            #expect(words.head.width > 0 || head.width == 0)
            #expect(head.width + tail.width == text.width)
            #expect(head.text + tail.text == text.text)
            #expect(text.truncated(to: max(columns, 0)).width <= max(columns, 0))
            #expect(SafeText(cleaning: text.text, maximumLength: .max).text == text.text)
        }
    }
}
