import Cells
import SafeText

/// A review cut into pages of a terminal's size.
public enum ReviewPages {
    /// Smallest terminal on which a review is shown.
    public static let minimumColumns = 60
    /// Smallest terminal on which a review is shown.
    public static let minimumRows = 16

    /// Rows that aren't the review's: the title above, a rule and the answers below.
    static let frameRows = 3

    /// All pages of `content`, each a grid of the terminal's size whose last two rows are left for the answers.
    ///
    /// Pure: the same content and size give the same pages. Nothing is left out, shortened or reordered.
    public static func layout(
        _ content: ReviewContent, columns: Int, rows: Int, theme: Theme = .mono
    ) -> [CellGrid] {
        let columns = max(columns, minimumColumns)
        let rows = max(rows, minimumRows)
        let pages = paginate(content.blocks, columns: columns, height: rows - frameRows)
        return pages.enumerated().map { index, lines in
            var grid = CellGrid(columns: columns, rows: rows)
            drawTitle(content, page: index + 1, of: pages.count, into: &grid, theme: theme)
            for (offset, line) in lines.enumerated() { grid.put(line, row: offset + 1, theme: theme) }
            grid.put(SafeText.dash * columns, row: rows - 2, column: 0, style: theme[.border])
            return grid
        }
    }

    /// Lines page by page; a block begins a new page if it fits there whole and not here.
    private static func paginate(_ blocks: [ReviewBlock], columns: Int, height: Int) -> [[ReviewLine]] {
        var pages: [[ReviewLine]] = [[]]
        let fields = FieldColumns(of: blocks, columns: columns)
        for block in blocks {
            let lines = block.lines(columns: columns, fields: fields)
            let used = pages[pages.count - 1].count
            if used > 0, lines.count > height - used, lines.count <= height { pages.append([]) }
            for line in lines {
                if pages[pages.count - 1].count == height { pages.append([]) }
                pages[pages.count - 1].append(line)
            }
        }
        return pages
    }

    private static func drawTitle(
        _ content: ReviewContent, page: Int, of count: Int, into grid: inout CellGrid, theme: Theme
    ) {
        var column = grid.put("REVIEW", row: 0, column: 0, style: theme[.title])
        column += 2
        column += grid.put(content.kind, row: 0, column: column, style: theme[.title])
        let number: SafeText = "page \(page) of \(count)"
        if let mark = content.mark {
            let room = grid.columns - number.width - 1 - (column + 3)
            grid.put(mark.truncated(to: room), row: 0, column: column + 3, style: theme[.warning])
        }
        grid.put(number, row: 0, column: grid.columns - number.width, style: theme[.muted])
    }
}

extension CellGrid {
    mutating func put(_ line: ReviewLine, row: Int, theme: Theme) {
        for span in line.spans {
            put(span.text, row: row, column: span.column, style: theme[span.role])
            // What was escaped stands out from what was printable in the source.
            for escape in span.text.escapes {
                let area = Rect(
                    row: row, column: span.column + escape.lowerBound, rows: 1, columns: escape.count)
                restyle(area) { theme[.warning].over($0) }
            }
        }
    }
}
