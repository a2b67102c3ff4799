/// The selected row of a list and the first one that is shown.
public struct ListCursor: Sendable, Hashable {
    /// The selected row, counted from 0.
    public private(set) var selection = 0

    /// The first row shown.
    public private(set) var top = 0

    /// At the first row.
    public init() {}

    /// Moves the selection by so many rows and stops at the ends.
    public mutating func move(by distance: Int, count: Int) {
        let (target, overflow) = selection.addingReportingOverflow(distance)
        select(overflow ? (distance < 0 ? 0 : count - 1) : target, count: count)
    }

    /// Selects a row, or the nearest that there is.
    public mutating func select(_ row: Int, count: Int) {
        selection = min(max(row, 0), max(count - 1, 0))
    }

    /// Moves the view by so many rows; the selection stays unless it would leave the view.
    public mutating func scroll(by distance: Int, rows: Int, count: Int) {
        let (target, overflow) = top.addingReportingOverflow(distance)
        top = min(max(overflow ? 0 : target, 0), max(count - rows, 0))
        select(min(max(selection, top), top + max(rows - 1, 0)), count: count)
    }

    /// Scrolls as little as needed to show the selection among `rows` rows.
    public mutating func show(rows: Int, count: Int) {
        select(selection, count: count)
        guard rows > 0 else {
            top = selection
            return
        }
        if selection < top { top = selection }
        if selection - top >= rows { top = selection - rows + 1 }
        top = max(min(top, count - rows), 0)
    }
}
