/// Where a text stands in a field that is wider than it.
public enum TextAlignment: Sendable, Hashable {
    /// At the left edge.
    case left
    /// At the right edge.
    case right
}

extension SafeText {
    /// The longest beginning that fits into a number of columns; never half of a wide character.
    public func prefix(columns: Int) -> SafeText {
        split(columns: columns).head
    }

    /// What follows `prefix(columns:)`.
    public func dropping(columns: Int) -> SafeText {
        split(columns: columns).tail
    }

    /// Cuts the text after as many characters as fit into a number of columns.
    public func split(columns: Int) -> (head: SafeText, tail: SafeText) {
        if columns >= width { return (self, .empty) }
        if columns <= 0 { return (.empty, self) }
        if isASCII {
            let index = text.utf8.index(text.startIndex, offsetBy: columns)
            return (
                slice(text[..<index], 0, columns), slice(text[index...], columns, width)
            )
        }
        var used = 0
        var index = text.startIndex
        let scalars = text.unicodeScalars
        while index < scalars.endIndex {
            let size = Self.columns(of: scalars[index])
            if used + size > columns { break }
            used += size
            index = scalars.index(after: index)
        }
        return (slice(text[..<index], 0, used), slice(text[index...], used, width))
    }

    /// Cuts as `split(columns:)` does, or before a word of at most `whole` columns through which that would go.
    ///
    /// Head and tail are the text. One or two spaces at the cut stay with the head, which they may make wider than
    /// `columns`: no line begins with them, and cut off at its end they aren't missed.
    public func split(columns: Int, keepingWordsOf whole: Int) -> (head: SafeText, tail: SafeText) {
        let cut = split(columns: columns)
        let scalars = cut.head.text.unicodeScalars
        guard cut.head.width > 0, cut.tail.width > 0 else { return cut }
        let spaces = cut.tail.text.utf8.prefix { $0 == 0x20 }.count
        if spaces > 0 { return spaces <= 2 ? split(columns: cut.head.width + spaces) : cut }
        guard let space = scalars.lastIndex(of: " ") else { return cut }
        func width(_ part: some Sequence<Unicode.Scalar>) -> Int {
            part.reduce(0) { $0 + Self.columns(of: $1) }
        }
        let begun = width(scalars[space...]) - 1
        let word = begun + width(cut.tail.text.unicodeScalars.prefix { $0 != " " })
        return begun > 0 && word > begun && word <= whole ? split(columns: cut.head.width - begun) : cut
    }

    /// The text with spaces up to a number of columns; text that is wider stays as it is.
    public func padded(to columns: Int, alignment: TextAlignment = .left) -> SafeText {
        guard columns > width else { return self }
        let spaces = SafeText(
            trusted: String(repeating: " ", count: columns - width), width: columns - width, isASCII: true)
        return alignment == .left ? self + spaces : spaces + self
    }

    /// The text cut to a number of columns, the cut marked with "..".
    ///
    /// For tables only: an address, a hash or an amount that is signed is never cut.
    public func truncated(to columns: Int) -> SafeText {
        if width <= columns { return self }
        if columns <= 2 { return SafeText(cleaning: String(repeating: ".", count: max(columns, 0))) }
        return prefix(columns: columns - 2) + ".."
    }

    /// Columns of a scalar in cleaned text: 0, 1 or 2.
    public static func columns(of scalar: Unicode.Scalar) -> Int {
        if scalar.value < 0x300 { return 1 }
        return switch ScalarClass(scalar) {
        case .wide: 2
        case .combining: 0
        default: 1
        }
    }

    private func slice(_ part: Substring, _ start: Int, _ end: Int) -> SafeText {
        let inside = escapes.compactMap { range -> Range<Int>? in
            let clamped = range.clamped(to: start..<end)
            return clamped.isEmpty ? nil : clamped.lowerBound - start..<clamped.upperBound - start
        }
        let text = String(part)
        return SafeText(
            trusted: text, width: end - start, isASCII: isASCII || Self.isPrintableASCII(text),
            escapes: inside, escapedCount: escapedCount == 0 ? 0 : inside.count)
    }
}
