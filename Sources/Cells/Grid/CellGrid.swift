import SafeText

/// A place in a grid, counted from 0 at the upper left.
public struct Position: Sendable, Hashable {
    /// Lines from the top.
    public var row: Int
    /// Columns from the left.
    public var column: Int

    /// A place by its row and column.
    public init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// What a screen shows: a pure value that screens draw into and the driver compares with the one before.
public struct CellGrid: Sendable, Equatable {
    /// Columns, at least 0 and at most 4,096.
    public let columns: Int

    /// Rows, at least 0 and at most 4,096.
    public let rows: Int

    /// The cells, row by row.
    public internal(set) var cells: [Cell]

    /// Where the terminal's cursor stands, or nil if it is hidden: on the selected row or in the field being
    /// edited, so that braille displays and screen readers follow.
    public var cursor: Position?

    /// A blank grid; sizes out of range are brought into it.
    public init(columns: Int, rows: Int) {
        self.columns = min(max(columns, 0), 4096)
        self.rows = min(max(rows, 0), 4096)
        cells = Array(repeating: .blank, count: self.columns * self.rows)
    }

    /// The whole grid.
    public var bounds: Rect { Rect(row: 0, column: 0, rows: rows, columns: columns) }

    /// The cell at a place; a blank outside the grid.
    public subscript(row: Int, column: Int) -> Cell {
        row >= 0 && row < rows && column >= 0 && column < columns ? cells[row * columns + column] : .blank
    }

    /// Makes every cell a space and hides the cursor.
    public mutating func clear(style: Style = .plain) {
        let blank = Cell(.space, style: style)
        cells.withUnsafeMutableBufferPointer { $0.update(repeating: blank) }
        cursor = nil
    }

    /// Makes every cell of an area a space.
    public mutating func fill(_ area: Rect, style: Style) {
        let area = area.intersection(bounds)
        guard area.columns > 0 else { return }
        let blank = Cell(.space, style: style)
        for row in area.row..<area.row + area.rows {
            let start = row * columns + area.column
            mendEdges(start, start + area.columns, row: row)
            for index in start..<start + area.columns { cells[index] = blank }
        }
    }

    /// Makes every cell of an area a space.
    public mutating func fill(row: Int, column: Int, width: Int, height: Int = 1, style: Style) {
        fill(Rect(row: row, column: column, rows: height, columns: width), style: style)
    }

    /// Changes the style of an area and leaves its text: for example a selected row.
    public mutating func restyle(_ area: Rect, _ change: (Style) -> Style) {
        let area = area.intersection(bounds)
        for row in area.row..<area.row + area.rows {
            let start = row * columns + area.column
            for index in start..<start + area.columns { cells[index].style = change(cells[index].style) }
        }
    }

    /// Draws text from a place to the right, cut at `width` columns and at the edge of the grid.
    /// - Returns: the columns used.
    @discardableResult
    public mutating func put(
        _ text: SafeText, row: Int, column: Int, width: Int? = nil, style: Style = .plain
    ) -> Int {
        guard row >= 0, row < rows, column >= 0, column < columns else { return 0 }
        let limit = min(width ?? columns, columns - column)
        guard limit > 0, text.width > 0 else { return 0 }
        let start = row * columns + column
        if text.isASCII {
            let count = min(text.width, limit)
            mendEdges(start, start + count, row: row)
            putASCII(text.text, at: start, count: count, style: style)
            return count
        }
        return putScalars(text.text, at: start, limit: limit, row: row, style: style)
    }

    /// The fast path: one byte, one cell.
    private mutating func putASCII(_ text: String, at start: Int, count: Int, style: Style) {
        let base = UInt64(style.bits) << 35
        let done: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
            cells.withUnsafeMutableBufferPointer { cells in
                guard start >= 0, count <= bytes.count, start + count <= cells.count else { return }
                for offset in 0..<count {
                    cells[start + offset] = Cell(bits: base | UInt64(bytes[offset]))
                }
            }
        }
        if done == nil {
            for (offset, byte) in text.utf8.prefix(count).enumerated() {
                cells[start + offset] = Cell(bits: base | UInt64(byte))
            }
        }
    }

    private mutating func putScalars(
        _ text: String, at start: Int, limit: Int, row: Int, style: Style
    ) -> Int {
        var used = 0
        var last: Int?
        var marks: [Unicode.Scalar] = []
        for scalar in text.unicodeScalars {
            let size = SafeText.columns(of: scalar)
            if size == 0 {
                guard let last, marks.count < SafeText.maximumMarks else { continue }
                marks.append(scalar)
                let base = cells[last]
                cells[last] = Cell(
                    base.scalar, kind: base.kind, marks: MarkTable.shared.number(marks), style: style)
                continue
            }
            guard used + size <= limit else { break }
            marks = []
            let index = start + used
            mendEdges(index, index + size, row: row)
            cells[index] = Cell(scalar, kind: size == 2 ? .lead : .single, style: style)
            if size == 2 { cells[index + 1] = Cell(.space, kind: .tail, style: style) }
            last = index
            used += size
        }
        return used
    }

    /// Blanks the other half of a wide character of which a half is about to be overwritten.
    private mutating func mendEdges(_ start: Int, _ end: Int, row: Int) {
        if cells[start].kind == .tail, start > row * columns {
            cells[start - 1] = Cell(.space, style: cells[start - 1].style)
        }
        if end < (row + 1) * columns, cells[end].kind == .tail {
            cells[end] = Cell(.space, style: cells[end].style)
        }
    }
}
