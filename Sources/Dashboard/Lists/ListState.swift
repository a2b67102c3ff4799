import Cells
import ComputeNetwork

/// Where a list stands: its order, its filter, its selected row.
struct ListState: Sendable {
    var cursor = ListCursor()
    var sort: Table.Sort?
    /// The line of the filter as it was typed.
    var filter = ""
    /// The selected row, which is kept when rows move.
    private(set) var selected: RowIdentity?
    /// Whether a person has chosen the selected row.
    ///
    /// Then it stays the selected one, wherever it moves; until then it is the first one, whichever that is.
    private var isChosen = false
    /// Rows in the order shown; nil for all, the newest first, so that a long list costs nothing to order.
    private var order: [Int32]?
    private var total = 0
    private var key: Key?

    /// What the order was made from.
    private struct Key: Equatable {
        let version: UInt64
        let sort: Table.Sort?
        let filter: String
    }

    init(sort: Table.Sort?) { self.sort = sort }

    /// How many rows are shown.
    var count: Int { order?.count ?? total }

    /// How many rows there are, all in all.
    var totalCount: Int { total }

    /// The row of the table at a place of the list.
    func row(at place: Int) -> Int? {
        if let order { return order.indices.contains(place) ? Int(order[place]) : nil }
        return (0..<total).contains(place) ? total - 1 - place : nil
    }

    /// The row that is selected.
    var selectedRow: Int? { row(at: cursor.selection) }

    /// Brings the order up to date with a snapshot, and finds the selected row again.
    mutating func refresh(_ screen: ListScreen, _ context: ListContext, version: UInt64) {
        let key = Key(version: version, sort: sort, filter: filter)
        guard key != self.key else { return }
        let isSameRows = self.key?.sort == sort && self.key?.filter == filter
        // While a word is typed, only what matched so far is looked at, in the order that it has.
        let isNarrower =
            self.key?.version == version && self.key?.sort == sort
            && self.key.map { !$0.filter.isEmpty && ListFilter.narrows(filter, from: $0.filter) } == true
        self.key = key
        total = screen.count(context.network)
        if isNarrower, let order {
            let filter = ListFilter(filter)
            self.order = order.filter { filter.matches(screen, context, Int($0)) }
        } else {
            order = makeOrder(screen, context)
        }
        // After another filter or sort the row is looked for, too: a person watches it, not a place.
        find(screen, context, keepsPlace: isSameRows)
    }

    private func makeOrder(_ screen: ListScreen, _ context: ListContext) -> [Int32]? {
        let filter = ListFilter(filter)
        guard sort != nil || !filter.isEmpty else { return nil }
        var rows: [Int32] = []
        rows.reserveCapacity(filter.isEmpty ? total : 0)
        for row in stride(from: total - 1, through: 0, by: -1)
        where filter.isEmpty || filter.matches(screen, context, row) {
            rows.append(Int32(truncatingIfNeeded: row))
        }
        guard let sort else { return rows }
        // Each key is made once; equal ones stay newest first.
        var keyed = rows.map { (key: screen.sortKey(context, Int($0), sort.column), row: $0) }
        keyed.sort { left, right in
            if left.key == right.key { return left.row > right.row }
            return sort.ascending ? left.key < right.key : right.key < left.key
        }
        return keyed.map(\.row)
    }

    private mutating func find(_ screen: ListScreen, _ context: ListContext, keepsPlace: Bool) {
        defer { remember(screen, context) }
        guard let selected else { return cursor.select(cursor.selection, count: count) }
        func isSelected(_ place: Int) -> Bool {
            row(at: place).map { screen.identity(context.network, $0) == selected } == true
        }
        // It is most often where it was, or a few rows further down; the list may have become shorter than that.
        let start = min(cursor.selection, max(count - 1, 0))
        let near = max(start - 64, 0)..<min(start + 64, count)
        if let place = near.first(where: isSelected) ?? (0..<count).first(where: isSelected) {
            // Who has chosen none looks at the newest, and wants to go on doing so.
            if !isChosen, cursor.selection == 0, cursor.top == 0, keepsPlace { return }
            let distance = place - cursor.selection
            cursor.select(place, count: count)
            if keepsPlace { cursor.scroll(by: distance, rows: 1, count: count) }
            cursor.select(place, count: count)
        } else {
            cursor.select(cursor.selection, count: count)
        }
    }

    /// Notes that a person means the row that is selected.
    mutating func choose(_ screen: ListScreen, _ context: ListContext) {
        isChosen = true
        remember(screen, context)
    }

    private mutating func remember(_ screen: ListScreen, _ context: ListContext) {
        selected = selectedRow.map { screen.identity(context.network, $0) }
    }
}
