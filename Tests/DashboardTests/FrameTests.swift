import TestSupport
import Testing

/// Bytes that frames of the dashboard cost on a real terminal, through the real driver.
@Suite("Frames on a terminal", .serialized)
struct FrameTests {
    private func start(_ jobs: Int = 60, columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
        let probe = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/dashboard-probe", ["\(jobs)"], columns: columns,
                rows: rows))
        #expect(probe.wait(for: "Overview", seconds: 60))
        probe.drain(quietMilliseconds: 200)
        return probe
    }

    /// What a key makes the program write.
    private func cost(_ probe: PseudoTerminal, _ key: String) -> Int {
        probe.type(key)
        return probe.drain(quietMilliseconds: 200)
    }

    private static let same = "\u{1B}[19~"
    private static let block = "\u{1B}[20~"

    @Test(arguments: [(80, 24), (120, 40), (200, 50)])
    func idleWritesNothing(_ columns: Int, _ rows: Int) throws {
        let probe = try start(columns: columns, rows: rows)
        for tab in ["1", "2", "3", "4", "5"] {
            probe.type(tab)
            probe.drain(quietMilliseconds: 200)
            #expect(cost(probe, Self.same) == 0)
            #expect(cost(probe, Self.block) == 0, "a block in which nothing happened, on screen \(tab)")
        }
        probe.type("q")
        #expect(probe.waitForEnd() == .exited(0))
        #expect(probe.isCooked)
    }

    /// A second in which only ages change costs at most 40 bytes on every screen and detail, also where a minute, an hour
    /// or a day is full: tables show moments, so however many rows share a deadline, what can change at once is the head's
    /// age, the clock above the list and one countdown.
    ///
    /// Midnight UTC may cost a few more, once a day: all digits of the clock change, and if the head's age and a countdown
    /// do in the same second, there are four places to move the cursor to.
    ///
    /// Left out are seconds in which the clock changes more than an age: the state of a job or proposal, its colour when
    /// its last hour begins, stake that becomes free.
    @Test(arguments: [(80, 24), (120, 40), (200, 50)])
    func aSecondCostsLittle(_ columns: Int, _ rows: Int) throws {
        let probe = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/dashboard-probe", ["60", "ticks"], columns: columns,
                rows: rows))
        #expect(probe.waitForEnd(seconds: 300) == .exited(0))
        let frames = MarkedFrame.all(in: probe.output)
        let ticks = frames.filter { $0.kind == "age" }
        #expect(Set(ticks.map(\.view)).count == 9, "five screens and four details")
        #expect(ticks.count > 4_000 && ticks.count > frames.count * 9 / 10)
        let dear =
            ticks.filter { $0.bytes > 40 } + frames.filter { $0.kind == "midnight" && $0.bytes > 48 }
        let words = dear.prefix(20).map { "\($0.bytes) bytes on \($0.view) after \($0.second) s" }
        #expect(dear.isEmpty, "\(words)")
        #expect(ticks.contains { $0.bytes > 0 } && frames.contains { $0.kind == "midnight" })
    }

    @Test func cursorIsOnTheSelectedRow() throws {
        let probe = try start()
        probe.type("2")
        probe.drain(quietMilliseconds: 100)
        probe.type("jj")
        probe.drain(quietMilliseconds: 200)
        #expect(probe.screen.row == 6 && probe.screen.column == 0)
    }

    @Test func resizeAndBack() throws {
        let probe = try start()
        probe.type("2")
        probe.resize(columns: 30, rows: 5)
        #expect(probe.wait(for: "coai needs 40 columns"))
        probe.resize(columns: 120, rows: 40)
        #expect(probe.wait(for: "terms"))
    }
}
