/// A part of a grid; splitting never gives a part outside it.
public struct Rect: Sendable, Hashable {
    /// The first row.
    public var row: Int
    /// The first column.
    public var column: Int
    /// Rows, at least 0.
    public var rows: Int
    /// Columns, at least 0.
    public var columns: Int

    /// A part by its upper left corner and its size; a negative size becomes 0.
    public init(row: Int, column: Int, rows: Int, columns: Int) {
        self.row = row
        self.column = column
        self.rows = max(rows, 0)
        self.columns = max(columns, 0)
    }

    /// Whether there is no cell in it.
    public var isEmpty: Bool { rows == 0 || columns == 0 }

    /// The row after the last.
    public var endRow: Int { row + rows }

    /// The column after the last.
    public var endColumn: Int { column + columns }

    /// The upper `height` rows and the rest.
    public func splitTop(_ height: Int) -> (top: Rect, rest: Rect) {
        let height = min(max(height, 0), rows)
        return (
            Rect(row: row, column: column, rows: height, columns: columns),
            Rect(row: row + height, column: column, rows: rows - height, columns: columns)
        )
    }

    /// The rest and the lower `height` rows.
    public func splitBottom(_ height: Int) -> (rest: Rect, bottom: Rect) {
        let parts = splitTop(rows - min(max(height, 0), rows))
        return (parts.top, parts.rest)
    }

    /// The left `width` columns and the rest.
    public func splitLeft(_ width: Int) -> (left: Rect, rest: Rect) {
        let width = min(max(width, 0), columns)
        return (
            Rect(row: row, column: column, rows: rows, columns: width),
            Rect(row: row, column: column + width, rows: rows, columns: columns - width)
        )
    }

    /// The rest and the right `width` columns.
    public func splitRight(_ width: Int) -> (rest: Rect, right: Rect) {
        let parts = splitLeft(columns - min(max(width, 0), columns))
        return (parts.left, parts.rest)
    }

    /// The part inside a margin.
    public func inset(rows margin: Int = 0, columns side: Int = 0) -> Rect {
        Rect(
            row: row + min(margin, rows), column: column + min(side, columns), rows: rows - 2 * margin,
            columns: columns - 2 * side)
    }

    /// One row of it, counted from its top; empty if there is no such row.
    public func line(_ index: Int) -> Rect {
        guard index >= 0, index < rows else { return Rect(row: row, column: column, rows: 0, columns: 0) }
        return Rect(row: row + index, column: column, rows: 1, columns: columns)
    }

    /// What two parts share.
    public func intersection(_ other: Rect) -> Rect {
        let top = max(row, other.row)
        let left = max(column, other.column)
        return Rect(
            row: top, column: left, rows: min(endRow, other.endRow) - top,
            columns: min(endColumn, other.endColumn) - left)
    }
}
