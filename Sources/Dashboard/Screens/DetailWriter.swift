import Cells
import SafeText

/// Writes a detail: headings, and labels with their values, which are wrapped and never cut.
struct DetailWriter {
    private(set) var block = TextBlock()
    let theme: Theme
    let width: Int
    /// Where values begin.
    private static let indent = 12

    init(theme: Theme, width: Int) {
        self.theme = theme
        self.width = width
    }

    mutating func title(_ text: SafeText, _ state: SafeText? = nil, _ role: StyleRole = .normal) {
        var spans = [Span(text, theme[.title])]
        if let state { spans += [Span("  "), Span(state, theme[role])] }
        block.add(spans)
    }

    mutating func heading(_ text: SafeText) {
        let line = theme.glyphs.horizontal
        let rest = max(width - text.width - 4, 0)
        block.add([
            Span(line * 2 + " ", theme[.border]), Span(text, theme[.header]),
            Span(" " + line * max(rest - 1, 0), theme[.border]),
        ])
    }

    mutating func row(_ label: SafeText, _ value: SafeText, _ role: StyleRole = .normal) {
        block.add(
            [
                Span(label.padded(to: max(Self.indent, label.width + 1)), theme[.muted]),
                Span(value, theme[role]),
            ],
            hangingIndent: min(Self.indent, 2))
    }

    mutating func text(_ text: SafeText, _ role: StyleRole = .normal) {
        block.add(text, theme[role], hangingIndent: 2)
    }

    /// Text of several lines from outside.
    mutating func lines(_ source: String, _ role: StyleRole = .normal) {
        for line in SafeText.lines(cleaning: source, maximumLines: 200) {
            block.add("  " + line, theme[role], hangingIndent: 2)
        }
    }

    mutating func blank() { block.add(.empty) }

    mutating func bar(
        _ label: SafeText, _ basisPoints: Int, mark: Int? = nil, _ role: StyleRole, _ text: SafeText
    ) {
        let bar = Bar(filledBasisPoints: basisPoints, markBasisPoints: mark)
        // The same for every bar of a detail, so that they can be compared.
        let size = min(max(width - Self.indent - 24, 8), 30)
        block.add([
            Span(label.padded(to: Self.indent), theme[.muted]),
            Span(bar.text(width: size, glyphs: theme.glyphs), theme[role]), Span(" "), Span(text),
        ])
    }
}
