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

    private static let second = "\u{1B}[18~"
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

    @Test func aSecondCostsLittle() throws {
        let probe = try start()
        for tab in ["2", "3", "4"] {
            probe.type(tab)
            probe.drain(quietMilliseconds: 200)
            for _ in 0..<4 {
                let bytes = cost(probe, Self.second)
                #expect(bytes > 0 && bytes <= 40, "\(bytes) bytes on screen \(tab)")
            }
        }
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
