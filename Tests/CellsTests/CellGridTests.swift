import Cells
import SafeText
import Testing

@Suite("Cell grid")
struct CellGridTests {
    @Test func putsAndClips() {
        var grid = CellGrid(columns: 8, rows: 2)
        #expect(grid.put("hello", row: 0, column: 5, style: Style(foreground: .ansi(1))) == 3)
        #expect(grid.put("hello", row: 1, column: 1, width: 2) == 2)
        #expect(grid.put("no", row: 2, column: 0) == 0)
        #expect(grid.put("no", row: 0, column: -1) == 0)
        #expect(
            golden(grid) == """
                |     hel|
                | he     |
                :.....aaa:
                :........:
                a red
                """)
    }

    @Test func wideCharacters() {
        var grid = CellGrid(columns: 6, rows: 1)
        #expect(grid.put("\u{754C}\u{754C}\u{754C}\u{754C}", row: 0, column: 1) == 4)
        #expect(grid.lines == [" \u{754C}\u{754C} "])
        // Writing over half of a wide character leaves a space for the other half, on either side.
        grid.put("x", row: 0, column: 2)
        #expect(grid.lines == ["  x\u{754C} "])
        grid.put("y", row: 0, column: 3)
        #expect(grid.lines == ["  xy  "])
        grid.put("\u{754C}", row: 0, column: 0)
        grid.fill(row: 0, column: 1, width: 1, style: .plain)
        #expect(grid.lines == ["  xy  "])
    }

    @Test func marksStayWithTheirCharacter() {
        var grid = CellGrid(columns: 4, rows: 1)
        grid.put("e\u{301}\u{323}x", row: 0, column: 0)
        #expect(grid.lines == ["e\u{301}\u{323}x  "])
        #expect(grid[0, 0].marks.count == 2)
        var other = CellGrid(columns: 4, rows: 1)
        other.put("e\u{301}\u{323}x", row: 0, column: 0)
        #expect(grid == other)
        other.put("e\u{301}x", row: 0, column: 0)
        #expect(grid.changedSpan(row: 0, since: other) == 0..<1)
    }

    @Test func changedSpans() {
        var before = CellGrid(columns: 10, rows: 3)
        before.put("abcdefghij", row: 1, column: 0)
        var after = before
        #expect(after.changedSpan(row: 1, since: before) == nil)
        after.put("X", row: 1, column: 3)
        after.put("Y", row: 1, column: 6)
        #expect(after.changedSpan(row: 0, since: before) == nil)
        #expect(after.changedSpan(row: 1, since: before) == 3..<7)
        #expect(after.changedSpan(row: 1, since: CellGrid(columns: 9, rows: 3)) == 0..<10)
        after.put("\u{754C}", row: 2, column: 4, style: Style(foreground: .ansi(2)))
        var restyled = after
        restyled.put("\u{754C}", row: 2, column: 4, style: Style(foreground: .ansi(3)))
        #expect(restyled.changedSpan(row: 2, since: after) == 4..<6)
        #expect(after.changedSpan(row: 7, since: before) == nil)
    }

    /// Property: whatever is drawn where, a row's characters take exactly its columns, and nothing traps.
    @Test func rowsStayWhole() {
        var generator = SystemRandomNumberGenerator()
        let pieces: [SafeText] = [
            "abc", "\u{754C}\u{754C}", "e\u{301}", "\u{1F600}x", " ", SafeText(cleaning: "\u{202E}\u{7}"), "",
        ]
        for _ in 0..<400 {
            let columns = Int.random(in: 0...20, using: &generator)
            let rows = Int.random(in: 0...4, using: &generator)
            var grid = CellGrid(columns: columns, rows: rows)
            for _ in 0..<20 {
                let row = Int.random(in: -1...5, using: &generator)
                let column = Int.random(in: -3...24, using: &generator)
                let width = Int.random(in: -1...9, using: &generator)
                switch Int.random(in: 0...3, using: &generator) {
                case 0: grid.fill(row: row, column: column, width: width, style: .plain)
                case 1: grid.put(pieces.randomElement(using: &generator) ?? "", row: row, column: column)
                default:
                    let text = pieces.randomElement(using: &generator) ?? ""
                    let used = grid.put(text, row: row, column: column, width: width)
                    #expect(used <= max(width, 0))
                }
            }
            for line in grid.lines { #expect(SafeText(cleaning: line).width == columns) }
        }
    }

    @Test func extremeSizes() {
        #expect(CellGrid(columns: -5, rows: .min).cells.isEmpty)
        #expect(CellGrid(columns: .max, rows: 1).columns == 4096)
    }

    @Test func rectanglesStayInside() {
        let area = Rect(row: 2, column: 3, rows: 10, columns: 20)
        #expect(area.splitTop(3).top == Rect(row: 2, column: 3, rows: 3, columns: 20))
        #expect(area.splitTop(3).rest == Rect(row: 5, column: 3, rows: 7, columns: 20))
        #expect(area.splitBottom(1).bottom == Rect(row: 11, column: 3, rows: 1, columns: 20))
        #expect(area.splitRight(5).right == Rect(row: 2, column: 18, rows: 10, columns: 5))
        #expect(area.splitLeft(99).rest.isEmpty)
        #expect(area.inset(rows: 50, columns: 50).isEmpty)
        #expect(area.intersection(Rect(row: 0, column: 0, rows: 2, columns: 99)).isEmpty)
        #expect(area.line(-1).isEmpty && area.line(10).isEmpty)
    }
}
