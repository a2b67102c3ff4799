import ComputeNetwork
import Dashboard
import Ethereum
import Testing

/// The main value of what is selected, to a clipboard and whole on the screen.
@Suite struct CopyTests {
    private func copied(_ effects: [Effect]) -> String? {
        for case .copy(let value) in effects { return value.text }
        return nil
    }

    /// Whatever the size, all of the value can be read.
    @Test(arguments: [(80, 24), (120, 40), (40, 12)], ["vim", "emacs"])
    func everyScreen(_ size: (Int, Int), _ keymap: String) throws {
        var person = try Person(columns: size.0, rows: size.1, keymap: keymap)
        for screen in ["1", "2", "3", "4", "5"] {
            person.press(screen)
            let value = try #require(copied(person.press("y")))
            let shown = person.lines.map { $0.trimmingSuffix() }.joined()
            #expect(shown.contains(value), "\(screen): \(value) in \(person.text)")
            #expect(
                value.utf8.allSatisfy {
                    0x30...0x39 ~= $0 || 0x61...0x66 ~= $0 || 0x41...0x46 ~= $0 || $0 == 0x78
                })
        }
        #expect(copied(person.press("1", keymap == "vim" ? "y" : "alt-w")) == World.account.checksummed)
    }

    @Test func whatIsSelected() throws {
        var person = try Person()
        person.press("2", "j")
        let jobs = World.usual.snapshot.state.jobs
        #expect(copied(person.press("y")) == jobs[jobs.count - 2].id.description)
        #expect(person.lines[22].hasPrefix("job \(jobs[jobs.count - 2].id.description)"))
        var wide = try Person(columns: 120, rows: 40)
        wide.press("2")
        #expect(wide.lines[39].contains("y copy"))
        // It goes away by itself, and leaves the list as it was.
        let before = try Person()
        person.take(.tick(now: World.usual.now + 30))
        #expect(!person.lines[22].hasPrefix("job") && before.lines.count == person.lines.count)
    }

    @Test func nothingToCopy() throws {
        var person = try Person(.empty)
        #expect(person.press("2", "y").isEmpty)
        #expect(person.lines[22].contains("no row is selected"))
        var stranger = try Person(account: nil)
        #expect(stranger.press("y").isEmpty)
        #expect(stranger.lines[22].contains("no account"))
    }
}

extension String {
    /// Without the blanks that fill its row.
    fileprivate func trimmingSuffix() -> String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}
