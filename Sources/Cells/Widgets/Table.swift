import SafeText

/// A table of any number of rows; only those on the screen are asked for.
public struct Table: Sendable {
    /// Its columns.
    public let columns: [Column]
    /// How many rows there are.
    public let rowCount: Int
    /// The selected row and the scroll position.
    public let cursor: ListCursor
    /// The column that the rows are sorted by.
    public let sort: Sort?

    /// An order of rows.
    public struct Sort: Sendable, Hashable {
        /// The index of a column.
        public var column: Int
        /// Whether the least stands first.
        public var ascending: Bool

        /// An order by a column.
        public init(column: Int, ascending: Bool) {
            self.column = column
            self.ascending = ascending
        }
    }

    /// A table with its columns and its number of rows.
    public init(columns: [Column], rowCount: Int, cursor: ListCursor, sort: Sort? = nil) {
        self.columns = columns
        self.rowCount = rowCount
        self.cursor = cursor
        self.sort = sort
    }

    /// Rows of data that fit below the head.
    public static func visibleRows(in area: Rect) -> Int { max(area.rows - 1, 0) }

    /// Draws the head and the visible rows, and puts the grid's cursor on the selected one.
    ///
    /// The selection shows in the mark before the row and in its first column only: a stripe over the whole
    /// row would send the row twice for each step, and would hide the colours of its states.
    /// - Parameter row: draws the row with an index through its `TableRow`.
    public func draw(
        into grid: inout CellGrid, _ area: Rect, theme: Theme, isFocused: Bool = true,
        row: (Int, inout TableRow) -> Void
    ) {
        guard area.rows > 0, area.columns > 2 else { return }
        let places = Column.layout(columns, width: area.columns - 2)
        let first = places.firstIndex { $0 != nil } ?? 0
        let stripe = 2 + (places.first { $0 != nil }??.upperBound ?? 0)
        grid.fill(area, style: theme[.normal])
        drawHead(into: &grid, area, places, theme)
        var painter = TableRow(
            area: area, places: places, columns: columns, firstColumn: first, style: theme[.normal])
        // The grid is moved into the painter and back, so that no copy of its cells is made.
        swap(&painter.grid, &grid)
        for line in 0..<Self.visibleRows(in: area) where cursor.top + line < rowCount {
            let index = cursor.top + line
            painter.row = area.row + 1 + line
            painter.selectionStyle = nil
            if index == cursor.selection {
                let style = isFocused ? theme[.selection] : theme[.accent]
                painter.selectionStyle = style
                painter.grid.fill(row: painter.row, column: area.column, width: stripe, style: style)
                painter.grid.put(theme.glyphs.pointer, row: painter.row, column: area.column, style: style)
                if isFocused { painter.grid.cursor = Position(row: painter.row, column: area.column) }
            }
            row(index, &painter)
        }
        swap(&painter.grid, &grid)
    }

    private func drawHead(
        into grid: inout CellGrid, _ area: Rect, _ places: [Range<Int>?], _ theme: Theme
    ) {
        let style = theme[.header]
        grid.fill(area.line(0), style: style)
        for (index, column) in columns.enumerated() {
            guard let place = places[index] else { continue }
            var title = column.title
            if let sort, sort.column == index {
                let arrow = sort.ascending ? theme.glyphs.ascending : theme.glyphs.descending
                title = title.prefix(columns: max(place.count - 1 - arrow.width, 0)) + " " + arrow
            }
            title = title.prefix(columns: place.count)
            let indent = column.alignment == .right ? place.count - title.width : 0
            grid.put(
                title, row: area.row, column: area.column + 2 + place.lowerBound + indent, width: place.count,
                style: style)
        }
    }
}

/// Draws one row of a table.
public struct TableRow {
    var grid = CellGrid(columns: 0, rows: 0)
    var row = 0
    var selectionStyle: Style?
    let area: Rect
    let places: [Range<Int>?]
    let columns: [Column]
    let firstColumn: Int
    let style: Style

    init(area: Rect, places: [Range<Int>?], columns: [Column], firstColumn: Int, style: Style) {
        self.area = area
        self.places = places
        self.columns = columns
        self.firstColumn = firstColumn
        self.style = style
    }

    /// Draws the text of one column, cut with ".." where it is too long.
    public mutating func put(_ text: SafeText, column: Int, style textStyle: Style? = nil) {
        guard column >= 0, column < places.count, let place = places[column] else { return }
        let text = text.width > place.count ? text.truncated(to: place.count) : text
        let indent = columns[column].alignment == .right ? place.count - text.width : 0
        var drawn = textStyle ?? style
        if let selectionStyle, column == firstColumn { drawn = selectionStyle }
        grid.put(
            text, row: row, column: area.column + 2 + place.lowerBound + indent, width: place.count,
            style: drawn)
    }

    /// Whether a column is shown at this width; what isn't shown needs no text.
    public func shows(column: Int) -> Bool {
        column >= 0 && column < places.count && places[column] != nil
    }

    /// The terminal columns that a column has; 0 if it isn't shown.
    public func width(ofColumn column: Int) -> Int {
        column >= 0 && column < places.count ? places[column]?.count ?? 0 : 0
    }
}
