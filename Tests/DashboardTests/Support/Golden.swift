import Cells
import Foundation
import Testing

/// Compares a screen, its styles and its cursor with a file in `Goldens`; with COAI_RECORD set, writes it first.
///
/// A recorded golden is read by a person before it is committed.
func expectGolden(
    _ grid: CellGrid, _ name: String, _ location: SourceLocation = #_sourceLocation
) throws {
    let map = grid.styleMap
    var lines = grid.lines.map { "|\($0)|" } + map.lines.map { ":\($0):" }
    lines += map.legend.map { "\($0.letter) \($0.style)" }
    lines.append(grid.cursor.map { "cursor \($0.row) \($0.column)" } ?? "no cursor")
    let text = lines.joined(separator: "\n") + "\n"
    let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()
    let file = folder.appendingPathComponent("Goldens/\(name).txt")
    if ProcessInfo.processInfo.environment["COAI_RECORD"] != nil {
        try Data(text.utf8).write(to: file)
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(text == golden, "\(name)", sourceLocation: location)
}
