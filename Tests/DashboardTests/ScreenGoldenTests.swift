import Cells
import Dashboard
import Testing

/// What screens look like, characters and styles.
@Suite("Screens as goldens")
struct ScreenGoldenTests {
    private static let sizes = [(80, 24), (120, 40), (40, 12)]

    @Test(arguments: ScreenID.allCases, sizes)
    func screens(_ screen: ScreenID, _ size: (Int, Int)) throws {
        var person = try Person(columns: size.0, rows: size.1)
        person.press(String((ScreenID.allCases.firstIndex(of: screen) ?? 0) + 1), "j")
        try expectGolden(person.grid, "\(screen.rawValue)-\(size.0)x\(size.1)")
    }

    @Test(arguments: ["2", "3", "4", "5"])
    func details(_ tab: String) throws {
        var person = try Person()
        person.press(tab, "enter")
        try expectGolden(person.grid, "detail-\(tab)-80x24")
    }

    @Test func mono() throws {
        var theme = Theme.mono
        theme.glyphs = .ascii
        var person = try Person(columns: 120, rows: 30, theme: theme)
        person.press("4")
        try expectGolden(person.grid, "governance-mono-120x30")
    }

    @Test func help() throws {
        var person = try Person()
        person.press("2", "?")
        try expectGolden(person.grid, "help-80x24")
    }

    @Test func palette() throws {
        var person = try Person()
        person.press("2", ":")
        person.type("app")
        try expectGolden(person.grid, "palette-80x24")
    }

    @Test func filter() throws {
        var person = try Person()
        person.press("2", "/")
        person.type("status:open,running zk")
        try expectGolden(person.grid, "filter-80x24")
    }

    @Test(arguments: [(80, 24), (40, 12)])
    func form(_ columns: Int, _ rows: Int) throws {
        var person = try Person(columns: columns, rows: rows)
        person.press("2", "o")
        try expectGolden(person.grid, "form-order-\(columns)x\(rows)")
    }

    @Test func formWithAProblem() throws {
        var person = try Person()
        person.press("2", "o")
        person.replace("llama-3-70b")
        person.press("tab")
        person.replace("")
        person.press("ctrl-s")
        try expectGolden(person.grid, "form-problem-80x24")
    }

    @Test func nothingYet() throws {
        var person = try Person(nil)
        try expectGolden(person.grid, "connecting-80x24")
        person.press("2")
        person.take(.node(.syncing(block: 1_250, target: 5_000)))
        try expectGolden(person.grid, "syncing-80x24")
        person.take(
            .node(
                .retrying(
                    .init(
                        code: "node.connect", message: "127.0.0.1:8545 refused the connection",
                        hint: "is the node running?"))))
        try expectGolden(person.grid, "retrying-80x24")
    }

    @Test(arguments: ScreenID.allCases)
    func emptyNetwork(_ screen: ScreenID) throws {
        var person = try Person(World.empty)
        person.press(String((ScreenID.allCases.firstIndex(of: screen) ?? 0) + 1))
        try expectGolden(person.grid, "empty-\(screen.rawValue)-80x24")
    }

    @Test func lostNode() throws {
        var person = try Person()
        person.press("2")
        person.take(
            .node(.retrying(.init(code: "node.closed", message: "the node closed the connection", hint: ""))))
        try expectGolden(person.grid, "lost-80x24")
    }

    @Test func tooSmall() throws {
        let person = try Person(columns: 39, rows: 12)
        #expect(person.text.contains("needs 40 columns"))
        let tiny = try Person(columns: 1, rows: 1)
        #expect(tiny.lines == ["c"])
    }
}
