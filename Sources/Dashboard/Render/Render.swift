import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// Draws the dashboard: the same state gives the same grid.
public func render(_ state: AppState, into grid: inout CellGrid) {
    let theme = state.theme
    grid.clear(style: theme[.normal])
    grid.cursor = nil
    guard state.columns >= Layout.minimumColumns, state.rows >= Layout.minimumRows else {
        let text: SafeText = "coai needs \(Layout.minimumColumns) columns and \(Layout.minimumRows) rows"
        grid.put(text, row: 0, column: 0, width: state.columns, style: theme[.warning])
        return
    }
    let layout = Layout(state)
    Header(state: state).draw(into: &grid, layout.header)
    TabBar(ScreenID.allCases.map(\.title), active: ScreenID.allCases.firstIndex(of: state.screen) ?? 0)
        .draw(into: &grid, row: layout.tabs.row, column: 0, width: state.columns, theme: theme)
    switch state.mode {
    case .form(let form):
        form.draw(
            into: &grid, layout.title.rows > 0 ? union(layout.title, layout.body) : layout.body, theme: theme)
    case .help(let top):
        HelpScreen(state: state).draw(into: &grid, union(layout.title, layout.body), top: top)
    default: drawBody(state, layout, into: &grid)
    }
    Footer(state: state).draw(into: &grid, layout)
    if case .palette(let palette) = state.mode {
        palette.draw(into: &grid, union(layout.body, layout.message), state: state)
    }
}

private func union(_ top: Rect, _ bottom: Rect) -> Rect {
    Rect(
        row: min(top.row, bottom.row), column: bottom.column, rows: top.rows + bottom.rows,
        columns: bottom.columns)
}

private func drawBody(_ state: AppState, _ layout: Layout, into grid: inout CellGrid) {
    let theme = state.theme
    guard let screen = state.screen.list else {
        if state.snapshot == nil { return drawWaiting(state, layout.body, into: &grid) }
        drawDetail(state, layout, layout.detail, into: &grid)
        return
    }
    drawTitle(state, screen, layout.title, into: &grid)
    if state.snapshot == nil { return drawWaiting(state, layout.body, into: &grid) }
    if layout.list.rows > 0 { drawList(state, screen, layout.list, into: &grid) }
    guard layout.detail.rows > 0 else { return }
    var area = layout.detail
    if layout.isWide {
        for row in 0..<area.rows {
            grid.put(theme.glyphs.vertical, row: area.row + row, column: area.column, style: theme[.border])
        }
        area = area.splitLeft(2).rest
    }
    let cursor = grid.cursor
    drawDetail(state, layout, area, into: &grid)
    grid.cursor = cursor ?? Position(row: layout.detail.row, column: layout.detail.column)
}

/// The detail from its scroll position on; where more follows, the last row says how much, and covers nothing.
private func drawDetail(_ state: AppState, _ layout: Layout, _ area: Rect, into grid: inout CellGrid) {
    guard area.rows > 0, let block = state.detailBlock(width: layout.detailWidth) else { return }
    let lines = block.wrapped(columns: layout.detailWidth)
    let rest = max(lines.count - state.detailTop, 0)
    let shown = rest > area.rows ? area.rows - 1 : rest
    for (offset, line) in lines.dropFirst(state.detailTop).prefix(shown).enumerated() {
        grid.put(line, row: area.row + offset, column: area.column, width: area.columns)
    }
    guard shown < rest else { return }
    let key: SafeText =
        layout.isWide ? state.keymap.label(.detailDown) ?? "" : state.keymap.label(.down) ?? ""
    grid.put(
        "\(rest - shown) more lines: " + key, row: area.endRow - 1, column: area.column, width: area.columns,
        style: state.theme[.hint])
}

private func drawTitle(_ state: AppState, _ screen: ListScreen, _ area: Rect, into grid: inout CellGrid) {
    let theme = state.theme
    let list = state.list
    var column = grid.put(state.screen.title, row: area.row, column: 0, style: theme[.title]) + 2
    let counts: SafeText =
        list.filter.isEmpty ? "\(list.totalCount)" : "\(list.count) of \(list.totalCount)"
    column += grid.put(counts, row: area.row, column: column, style: theme[.normal]) + 3
    if case .filter(let line, _) = state.mode {
        column += grid.put("filter: ", row: area.row, column: column, style: theme[.key])
        line.draw(
            into: &grid, row: area.row, column: column, width: max(state.columns - column - 1, 1),
            style: theme[.selection])
    } else if !list.filter.isEmpty {
        column += grid.put("filter: ", row: area.row, column: column, style: theme[.muted])
        grid.put(
            SafeText(cleaning: list.filter), row: area.row, column: column,
            width: max(state.columns - column, 0),
            style: theme[.accent])
    } else if state.snapshot != nil {
        // What the times of the list are to be compared with.
        let clock = Ages.clock(state.chainNow)
        guard column + clock.width < state.columns else { return }
        grid.put(clock, row: area.row, column: state.columns - clock.width, style: theme[.muted])
    }
}

private func drawList(_ state: AppState, _ screen: ListScreen, _ area: Rect, into grid: inout CellGrid) {
    let list = state.list
    let context = state.context
    let isFiltering = if case .filter = state.mode { true } else { false }
    let cursor = grid.cursor
    Table(columns: screen.columns, rowCount: list.count, cursor: list.cursor, sort: list.sort).draw(
        into: &grid, area, theme: state.theme
    ) { place, line in
        if let row = list.row(at: place) { screen.draw(context, row, &line) }
    }
    if isFiltering { grid.cursor = cursor }
    guard list.count == 0 else { return }
    let text: SafeText =
        list.totalCount == 0 ? screen.empty : "No \(screen.noun) match the filter. Esc clears it."
    grid.put(
        text, row: area.row + 2, column: area.column + 2, width: max(area.columns - 3, 0),
        style: state.theme[.muted])
}

/// Why nothing is shown yet, and what to do about it.
private func drawWaiting(_ state: AppState, _ area: Rect, into grid: inout CellGrid) {
    let theme = state.theme
    var block = TextBlock()
    switch state.node {
    case .connecting: block.add("Connecting to the node ...", theme[.normal])
    case .syncing(let number, let target):
        block.add("Reading the history: block \(number) of \(target)", theme[.normal])
        let share = target == 0 ? 0 : Int(min(number, target) * 10_000 / max(target, 1))
        block.add(
            Bar(filledBasisPoints: share).text(
                width: max(min(area.columns - 4, 60), 4), glyphs: theme.glyphs), theme[.accent])
    case .live: block.add("Reading ...", theme[.normal])
    case .retrying(let problem), .ended(let problem):
        block.add(problem.message, theme[.danger])
        block.add("(" + problem.code + ")", theme[.muted])
        if problem.hint != .empty { block.add(problem.hint, theme[.hint]) }
        if case .retrying = state.node { block.add("It is tried again by itself; q leaves.", theme[.muted]) }
    }
    block.draw(into: &grid, area.inset(rows: 1, columns: 2))
}
