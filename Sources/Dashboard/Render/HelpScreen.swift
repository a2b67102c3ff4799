import Cells
import SafeText

/// All keys, from the table of actions.
struct HelpScreen {
    let state: AppState

    func draw(into grid: inout CellGrid, _ area: Rect, top: Int) {
        let theme = state.theme
        var block = TextBlock()
        for group in Action.Group.allCases {
            let actions = Action.allCases.filter { $0.row.group == group }
            block.add(group.title, theme[.title])
            for action in actions {
                let keys = state.keymap.keys(action).map { SafeText(cleaning: $0, maximumLength: 20) }
                var text = SafeText.empty
                for (index, key) in keys.enumerated() { text += (index == 0 ? "" : " ") + key }
                if keys.isEmpty { text = ":\(action.rawValue)" }
                let row = action.row
                let isAway = !action.isAvailable(on: state.screen, isReadOnly: state.isReadOnly)
                block.add(
                    [
                        Span("  " + text.padded(to: 24), theme[.key]),
                        Span(row.description, theme[isAway ? .muted : .normal]),
                        Span(screens(row), theme[.muted]),
                    ], hangingIndent: 26)
            }
            block.add(.empty)
        }
        block.add(
            "In the filter: words, and fields such as status:open,funded provider:gpu type:render",
            theme[.hint])
        let lines = block.wrapped(columns: area.columns - 2).count
        block.draw(into: &grid, area.inset(columns: 1), top: min(top, max(lines - area.rows, 0)))
    }

    private func screens(_ row: Action.Row) -> SafeText {
        guard !row.screens.isEmpty else { return .empty }
        var text: SafeText = "  on"
        for screen in ScreenID.allCases where row.screens.contains(screen) { text += " " + screen.title }
        return text
    }
}
