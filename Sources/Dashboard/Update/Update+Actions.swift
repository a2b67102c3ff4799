import Cells
import ComputeNetwork
import Ethereum
import SafeText

extension AppState {
    /// Does what a key or the palette asks for.
    mutating func perform(_ action: Action) -> [Effect] {
        guard action.isAvailable(on: screen, isReadOnly: isReadOnly) else {
            let row = action.row
            if row.changes, isReadOnly {
                say(
                    account == nil
                        ? "start coai with --account ADDRESS to act"
                        : "read-only: nothing can be signed here", .warning)
            }
            return []
        }
        switch action {
        case .quit: return [.quit]
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .refresh:
            say("asking the node again", .muted, seconds: 2)
            return [.refresh]
        case .palette: mode = .palette(Palette())
        case .help: mode = .help(top: 0)
        case .filter:
            guard screen.list != nil else { return [] }
            mode = .filter(InputLine(list.filter), before: list.filter)
        case .sort: sortByNextColumn()
        case .copy: return copySelected()
        case .reverse: list.sort?.ascending.toggle()
        case .screenOverview: show(.overview)
        case .screenJobs: show(.jobs)
        case .screenProviders: show(.providers)
        case .screenGovernance: show(.governance)
        case .screenActivity: show(.activity)
        case .screenNext: showNeighbour(1)
        case .screenPrevious: showNeighbour(-1)
        case .open:
            chooseSelected()
            if screen.list != nil, list.selectedRow != nil { isDetailOpen = true }
        case .back: goBack()
        case .toggleDetail:
            isPaneHidden.toggle()
            isDetailOpen = false
            detailTop = 0
        default:
            if move(action) { return [] }
            return act(action)
        }
        return []
    }

    private mutating func show(_ next: ScreenID) {
        guard next != screen else { return }
        screen = next
        detailTop = 0
        isDetailOpen = false
    }

    private mutating func showNeighbour(_ distance: Int) {
        let all = ScreenID.allCases
        let place = all.firstIndex(of: screen) ?? 0
        show(all[(place + distance + all.count) % all.count])
    }

    private mutating func goBack() {
        if isDetailOpen, !Layout(self).isWide {
            isDetailOpen = false
            detailTop = 0
        } else if !list.filter.isEmpty {
            list.filter = ""
        } else {
            toast = nil
        }
    }

    /// From no order over every column back to no order, which is the newest first.
    private mutating func sortByNextColumn() {
        guard let columns = screen.list?.columns else { return }
        let next = (list.sort?.column ?? -1) + 1
        list.sort =
            next < columns.count ? Table.Sort(column: next, ascending: true) : screen.list?.defaultSort
        say(
            list.sort.map { sort in "sorted by " + columns[sort.column].title } ?? "the newest first", .muted,
            seconds: 3)
    }

    /// Moves in the list or the detail; false for another action.
    private mutating func move(_ action: Action) -> Bool {
        let layout = Layout(self)
        let page = max(layout.listRows, 1)
        if screen.list == nil || (isDetailOpen && !layout.isWide) {
            switch action {
            case .down, .scrollDown, .detailDown: scrollDetail(1)
            case .up, .scrollUp, .detailUp: scrollDetail(-1)
            case .pageDown: scrollDetail(max(layout.body.rows - 1, 1))
            case .pageUp: scrollDetail(-max(layout.body.rows - 1, 1))
            case .halfPageDown: scrollDetail(max(layout.body.rows / 2, 1))
            case .halfPageUp: scrollDetail(-max(layout.body.rows / 2, 1))
            case .first: detailTop = 0
            case .last: scrollDetail(100_000)
            default: return false
            }
            return true
        }
        let count = list.count
        switch action {
        case .down: list.cursor.move(by: 1, count: count)
        case .up: list.cursor.move(by: -1, count: count)
        case .pageDown: list.cursor.move(by: page, count: count)
        case .pageUp: list.cursor.move(by: -page, count: count)
        case .halfPageDown: list.cursor.move(by: max(page / 2, 1), count: count)
        case .halfPageUp: list.cursor.move(by: -max(page / 2, 1), count: count)
        case .first: list.cursor.select(0, count: count)
        case .last: list.cursor.select(count - 1, count: count)
        case .scrollDown: list.cursor.scroll(by: 1, rows: page, count: count)
        case .scrollUp: list.cursor.scroll(by: -1, rows: page, count: count)
        case .detailDown:
            scrollDetail(1)
            return true
        case .detailUp:
            scrollDetail(-1)
            return true
        default: return false
        }
        detailTop = 0
        chooseSelected()
        return true
    }

    /// What is done from here on is done with the row that is selected now.
    mutating func chooseSelected() {
        if let screen = screen.list { list.choose(screen, context) }
    }

    private mutating func scrollDetail(_ distance: Int) {
        chooseSelected()
        let layout = Layout(self)
        let lines = detailBlock(width: layout.detailWidth)?.wrapped(columns: layout.detailWidth).count ?? 0
        detailTop = min(max(detailTop + distance, 0), max(lines - layout.detailRows, 0))
    }

    /// The text of the detail pane, or of the overview.
    func detailBlock(width: Int) -> TextBlock? {
        guard let screen = screen.list else {
            return OverviewScreen(state: self, context: context).block(width: width)
        }
        guard let row = list.selectedRow else { return nil }
        return screen.detail(context, row, width)
    }

    // MARK: What is selected

    var selectedJob: Job? {
        guard screen == .jobs, let row = list.selectedRow else { return nil }
        return snapshot?.state.jobs[row]
    }

    var selectedProvider: Provider? {
        guard screen == .providers, let row = list.selectedRow else { return nil }
        return snapshot?.state.providers[row]
    }

    var selectedProposal: Proposal? {
        guard screen == .governance, let row = list.selectedRow else { return nil }
        return snapshot?.state.proposals[row]
    }
}
