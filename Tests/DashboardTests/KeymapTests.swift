import Dashboard
import Testing

/// Keymaps as files.
@Suite("Keymaps")
struct KeymapTests {
    private func keymap(_ bindings: String) throws -> Keymap {
        try Keymap(
            parsing: Array(
                """
                {"coaiKeymap": 1, "name": "own", "bindings": {"quit": ["q"], "palette": [":"], "help": ["?"],
                "back": ["esc"]\(bindings)}}
                """.utf8))
    }

    private func code(_ bindings: String) -> String? {
        do {
            _ = try keymap(bindings)
            return nil
        } catch { return (error as? Keymap.Problem)?.code }
    }

    @Test(arguments: ["vim", "emacs"])
    func everyEverydayActionHasAKey(_ name: String) throws {
        let keymap = try Keymap.builtin(name)
        #expect(keymap.name == name)
        // What has no key is found by the palette.
        let withoutKey: Set<Action> = [
            .bond, .claim, .withdraw, .queue, .execute, .complete, .challenge, .delegateVotes, .approveMarket,
            .approveStaking, .signFile,
        ]
        for action in Action.allCases where !withoutKey.contains(action) {
            #expect(!keymap.keys(action).isEmpty, "\(action.rawValue)")
            for key in keymap.keys(action) { #expect(keymap.action(key) == action) }
        }
    }

    @Test func problems() {
        #expect(code("") == nil)
        #expect(code(#", "open": ["q"]"#) == "keymap.conflict")
        #expect(code(#", "launch": ["x"]"#) == "keymap.action")
        #expect(code(#", "open": "x""#) == "keymap.shape")
        #expect(code(#", "open": [""]"#) == "keymap.shape")
        #expect(code(#", "open": [7]"#) == "keymap.shape")
        #expect(code(#", "open": ["x"], "open": ["y"]"#) == "keymap.json")
        #expect(throws: Keymap.Problem.self) {
            try Keymap(parsing: Array(#"{"coaiKeymap": 1, "name": "n", "bindings": {"quit": ["q"]}}"#.utf8))
        }
        #expect(throws: Keymap.Problem.self) { try Keymap.builtin("nano") }
    }

    @Test func hintsAndHelpFollowTheKeymap() throws {
        var person = try Person(columns: 160, rows: 70, keymap: "emacs")
        person.press("2")
        #expect(person.lines[69].contains("ctrl-s filter"))
        person.press("f1")
        #expect(person.text.contains("ctrl-v page-down"))
        #expect(person.text.contains(":approve-market"))
    }
}
