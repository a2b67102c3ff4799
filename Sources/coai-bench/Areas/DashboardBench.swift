import Foundation

/// The dashboard over 100,000 jobs at 200x50, against the table of the same size that C draws with ncurses.
func benchDashboard(_ report: inout Report) {
    guard let peer = CursesTable() else {
        return report.absent("dashboard", "no C compiler, ncurses headers or shared bench folder")
    }
    let program = Place.products.appendingPathComponent("coai-bench").path
    var firsts: [Double] = []
    var peerFirsts: [Double] = []
    for _ in 0..<7 {
        guard let dashboard = TerminalProgram(program, ["--jobs-on-this-terminal"]),
            dashboard.note() == "ready"
        else { return report.absent("dashboard", "it did not start") }
        guard let frame = dashboard.frame(), let seconds = peer.firstFrameSeconds() else {
            return report.absent("dashboard", "no first frame")
        }
        firsts.append(frame.seconds)
        peerFirsts.append(seconds)
    }
    // Both from data in memory to the frame's last byte: what a process costs by itself is not the table's.
    let (first, peerFirst) = (median(firsts), median(peerFirsts) - (spawnSeconds("/bin/true", []) ?? 0))
    report.line(
        "first frame of 100,000 jobs", first * 1e3, "ms", ratio: first / peerFirst,
        against: "C ncurses table", limit: .atMost(1.5))
    measureFrames(&report, program, peer)
}

private func measureFrames(_ report: inout Report, _ program: String, _ peer: CursesTable) {
    guard let dashboard = TerminalProgram(program, ["--jobs-on-this-terminal"]), dashboard.note() == "ready",
        dashboard.frame() != nil
    else { return report.absent("dashboard frames", "it did not start") }
    /// Bytes of the frame after a key.
    func press(_ key: String) -> Int {
        dashboard.type(key)
        return dashboard.frame()?.bytes ?? 0
    }
    // Ten changed cells, each a price.
    let cells = (0..<50).reduce(0) { sum, _ in sum + press("!") } / 50
    report.line(
        "10 cells change", Double(cells), "bytes", ratio: Double(cells) / peer.bytesPerFrame("cells"),
        against: "C ncurses table", limit: .atMost(1.1))
    let idle = (0..<20).reduce(0) { sum, _ in sum + press("=") }
    report.line(
        "nothing changes", Double(idle), "bytes", ratio: Double(idle), against: "0 bytes", limit: .atMost(0))
    // Down to the last row that is shown; after that each step scrolls by a line.
    for _ in 0..<60 { _ = press("j") }
    let lines = (0..<100).reduce(0) { sum, _ in sum + press("j") } / 100
    report.line(
        "scroll a line", Double(lines), "bytes", ratio: Double(lines) / peer.bytesPerFrame("line"),
        against: "C ncurses table", limit: .atMost(1.1))
    let memory = Double(dashboard.residentBytes) / 1e6
    report.line(
        "memory with 100,000 jobs", memory, "MB", ratio: memory / 120, against: "120 MB", limit: .atMost(1))
}

extension TerminalProgram {
    /// Bytes of the next frame, and seconds since the event that it answers.
    func frame() -> (bytes: Int, seconds: Double)? {
        guard let words = note()?.split(separator: " "), words.count == 3, words[0] == "frame",
            let bytes = Int(words[1]), let seconds = Double(words[2])
        else { return nil }
        return (bytes, seconds)
    }
}

/// The table of 100,000 rows in C, built for this run.
private struct CursesTable {
    private let program: String
    private let folder: URL

    init?() {
        guard let source = Place.peers?.appendingPathComponent("nc_table.c") else { return nil }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("coai-bench-\(getpid())")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        program = folder.appendingPathComponent("nc_table").path
        let compiler = URL(fileURLWithPath: "/usr/bin/cc")
        guard output(of: compiler, ["-O2", "-w", source.path, "-o", program, "-lncursesw"]) != nil else {
            return nil
        }
    }

    /// Wall seconds from the start of the process to its end, with one frame drawn.
    func firstFrameSeconds() -> Double? {
        let start = wallSeconds()
        guard run("none", frames: 0) != nil else { return nil }
        return wallSeconds() - start
    }

    /// Bytes of a frame of a kind: all of 100 frames, less what begin and end write.
    func bytesPerFrame(_ kind: String) -> Double {
        guard let some = run(kind, frames: 0), let more = run(kind, frames: 100) else { return .infinity }
        return Double(more - some) / 100
    }

    private func run(_ kind: String, frames: Int) -> Int? {
        let result = folder.appendingPathComponent("result").path
        guard let table = TerminalProgram(program, [kind, "0", String(frames), result]), table.readToEnd()
        else {
            return nil
        }
        return table.bytes
    }
}
