import SafeText

/// Lines of text that are wrapped to the width that they get.
public struct TextBlock: Sendable, Hashable {
    /// The lines before wrapping.
    public var lines: [TextLine]

    /// A block of lines.
    public init(_ lines: [TextLine] = []) {
        self.lines = lines
    }

    /// Appends a line in one style.
    public mutating func add(_ text: SafeText, _ style: Style = .plain, hangingIndent: Int = 0) {
        lines.append(TextLine(text, style, hangingIndent: hangingIndent))
    }

    /// Appends a line of several styles.
    public mutating func add(_ spans: [Span], hangingIndent: Int = 0) {
        lines.append(TextLine(spans, hangingIndent: hangingIndent))
    }

    /// All lines after wrapping to a width.
    public func wrapped(columns: Int) -> [TextLine] {
        lines.flatMap { $0.wrapped(columns: columns) }
    }

    /// Draws the block from its wrapped line `top` on.
    /// - Returns: the number of wrapped lines that there are in all.
    @discardableResult
    public func draw(into grid: inout CellGrid, _ area: Rect, top: Int = 0) -> Int {
        let wrapped = wrapped(columns: area.columns)
        for (line, text) in wrapped.dropFirst(max(top, 0)).prefix(area.rows).enumerated() {
            grid.put(text, row: area.row + line, column: area.column, width: area.columns)
        }
        return wrapped.count
    }
}

extension CellGrid {
    /// Draws a line of several styles, cut at `width`.
    /// - Returns: the columns used.
    @discardableResult
    public mutating func put(_ line: TextLine, row: Int, column: Int, width: Int? = nil) -> Int {
        var used = 0
        let limit = width ?? columns
        for span in line.spans where used < limit {
            used += put(span.text, row: row, column: column + used, width: limit - used, style: span.style)
        }
        return used
    }
}
