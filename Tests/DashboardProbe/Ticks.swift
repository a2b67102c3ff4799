import Cells
import ComputeNetwork
import Dashboard
import Ethereum
import Glibc
import SafeText
import Terminal

/// Lets seconds pass on every screen and every detail, and ends each frame with a marker that says what it was.
///
/// The markers are operating-system commands, which a terminal swallows; whoever reads the terminal counts the bytes
/// between them.
struct Ticks {
    let start: AppState
    let snapshot: NetworkSnapshot
    let driver: TerminalDriver

    /// From which seconds after the head time passes: over the borders of minutes, of an hour, of a day and of a date.
    var windows: [UInt64] { [1, 3_540, 86_340, 86_400 - snapshot.head.timestamp % 86_400 - 65] }
    /// How much time passes.
    static let seconds: UInt64 = 130

    func run() throws(TerminalError) {
        for screen in 1...5 {
            for isDetail in screen == 1 ? [false] : [false, true] {
                for window in windows { try pass(screen, isDetail, window) }
            }
        }
    }

    private func pass(_ screen: Int, _ isDetail: Bool, _ from: UInt64) throws(TerminalError) {
        var state = start
        var grid = CellGrid(columns: driver.size.columns, rows: driver.size.rows)
        var now = snapshot.head.timestamp + from
        func show(_ kind: String) throws(TerminalError) {
            render(state, into: &grid)
            try driver.present(grid)
            mark("\(kind);\(screen);\(isDetail ? 1 : 0);\(now - snapshot.head.timestamp)")
        }
        for event in [
            Event.resize(columns: driver.size.columns, rows: driver.size.rows), .tick(now: now),
            .key(name: String(screen), character: nil), .key(name: "j", character: nil),
        ] { _ = update(&state, event) }
        if isDetail { _ = update(&state, .key(name: "enter", character: nil)) }
        block(&state, now)
        try show("other")
        for second in 0..<Self.seconds {
            // A head of now and then: its age is what ticks in seconds.
            if second % 48 == 0 {
                block(&state, now)
                try show("other")
            }
            let before = facts(now)
            now += 1
            _ = update(&state, .tick(now: now))
            try show(facts(now) != before ? "other" : now % 86_400 == 0 ? "midnight" : "age")
        }
    }

    private func block(_ state: inout AppState, _ now: UInt64) {
        let head = snapshot.head
        let next = BlockHeader(
            number: head.number, hash: head.hash, parentHash: head.parentHash, timestamp: now,
            baseFeePerGas: head.baseFeePerGas, gasLimit: head.gasLimit)
        _ = update(
            &state,
            .network(NetworkSnapshot(version: snapshot.version, head: next, state: snapshot.state)))
    }

    /// What the clock alone changes beside ages: states of jobs and proposals, what becomes urgent (the last hour of a
    /// job's time has another colour), and stake that becomes free.
    private func facts(_ now: UInt64) -> [UInt64] {
        snapshot.state.jobs.flatMap { job in
            let next = job.nextTime(now: now)
            let urgency: UInt64 = next <= now ? 2 : next - now < 3_600 ? 1 : 0
            return [UInt64(job.status(now: now).rawValue), job.isLate(now: now) ? 1 : 0, urgency]
        } + snapshot.state.proposals.map { UInt64($0.state(now: now).rawValue) }
            + snapshot.state.unbondings.map { $0.availableAt <= now ? 1 : 0 }
            + snapshot.state.providers.map { $0.jailedUntil > now ? 1 : 0 }
    }

    private func mark(_ text: String) {
        let bytes = Array("\u{1B}]777;\(text)\u{7}".utf8)
        _ = write(1, bytes, bytes.count)
    }
}
