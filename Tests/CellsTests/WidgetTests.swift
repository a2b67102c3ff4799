import Cells
import SafeText
import Testing

@Suite("Widgets")
struct WidgetTests {
    private let theme = Theme(
        name: "test", glyphs: .ascii,
        styles: [
            .header: Style(attributes: .bold), .selection: Style(attributes: .reverse),
            .key: Style(foreground: .ansi(6)),
        ])

    private let columns = [
        Column("ID", width: .fixed(4), alignment: .right),
        Column("Model", width: .flexible(minimum: 6)),
        Column("Type", width: .fixed(8), importance: 1),
        Column("Price", width: .fixed(7), alignment: .right),
    ]

    private func drawTable(width: Int, selection: Int = 1, count: Int = 100_000) -> CellGrid {
        var grid = CellGrid(columns: width, rows: 4)
        var cursor = ListCursor()
        cursor.select(selection, count: count)
        cursor.show(rows: 3, count: count)
        let table = Table(
            columns: columns, rowCount: count, cursor: cursor, sort: Table.Sort(column: 0, ascending: true))
        table.draw(into: &grid, grid.bounds, theme: theme) { index, row in
            row.put("\(index)", column: 0)
            row.put("llama-3-70b-instruct", column: 1)
            row.put("render", column: 2)
            row.put("\(index * 7).50", column: 3, style: Style(foreground: .ansi(2)))
        }
        return grid
    }

    @Test func table() {
        let grid = drawTable(width: 40)
        #expect(
            golden(grid) == """
                |  ID ^ Model            Type       Price|
                |     0 llama-3-70b-in.. render      0.50|
                |>    1 llama-3-70b-in.. render      7.50|
                |     2 llama-3-70b-in.. render     14.50|
                :aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:
                :....................................bbbb:
                :cccccc..............................bbbb:
                :...................................bbbbb:
                a default bold
                b green
                c default reverse
                """)
        #expect(grid.cursor == Position(row: 2, column: 0))
    }

    @Test func narrowTableLeavesColumnsOut() {
        #expect(
            golden(drawTable(width: 24), styles: false) == """
                |  ID ^ Model       Price|
                |     0 llama-3..    0.50|
                |>    1 llama-3..    7.50|
                |     2 llama-3..   14.50|
                """)
    }

    @Test func lastRows() {
        #expect(drawTable(width: 40, selection: 99_999).lines.last?.hasPrefix("> 99.. llama") == true)
        #expect(drawTable(width: 40, selection: 5, count: 0).lines[1].allSatisfy { $0 == " " })
        #expect(drawTable(width: 2).lines[0] == "  ")
    }

    /// Only the rows on the screen are asked for.
    @Test func rowsAreVirtual() {
        var grid = CellGrid(columns: 40, rows: 4)
        var asked: [Int] = []
        var cursor = ListCursor()
        cursor.select(70_000, count: 100_000)
        cursor.show(rows: 3, count: 100_000)
        let table = Table(columns: columns, rowCount: 100_000, cursor: cursor)
        table.draw(into: &grid, grid.bounds, theme: theme) { index, _ in asked.append(index) }
        #expect(asked == [69_998, 69_999, 70_000])
    }

    @Test func cursorMoves() {
        var cursor = ListCursor()
        cursor.move(by: .max, count: 10)
        #expect(cursor.selection == 9)
        cursor.move(by: .min, count: 10)
        #expect(cursor.selection == 0)
        cursor.select(9, count: 10)
        cursor.show(rows: 4, count: 10)
        #expect(cursor.top == 6)
        cursor.show(rows: 4, count: 3)
        #expect(cursor.top == 0 && cursor.selection == 2)
        cursor.show(rows: 0, count: 3)
        cursor.move(by: 1, count: 0)
        #expect(cursor.selection == 0)
        cursor = ListCursor()
        cursor.scroll(by: 5, rows: 4, count: 100)
        #expect(cursor.top == 5 && cursor.selection == 5)
        cursor.scroll(by: -2, rows: 4, count: 100)
        #expect(cursor.top == 3 && cursor.selection == 5)
    }

    @Test func bars() {
        func text(_ filled: Int, _ mark: Int? = nil) -> String {
            Bar(filledBasisPoints: filled, markBasisPoints: mark).text(width: 10, glyphs: .ascii).text
        }
        #expect(text(0) == "..........")
        #expect(text(1) == "#.........")
        #expect(text(9_999) == "#########.")
        #expect(text(10_000) == "##########")
        #expect(text(6_120, 400) == "|#####....")
        #expect(text(.max, .min) == "|#########")
    }

    @Test func wrapping() {
        func wrap(_ text: SafeText, _ columns: Int, _ mode: TextLine.Wrapping = .words, _ indent: Int = 0)
            -> [String]
        {
            TextLine(text, hangingIndent: indent, wrapping: mode).wrapped(columns: columns).map {
                $0.spans.map(\.text.text).joined()
            }
        }
        #expect(wrap("the quick brown fox", 10) == ["the quick", "brown fox"])
        #expect(wrap("the quick brown fox", 9, .words, 2) == ["the quick", "  brown", "  fox"])
        #expect(wrap("0123456789abcdef", 6) == ["012345", "6789ab", "cdef"])
        #expect(wrap("a b c d", 3, .characters) == ["a b", " c ", "d"])
        #expect(wrap("", 5) == [""])
        #expect(wrap("\u{754C}\u{754C}", 1).joined() == "")
        #expect(wrap("abc", 0) == [])
    }

    /// Property: pieces fit, and where values are wrapped nothing is lost.
    @Test func wrappingFitsAndKeeps() {
        var generator = SystemRandomNumberGenerator()
        let alphabet: [Character] = ["a", "b", " ", " ", "\u{754C}", "-", "e\u{301}"]
        for _ in 0..<1000 {
            let spans = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                Span(
                    SafeText(
                        cleaning: String(
                            (0..<Int.random(in: 0...25, using: &generator)).compactMap { _ in
                                alphabet.randomElement(using: &generator)
                            })))
            }
            let columns = Int.random(in: 2...12, using: &generator)
            for mode in [TextLine.Wrapping.words, .characters] {
                let line = TextLine(
                    spans, hangingIndent: mode == .words ? Int.random(in: 0...5, using: &generator) : 0,
                    wrapping: mode)
                let pieces = line.wrapped(columns: columns)
                #expect(pieces.allSatisfy { $0.width <= columns })
                let kept = pieces.flatMap(\.spans).map(\.text.text).joined()
                let source = spans.map(\.text.text).joined()
                if mode == .characters {
                    #expect(kept == source)
                } else {
                    #expect(kept.filter { $0 != " " } == source.filter { $0 != " " })
                }
            }
        }
    }

    @Test func bottomLines() {
        var grid = CellGrid(columns: 44, rows: 4)
        let hints = [
            HintBar.Hint(key: "Enter", label: "detail"), HintBar.Hint(key: "/", label: "filter"),
            HintBar.Hint(key: "o", label: "sign an order"),
        ]
        let quit = [HintBar.Hint(key: "q", label: "quit")]
        HintBar(hints, trailing: quit).draw(into: &grid, row: 0, column: 0, width: 44, theme: theme)
        HintBar(hints, trailing: quit).draw(into: &grid, row: 1, column: 0, width: 22, theme: theme)
        TabBar(["Overview", "Jobs", "Providers"], active: 1).draw(
            into: &grid, row: 2, column: 0, width: 44, theme: theme)
        TabBar(["Overview", "Jobs", "Providers"], active: 1).draw(
            into: &grid, row: 3, column: 0, width: 20, theme: theme)
        #expect(
            golden(grid, styles: false) == """
                |Enter detail  / filter                q quit|
                |Enter detail    q quit                      |
                |1 Overview  2 Jobs  3 Providers             |
                |1  2 Jobs  3                                |
                """)
    }

    @Test func inputLine() {
        var line = InputLine("abc")
        line.insert("\u{1B}[31m\u{202E}d")
        #expect(line.text == "abc[31md")
        line.move(by: -4)
        line.deleteBackward()
        line.deleteToEnd()
        #expect(line.text == "abc")
        line.move(by: .min)
        line.deleteForward()
        #expect(line.text == "bc" && line.position == 0)
        line.moveToEnd()
        line.insert(" word two")
        line.deleteWord()
        #expect(line.text == "bc word ")
        var grid = CellGrid(columns: 8, rows: 1)
        line.draw(into: &grid, row: 0, column: 2, width: 5, style: .plain)
        #expect(grid.lines == ["  ord   "])
        #expect(grid.cursor == Position(row: 0, column: 6))
        var short = InputLine("", maximumLength: 3)
        short.insert("abcdef")
        #expect(short.text == "abc")
    }
}
