import Cells
import Ethereum
import SafeText

/// The screens after the review: the code, the passphrase, and the help.
struct AnswerScreens {
    let content: ReviewContent
    let request: ApprovalRequest
    let digest: SafeText
    let theme: Theme
    let columns: Int
    let rows: Int

    /// Asks for the code; `typed` characters of it are there, and `message` says what happened before.
    func code(_ code: ApprovalCode, typed: Int, message: SafeText?) -> CellGrid {
        var (grid, row) = begin("APPROVE")
        grid.put("Type these characters, one by one, to approve:", row: row, column: 0, style: theme[.normal])
        grid.put(code.spaced, row: row + 2, column: 4, style: theme[.selection])
        grid.put(code.typed(typed), row: row + 3, column: 4, style: theme[.key])
        if let message { grid.put(message, row: row + 5, column: 0, style: theme[.warning]) }
        grid.put("Esc rejects", row: rows - 1, column: 1, style: theme[.muted])
        grid.cursor = Position(row: row + 3, column: 4 + min(typed, ApprovalCode.length - 1) * 2)
        return grid
    }

    /// Asks for the passphrase, of which nothing is shown.
    func passphrase(message: SafeText?) -> CellGrid {
        var (grid, row) = begin("PASSPHRASE")
        let prompt: SafeText = "Passphrase (not shown):"
        grid.put(prompt, row: row, column: 0, style: theme[.normal])
        if let message { grid.put(message, row: row + 2, column: 0, style: theme[.warning]) }
        grid.put("Enter signs   Esc rejects", row: rows - 1, column: 1, style: theme[.muted])
        grid.cursor = Position(row: row, column: prompt.width + 1)
        return grid
    }

    /// Says that the keystore is being opened.
    func waiting() -> CellGrid {
        var (grid, row) = begin("PASSPHRASE")
        grid.put("Opening the keystore ...", row: row, column: 0, style: theme[.normal])
        return grid
    }

    /// Says which keys there are.
    func help() -> CellGrid {
        var (grid, row) = begin("HELP")
        let lines: [SafeText] = [
            "PgDn, Space, Down   next page        PgUp, Up   page before",
            "Tab, Left, Right    choose an answer", "Enter               give the chosen answer",
            "r, q, Esc, Ctrl-C   reject", "A bar at the left edge: the line goes on with the one above.",
            "Any key goes back.",
        ]
        for line in lines where row < rows - 1 {
            grid.put(line, row: row, column: 0, style: theme[.normal])
            row += 1
        }
        return grid
    }

    /// The title, and once more what all of it is about.
    private func begin(_ title: SafeText) -> (grid: CellGrid, row: Int) {
        var grid = CellGrid(columns: columns, rows: rows)
        let used = grid.put(title, row: 0, column: 0, style: theme[.title])
        grid.put(content.kind, row: 0, column: used + 2, style: theme[.title])
        if let mark = content.mark {
            grid.put(mark, row: 0, column: used + content.kind.width + 5, style: theme[.warning])
        }
        let blocks: [ReviewBlock] = [
            .entry(label: "account", texts: [SafeText(cleaning: request.account.checksummed)]),
            .entry(label: "digest", texts: [digest]), .rule,
        ]
        var row = 1
        for line in blocks.flatMap({ $0.lines(columns: columns) }) {
            grid.put(line, row: row, theme: theme)
            row += 1
        }
        return (grid, row + 1)
    }
}
