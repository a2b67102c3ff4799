import Cells
import SafeText

/// The line that finds actions by their names.
struct Palette: Sendable {
    var line = InputLine(maximumLength: 80)
    var cursor = ListCursor()

    /// Actions that match, the best first.
    func matches(_ state: AppState) -> [Action] {
        let words = line.text.lowercased().split(separator: " ")
        let first = words.first.map(String.init) ?? ""
        return Action.allCases.filter { action in
            guard action.isAvailable(on: state.screen, isReadOnly: state.isReadOnly),
                action.row.group != .moving
            else {
                return false
            }
            let text = action.rawValue + " " + action.row.description.text.lowercased()
            return words.allSatisfy { Self.contains(text, in: $0) }
        }.sorted { rank($0, first) < rank($1, first) }
    }

    private func rank(_ action: Action, _ word: String) -> Int {
        if action.rawValue == word { return 0 }
        if action.rawValue.hasPrefix(word) { return 1 }
        if action.rawValue.contains(word) { return 2 }
        return Self.contains(action.rawValue, in: word[...]) ? 3 : 4
    }

    /// Whether the letters of a word stand in a text in their order.
    private static func contains(_ text: String, in word: Substring) -> Bool {
        if text.contains(word) { return true }
        var rest = word[...]
        for character in text where character == rest.first { rest = rest.dropFirst() }
        return rest.isEmpty
    }

    func draw(into grid: inout CellGrid, _ area: Rect, state: AppState) {
        let theme = state.theme
        let actions = matches(state)
        let rows = min(actions.count, max(area.rows - 1, 0))
        let top = max(min(cursor.selection - rows + 1, actions.count - rows), 0)
        let start = area.endRow - rows - 1
        grid.fill(
            Rect(row: start, column: area.column, rows: rows + 1, columns: area.columns),
            style: theme[.normal])
        for offset in 0..<rows {
            let action = actions[top + offset]
            let isSelected = top + offset == cursor.selection
            let style = theme[isSelected ? .selection : .normal]
            grid.fill(row: start + offset, column: area.column, width: area.columns, style: style)
            grid.put(
                SafeText(cleaning: action.rawValue), row: start + offset, column: area.column + 2,
                style: style)
            grid.put(
                action.row.description, row: start + offset, column: area.column + 22,
                width: max(area.columns - 30, 0),
                style: isSelected ? style : theme[.muted])
            if let key = state.keymap.label(action) {
                grid.put(
                    key, row: start + offset, column: max(area.endColumn - key.width - 1, 0),
                    style: isSelected ? style : theme[.key])
            }
        }
        let row = area.endRow - 1
        grid.put(":", row: row, column: area.column, style: theme[.key])
        line.draw(
            into: &grid, row: row, column: area.column + 1, width: max(area.columns - 1, 1),
            style: theme[.normal])
    }
}
