import Cells

/// A grid as a golden shows it: each row quoted, then the styles by letter with what each means.
func golden(_ grid: CellGrid, styles: Bool = true) -> String {
    var lines = grid.lines.map { "|" + $0 + "|" }
    guard styles else { return lines.joined(separator: "\n") }
    let map = grid.styleMap
    lines += map.lines.map { ":" + $0 + ":" }
    lines += map.legend.map { "\($0.letter) \($0.style)" }
    return lines.joined(separator: "\n")
}
