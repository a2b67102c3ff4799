import Cells
import SafeText

/// The last row of a review: what a person can answer, with "Reject" chosen unless they choose otherwise.
struct AnswerBar {
    /// Whether every page was shown.
    var isRead: Bool
    /// Whether "Approve" is the chosen answer.
    var approves: Bool

    func draw(into grid: inout CellGrid, theme: Theme) {
        let row = grid.rows - 1
        grid.fill(row: row, column: 0, width: grid.columns, style: .plain)
        put("Reject", 1, chosen: !approves, into: &grid, theme: theme)
        if isRead {
            put("Approve", 12, chosen: approves, into: &grid, theme: theme)
            right("Tab  Enter  ? help", into: &grid, theme: theme)
        } else {
            grid.put("Approve: read to the end first", row: row, column: 12, style: theme[.muted])
            right("PgDn  ? help", into: &grid, theme: theme)
        }
        grid.cursor = Position(row: row, column: approves ? 14 : 3)
    }

    private func put(_ word: SafeText, _ column: Int, chosen: Bool, into grid: inout CellGrid, theme: Theme) {
        let row = grid.rows - 1
        if chosen { grid.put(">", row: row, column: column, style: theme[.key]) }
        grid.put(word, row: row, column: column + 2, style: chosen ? theme[.selection] : theme[.normal])
    }

    private func right(_ text: SafeText, into grid: inout CellGrid, theme: Theme) {
        grid.put(text, row: grid.rows - 1, column: grid.columns - text.width - 1, style: theme[.muted])
    }
}
