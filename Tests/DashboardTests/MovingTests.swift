import Cells
import ComputeNetwork
import Dashboard
import Ethereum
import Testing

/// Keys that move, sort and filter.
@Suite("Moving in lists")
struct MovingTests {
    private func ids(_ person: Person) -> [String] {
        person.lines.dropFirst(4).dropLast(2).compactMap { line in
            line.dropFirst(2).split(separator: " ").first.map(String.init)
        }.filter { $0.allSatisfy(\.isNumber) }
    }

    @Test func cursorFollowsTheSelection() throws {
        var person = try Person()
        person.press("2")
        let first = person.grid.cursor
        #expect(first?.row == 4)
        person.press("j", "j")
        #expect(person.grid.cursor?.row == 6)
        person.press("G")
        #expect(person.cursorLine.contains(" 1 "))
        person.press("g")
        #expect(person.grid.cursor == first)
    }

    @Test func pages() throws {
        var person = try Person()
        person.press("2")
        let top = ids(person)
        person.press("ctrl-f")
        #expect(person.cursorLine.contains(" \(Int(top[0]).map { $0 - top.count } ?? 0) "))
        person.press("ctrl-b")
        #expect(ids(person).first == top.first)
        person.press("ctrl-d")
        #expect(person.grid.cursor?.row == 4 + top.count / 2)
        person.press("ctrl-u")
        #expect(person.grid.cursor?.row == 4)
    }

    @Test func selectionIsKeptByIdentity() throws {
        var person = try Person()
        person.press("2", "j", "j", "j")
        let selected = person.cursorLine
        let world = World.usual.changed { state in
            var job = state.jobs[0]
            job.id = UInt256(1_000)
            state.jobs.append(job)
        }
        person.take(.network(world.snapshot))
        #expect(person.cursorLine == selected)
        person.press("s", "S")
        #expect(person.cursorLine.dropFirst(2).prefix(8) == selected.dropFirst(2).prefix(8))
    }

    /// Nobody has chosen a row: the newest is shown. Once one was looked into or acted on, it is meant, at the top too.
    @Test(arguments: [["g"], ["enter"], ["J"], ["c"]]) func theNewestUntilOneIsChosen(_ keys: [String]) throws
    {
        func later(_ id: UInt64) -> World {
            World.usual.changed { state in
                for number in 1_000...id {
                    var job = state.jobs[0]
                    job.id = UInt256(number)
                    state.jobs.append(job)
                }
            }
        }
        var person = try Person(columns: 120, rows: 30)
        person.press("2")
        person.take(.network(later(1_000).snapshot))
        #expect(person.cursorLine.contains(" 1000 "), "\(person.cursorLine)")
        for key in keys { person.press(key) }
        person.press("esc")
        person.take(.network(later(1_001).snapshot))
        #expect(person.cursorLine.contains(" 1000 "), "\(person.cursorLine)")
    }

    /// A filter that leaves few rows of many, while a row far down is selected.
    @Test func filterFromFarDown() throws {
        var person = try Person(World.chain(jobs: 400), rows: 30)
        person.press("2", "G", "/")
        person.type("id:7")
        #expect(person.text.contains(" of "))
        person.replace("id:nothing")
        #expect(person.text.contains("No jobs match the filter"))
        person.press("esc")
        #expect(!person.text.contains("filter:"))
    }

    @Test func filterByFieldsAndWords() throws {
        var person = try Person(columns: 109, rows: 50)
        person.press("2", "/")
        person.type("status:completed,running")
        person.press("enter")
        let rows = person.lines.dropFirst(4).dropLast(2).filter { !$0.allSatisfy { $0 == " " } }
        #expect(!rows.isEmpty)
        #expect(
            rows.allSatisfy { $0.contains("Completed") || $0.contains("Running") || $0.contains("Late") })
        person.press("esc")
        #expect(person.lines.dropFirst(4).contains { $0.contains("Open") || $0.contains("Cancelled") })
        person.press("/")
        person.type("unknownfield:x")
        #expect(person.text.contains("No jobs match"))
    }

    @Test func filterByAddress() throws {
        let jobs = World.usual.snapshot.state.jobs
        for row in [0, 17, 59] {
            let client = jobs[row].client
            var person = try Person(columns: 160, rows: 70)
            person.press("2", "/")
            person.type(String(client.checksummed.prefix(12)))
            let count = jobs.count { $0.client == client || $0.provider == client }
            #expect(person.lines[2].contains("\(count) of \(jobs.count)"))
        }
    }

    /// What is left of a list while a filter is typed is what the whole filter leaves.
    @Test(arguments: ["status:open,running", "0x1 open", "render zk", "ren tra", "type:render,custom 5"])
    func typedFilterIsThePastedFilter(_ filter: String) throws {
        var typed = try Person(columns: 160, rows: 70)
        var pasted = typed
        typed.press("2", "/")
        typed.type(filter)
        pasted.press("2", "/")
        pasted.take(.paste(filter))
        #expect(typed.lines == pasted.lines)
        #expect(!typed.text.contains("60 of 60"))
        typed.press("backspace", "backspace", "backspace")
        typed.type(filter.suffix(3).description)
        #expect(typed.lines == pasted.lines)
    }

    @Test func everyColumnSortsBothWays() throws {
        for tab in ["2", "3", "4", "5"] {
            var person = try Person(columns: 200, rows: 50)
            person.press(tab)
            for _ in 0..<10 {
                person.press("s")
                let one = person.lines
                person.press("S")
                #expect(person.lines[3] != one[3] || person.lines == one)
            }
        }
    }

    @Test func sortByIdentifier() throws {
        var person = try Person()
        person.press("2", "s")
        #expect(person.lines[3].contains("ID \u{2191}"))
        person.press("g")
        #expect(ids(person).first == "1")
        person.press("S", "g")
        #expect(ids(person).first == "\(World.usual.snapshot.state.jobs.count)")
    }

    @Test func detailOpensAndCloses() throws {
        var person = try Person()
        person.press("2")
        #expect(!person.text.contains("escrow ──"))
        person.press("enter")
        #expect(person.text.contains("terms"))
        person.press("esc")
        #expect(person.lines[3].contains("Status"))
        person.take(.resize(columns: 120, rows: 40))
        #expect(person.lines[3].contains("Status") && person.text.contains("terms"))
    }

    @Test func pastedTextIsNotKeys() throws {
        var person = try Person()
        #expect(person.take(.paste("qqq2\r")).isEmpty)
        #expect(person.text.contains("pasted text is not taken as keys"))
    }

    @Test func quitAndPalette() throws {
        var person = try Person()
        #expect(person.press("q").contains { if case .quit = $0 { true } else { false } })
        person.press(":")
        person.type("gov")
        person.press("enter")
        #expect(person.lines[2].hasPrefix("Governance"))
        person.press(":")
        person.type("qt")
        #expect(person.press("enter").contains { if case .quit = $0 { true } else { false } })
    }
}
