import Terminal
import Testing

/// What goes to a clipboard: values only, in the form that xterm's control sequences name.
@Suite struct ClipboardTests {
    /// Base64 as Python's `base64.b64encode` writes it, for each length of the last part.
    @Test(arguments: [
        ("0", "MA=="), ("42", "NDI="), ("123", "MTIz"),
        (
            "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "MHg1YUFlYjYwNTNGM0U5NEM5YjlBMDlmMzM2Njk0MzVFN0VmMUJlQWVk"
        ),
    ])
    func sequence(_ value: String, _ base64: String) {
        #expect(Clipboard.sequence(value) == Array("\u{1B}]52;c;\(base64)\u{07}".utf8))
    }

    @Test(arguments: [
        "", " ", "1\n", "0x\u{1B}", "rm -rf", "a;b", "\u{07}", "é", "１", String(repeating: "1", count: 129),
    ])
    func otherTextIsRefused(_ text: String) { #expect(Clipboard.sequence(text) == nil) }

    @Test func terminals() {
        for type in ["xterm-256color", "tmux-256color", "screen", "foot", "alacritty"] {
            #expect(Clipboard.isTaken(by: type))
        }
        for type in ["dumb", "linux", "vt100", "vt220"] { #expect(!Clipboard.isTaken(by: type)) }
    }
}
