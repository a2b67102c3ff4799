import Cells
import SafeText

/// The last rows: what was said, and what can be done here.
struct Footer {
    let state: AppState

    func draw(into grid: inout CellGrid, _ layout: Layout) {
        let theme = state.theme
        if let toast = state.toast {
            say(toast.text, theme[toast.role], into: &grid, layout.message)
        } else if let problem = problem {
            say(problem, theme[.danger], into: &grid, layout.message)
        }
        let (hints, trailing) = hints
        HintBar(hints, trailing: trailing).draw(
            into: &grid, row: layout.hints.row, column: 0, width: layout.hints.columns, theme: theme)
    }

    /// All of a message: what takes more than its row goes over the list above, up to half of the screen.
    private func say(_ text: SafeText, _ style: Style, into grid: inout CellGrid, _ area: Rect) {
        var block = TextBlock()
        block.add(text, style)
        let rows = min(block.wrapped(columns: area.columns).count, max(area.row / 2, 1))
        let taken = Rect(row: area.row + 1 - rows, column: area.column, rows: rows, columns: area.columns)
        grid.fill(taken, style: state.theme[.normal])
        block.draw(into: &grid, taken)
    }

    /// A node that fails says why for as long as it does.
    private var problem: SafeText? {
        switch state.node {
        case .retrying(let problem), .ended(let problem): problem.message + " (" + problem.code + ")"
        default: nil
        }
    }

    private var hints: ([HintBar.Hint], [HintBar.Hint]) {
        switch state.mode {
        case .filter:
            return (
                [hint("Enter", "keep"), hint("Esc", "undo"), hint("status:open,late", "fields, too")], []
            )
        case .palette: return ([hint("Enter", "do it"), hint("Down", "next"), hint("Esc", "back")], [])
        case .help: return ([hint("Down", "more"), hint("any key", "back")], [])
        case .form:
            return (
                [hint("Enter", "next"), hint("Up", "before"), hint("Ctrl-S", "review"), hint("Esc", "back")],
                []
            )
        case .normal: break
        }
        var hints: [HintBar.Hint] = []
        var trailing: [HintBar.Hint] = []
        let isDetailAlone = state.screen.list != nil && Layout(state).isDetailAlone
        if isDetailAlone, let key = state.keymap.label(.back) { hints.append(hint(key, "list")) }
        for action in Action.allCases {
            guard let label = action.row.hint, let key = state.keymap.label(action),
                action.isAvailable(on: state.screen, isReadOnly: state.isReadOnly)
            else { continue }
            // A value is copied from a detail as well, and from the overview.
            let isOfLists = (action.row.group == .lists && action != .copy) || action == .open
            if isOfLists, state.screen.list == nil || isDetailAlone { continue }
            switch action {
            case .help, .quit: trailing.append(HintBar.Hint(key: key, label: label))
            default: hints.append(HintBar.Hint(key: key, label: label))
            }
        }
        return (hints, trailing)
    }

    private func hint(_ key: SafeText, _ label: SafeText) -> HintBar.Hint {
        HintBar.Hint(key: key, label: label)
    }
}
