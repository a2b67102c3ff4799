import SafeText

/// Text in one style.
public struct Span: Sendable, Hashable {
    /// The text.
    public let text: SafeText
    /// Its colours and attributes.
    public let style: Style

    /// Text in a style.
    public init(_ text: SafeText, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

/// A line of text in several styles, before it is wrapped.
public struct TextLine: Sendable, Hashable {
    /// The parts from left to right.
    public var spans: [Span]

    /// Columns that continued lines are moved to the right.
    public var hangingIndent: Int

    /// How a line that is too long goes on.
    public enum Wrapping: Sendable, Hashable {
        /// Breaks at spaces, which are then left out.
        case words
        /// Breaks anywhere and leaves nothing out: for values that are signed.
        case characters
    }

    /// How the line goes on if it is too long.
    public var wrapping: Wrapping

    /// A line of parts.
    public init(_ spans: [Span] = [], hangingIndent: Int = 0, wrapping: Wrapping = .words) {
        self.spans = spans
        self.hangingIndent = hangingIndent
        self.wrapping = wrapping
    }

    /// A line in one style.
    public init(
        _ text: SafeText, _ style: Style = .plain, hangingIndent: Int = 0, wrapping: Wrapping = .words
    ) {
        self.init([Span(text, style)], hangingIndent: hangingIndent, wrapping: wrapping)
    }

    /// The columns that the line takes if it isn't wrapped.
    public var width: Int { spans.reduce(0) { $0 + $1.text.width } }

    /// The line in pieces of at most `columns` columns; one empty piece for an empty line.
    ///
    /// A character of two columns in a single column is left out: there is no way to draw it.
    public func wrapped(columns: Int) -> [TextLine] {
        guard columns > 0 else { return [] }
        if width <= columns { return [self] }
        // Room for a character of two columns stays.
        let indent = max(min(hangingIndent, columns / 2, columns - 2), 0)
        var pieces: [TextLine] = []
        var rest = self
        while true {
            let room = pieces.isEmpty ? columns : columns - indent
            let isLast = rest.width <= room
            var (head, tail) = isLast ? (rest, TextLine()) : rest.broken(at: room)
            if !pieces.isEmpty, indent > 0 {
                head.spans.insert(Span(SafeText.empty.padded(to: indent)), at: 0)
            }
            if head.width > 0 || pieces.isEmpty { pieces.append(head) }
            if isLast { return pieces }
            if tail.width >= rest.width {
                // No progress: a wide character at the edge of a single column.
                tail = tail.droppingFirstCharacter()
            }
            if tail.width == 0 { return pieces }
            rest = tail
        }
    }

    private func broken(at room: Int) -> (TextLine, TextLine) {
        var (head, tail) = cut(at: room)
        guard wrapping == .words else { return (head, tail) }
        if tail.spans.first?.text.text.hasPrefix(" ") == true {
            tail.dropLeadingSpaces()
            return (head, tail)
        }
        let text = head.spans.map(\.text.text).joined()
        guard let space = text.lastIndex(of: " "),
            text[..<space].contains(where: { $0 != " " })
        else { return (head, tail) }
        let kept = SafeText(cleaning: String(text[..<space]), maximumLength: .max).width
        (head, tail) = cut(at: kept)
        tail.dropLeadingSpaces()
        return (head, tail)
    }

    private func cut(at room: Int) -> (TextLine, TextLine) {
        var head = TextLine(hangingIndent: hangingIndent, wrapping: wrapping)
        var tail = head
        var left = room
        for span in spans {
            if !tail.spans.isEmpty || left <= 0 {
                tail.spans.append(span)
                continue
            }
            let (first, second) = span.text.split(columns: left)
            if first.width > 0 { head.spans.append(Span(first, span.style)) }
            left -= first.width
            if second.width > 0 { tail.spans.append(Span(second, span.style)) }
        }
        return (head, tail)
    }

    private mutating func dropLeadingSpaces() {
        while let first = spans.first {
            let kept = first.text.text.drop { $0 == " " }
            if kept.isEmpty {
                spans.removeFirst()
                continue
            }
            let spaces = first.text.text.count - kept.count
            if spaces > 0 { spans[0] = Span(first.text.dropping(columns: spaces), first.style) }
            return
        }
    }

    private func droppingFirstCharacter() -> TextLine {
        cut(at: 2).1
    }
}
