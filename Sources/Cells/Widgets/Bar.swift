import SafeText

/// A bar of shares, such as votes for and against, with a mark such as a quorum.
public struct Bar: Sendable {
    /// The filled share in basis points, 0 to 10,000.
    public let filled: Int
    /// Where the mark stands in basis points, or nil for none.
    public let mark: Int?

    /// A bar of a filled share and a mark; values out of range are brought into it.
    public init(filledBasisPoints: Int, markBasisPoints: Int? = nil) {
        filled = min(max(filledBasisPoints, 0), 10_000)
        mark = markBasisPoints.map { min(max($0, 0), 10_000) }
    }

    /// Draws the bar; any share above 0 fills at least one cell, and only a whole one fills the last.
    public func draw(
        into grid: inout CellGrid, row: Int, column: Int, width: Int, theme: Theme, style: Style
    ) {
        guard width > 0 else { return }
        for (index, part) in parts(width: width).enumerated() {
            let (glyph, drawn): (SafeText, Style) =
                switch part {
                case .full: (theme.glyphs.barFull, style)
                case .empty: (theme.glyphs.barEmpty, theme[.muted])
                case .mark: (theme.glyphs.barMark, theme[.accent])
                }
            grid.put(glyph, row: row, column: column + index, width: 1, style: drawn)
        }
    }

    /// The bar as text, for goldens of blocks of text and plain output.
    public func text(width: Int, glyphs: Glyphs) -> SafeText {
        var text = SafeText.empty
        for part in parts(width: width) {
            switch part {
            case .full: text += glyphs.barFull
            case .empty: text += glyphs.barEmpty
            case .mark: text += glyphs.barMark
            }
        }
        return text
    }

    private enum Part { case full, empty, mark }

    private func parts(width: Int) -> [Part] {
        guard width > 0 else { return [] }
        var full = filled * width / 10_000
        if filled > 0, full == 0 { full = 1 }
        if filled < 10_000, full == width { full = width - 1 }
        let marked = mark.map { min($0 * width / 10_000, width - 1) }
        return (0..<width).map { $0 == marked ? .mark : $0 < full ? .full : .empty }
    }
}
