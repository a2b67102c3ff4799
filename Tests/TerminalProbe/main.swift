// A program for tests of the terminal driver: shows a table, and does what its keys say.
import Cells
import Glibc
import SafeText
import Terminal

var options = TerminalOptions()
if CommandLine.arguments.contains("borrowed") {
    options = .borrowed(locale: getenv("LANG").map { String(cString: $0) }, color: .auto)
}
if CommandLine.arguments.contains("mono") { options.color = .never }
if CommandLine.arguments.contains("mouse") { options.mouse = true }

@MainActor func makeDriver() -> TerminalDriver {
    do {
        return try TerminalDriver(options: options)
    } catch {
        print(error.code, error.message, error.hint, separator: "\n")
        exit(7)
    }
}

/// What a thread does that takes signals while the first is busy with another.
nonisolated func takeSignals(_: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    while true { pause() }
}

if CommandLine.arguments.contains("thread") {
    var thread = pthread_t()
    pthread_create(&thread, nil, takeSignals, nil)
}

if CommandLine.arguments.contains("cycles") {
    // Many drivers in sequence; the last line says how much memory they took.
    func residentKilobytes() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss
    }
    @MainActor func cycle() {
        let driver = makeDriver()
        var grid = CellGrid(columns: driver.size.columns, rows: driver.size.rows)
        grid.put("cycle", row: 0, column: 0)
        _ = try? driver.present(grid)
        driver.close()
    }
    for _ in 0..<100 { cycle() }
    let before = residentKilobytes()
    for _ in 0..<500 { cycle() }
    print("grown by \(residentKilobytes() - before) kB")
    exit(0)
}

let driver = makeDriver()
var note: SafeText = "ready"
var count = 0
var columns = driver.size.columns
var rows = driver.size.rows

@MainActor func show() {
    var grid = CellGrid(columns: columns, rows: rows)
    let theme = Theme.mono
    grid.put("probe \(columns)x\(rows)", row: 0, column: 0, style: theme[.title])
    grid.put("\u{754C}e\u{301}\u{2500}", row: 1, column: 0, style: Style(foreground: .ansi(9)))
    for row in 2..<max(rows - 1, 2) { grid.put("row \(row) of the table, \(count)", row: row, column: 0) }
    grid.put(note, row: rows - 1, column: 0)
    grid.cursor = Position(row: 2, column: 0)
    let before = driver.bytesWritten
    _ = try? driver.present(grid)
    if CommandLine.arguments.contains("count") { note = "wrote \(driver.bytesWritten - before)" }
}

show()
loop: while let burst = driver.nextBurst(timeoutMilliseconds: -1) {
    for event in burst.events {
        switch event {
        case .hangup: break loop
        case .wake: break
        case .resize(let newColumns, let newRows):
            columns = newColumns
            rows = newRows
            note = "resized"
        case .paste(let text): note = "paste \(text)"
        case .key(let key):
            switch key.name {
            case "q": break loop
            case "E": exit(0)
            case "T": fatalError("a deliberate trap")
            case "A": abort()
            case "ctrl-z": driver.stop()
            case "L":
                driver.suspend()
                // Lent until a line is entered, so that a test need not be quick to look.
                print("lent")
                _ = readLine()
                driver.resume()
            case "n": count += 1
            case "i":
                // The same grid twice: the second must cost nothing.
                show()
                let before = (driver.bytesWritten, driver.framesWritten)
                show()
                let same = before == (driver.bytesWritten, driver.framesWritten)
                note = same ? "idle 0" : "idle wrote"
            default: note = "key \(key.name) keys \(burst.events.count) bytes \(burst.byteCount)"
            }
        }
    }
    show()
}
driver.close()
driver.close()
print("bye")
