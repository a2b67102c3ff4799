import Cells
import ComputeNetwork
import Dashboard
import Foundation
import NetworkSamples
import StrictJSON
import Terminal
import Themes

/// The dashboard over 100,000 jobs, on this process's terminal: what `benchDashboard` runs in a pseudo-terminal.
///
/// Says what happens on the descriptor in COAI_BENCH_NOTES: `ready` once the jobs are in memory, `frame BYTES SECONDS`
/// after each frame. On the terminal, `!` changes ten jobs that are shown, `=` draws without a change, and the rest
/// are the dashboard's keys.
func showJobsOnThisTerminal() -> Int32 {
    guard let text = ProcessInfo.processInfo.environment["COAI_BENCH_NOTES"], let descriptor = Int32(text),
        let keymap = try? Keymap.builtin("vim"), let json = BuiltinThemes.json("dark"),
        let theme = try? Theme.parse(try .parse(json))
    else { return 1 }
    let notes = FileHandle(fileDescriptor: descriptor)
    var table = JobTable(count: 100_000)
    var state = AppState(
        profile: table.profile, account: nil, keymap: keymap, theme: theme, now: table.now)
    var snapshot = table.snapshot
    notes.write(Data("ready\n".utf8))
    var start = wallSeconds()
    guard let driver = try? TerminalDriver(descriptor: 0) else { return 1 }
    defer { driver.close() }
    var grid = CellGrid(columns: driver.size.columns, rows: driver.size.rows)
    let show = {
        render(state, into: &grid)
        let bytes = (try? driver.present(grid)) ?? -1
        notes.write(Data("frame \(bytes) \(wallSeconds() - start)\n".utf8))
    }
    _ = update(&state, .resize(columns: driver.size.columns, rows: driver.size.rows))
    _ = update(&state, .node(.live(isSubscribed: true)))
    _ = update(&state, .network(snapshot))
    // The list alone, as the table in C is: the detail beside it changes with every step.
    for key in ["2", "p"] { _ = update(&state, .key(name: key, character: Unicode.Scalar(key))) }
    show()
    while true {
        let event = driver.nextEvent(timeoutMilliseconds: -1)
        start = wallSeconds()
        switch event {
        case .key(let key) where key.name == "q": return 0
        case .key(let key) where key.name == "!":
            table.change(rows: 10, from: 99_980)
            snapshot = table.snapshot
            _ = update(&state, .network(snapshot))
        case .key(let key) where key.name == "=": break
        case .key(let key): _ = update(&state, .key(name: key.name, character: key.character))
        case .hangup: return 0
        default: continue
        }
        show()
    }
}
