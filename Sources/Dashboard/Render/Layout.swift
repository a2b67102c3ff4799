import Cells

/// Where things stand on the screen: the same places everywhere.
struct Layout {
    /// Columns from which the detail stands beside the list.
    static let wideColumns = 110
    /// Smallest terminal that the dashboard is drawn on.
    static let minimumColumns = 40
    static let minimumRows = 12

    let header: Rect
    let tabs: Rect
    let title: Rect
    let body: Rect
    let message: Rect
    let hints: Rect
    /// The list, and the detail beside it; one of them empty where there is one only.
    let list: Rect
    let detail: Rect
    let isWide: Bool

    init(_ state: AppState) {
        let all = Rect(row: 0, column: 0, rows: state.rows, columns: state.columns)
        var rest = all
        (header, rest) = rest.splitTop(1)
        (tabs, rest) = rest.splitTop(1)
        (rest, hints) = rest.splitBottom(1)
        (rest, message) = rest.splitBottom(1)
        let isList = state.screen.list != nil
        (title, rest) = rest.splitTop(isList ? 1 : 0)
        body = rest
        isWide = isList && state.columns >= Self.wideColumns && !state.isPaneHidden
        if isWide {
            let width = min(max(state.columns * 2 / 5, 48), 86)
            (list, detail) = body.splitRight(width)
        } else if isList, !state.isDetailOpen {
            list = body
            detail = Rect(row: body.row, column: body.column, rows: 0, columns: 0)
        } else {
            list = Rect(row: body.row, column: body.column, rows: 0, columns: 0)
            detail = body
        }
    }

    /// Rows of data in the list.
    var listRows: Int { max((list.rows > 0 ? list : body).rows - 1, 0) }
    /// Columns and rows of the detail's text.
    var detailWidth: Int { max(detail.columns - (isWide ? 2 : 1), 1) }
    var detailRows: Int { max(detail.rows, 1) }
    /// Whether the detail stands in place of the list.
    var isDetailAlone: Bool { detail.rows > 0 && !isWide }
}
