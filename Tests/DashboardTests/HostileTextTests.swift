import Cells
import ComputeNetwork
import Dashboard
import Ethereum
import NetworkSamples
import Testing

/// Text that a chain or a node may hold, and what of it reaches the screen.
@Suite("Hostile text")
struct HostileTextTests {
    private static let texts: [String] = [
        "\u{1B}[2J\u{1B}]0;owned\u{7}title", "a\u{202E}gpj.exe\u{202C}b", "zero\u{200B}width\u{FEFF}\u{2060}",
        "two\nlines\r\nand\u{2028}more\u{85}", "\u{0}\u{7F}\u{9B}31mred", "\u{E0041}tag\u{E0020}",
        String(repeating: "e\u{301}\u{302}\u{303}\u{304}", count: 400),
        String(repeating: "\u{754C}", count: 3_000), "\u{FFFD}\u{E000}\u{F0000}", "# \u{2066}heading\u{2069}",
        String(repeating: "\n", count: 5_000),
    ]

    /// A network in which everything that is text is `text`.
    private static func world(_ text: String) -> World {
        World.usual.changed { state in
            for index in state.jobs.indices.suffix(20) {
                state.jobs[index].outputCID = text
                state.jobs[index].submittedAt = World.usual.now
            }
            for index in state.providers.indices { state.providers[index].serviceURI = text }
            for index in state.votes.indices { state.votes[index].reason = text }
            let account = World.account
            for index in 0..<3 {
                state.proposals.append(
                    Proposal(
                        id: UInt256(UInt64(index)), proposer: account, targets: [account], values: [],
                        calldatas: [Array(text.utf8.prefix(300))], description: text,
                        voteStart: World.usual.now - 10, voteEnd: World.usual.now + 10, createdAt: 0,
                        blockNumber: 0))
            }
            state.activity.append(
                Activity(
                    event: text, contract: text, subject: .none, account: account, blockNumber: .max, at: 0,
                    transactionHash: .zero))
        }
    }

    private func expectClean(_ grid: CellGrid) {
        for line in grid.lines {
            for scalar in line.unicodeScalars {
                let category = scalar.properties.generalCategory
                #expect(
                    ![.control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned]
                        .contains(category), "U+\(String(scalar.value, radix: 16))")
            }
        }
    }

    @Test(arguments: 0..<11, [(80, 24), (120, 40), (40, 12)])
    func everyScreen(_ index: Int, _ size: (Int, Int)) throws {
        var person = try Person(Self.world(Self.texts[index]), columns: size.0, rows: size.1)
        for tab in ["1", "2", "3", "4", "5"] {
            person.press(tab)
            expectClean(person.grid)
            person.press("enter", "J", "J", "s", "G")
            expectClean(person.grid)
            person.press("esc", "v")
            expectClean(person.grid)
            person.press("esc")
        }
    }

    @Test func typedAndReported() throws {
        for text in Self.texts {
            var person = try Person()
            person.press("2", "/")
            person.take(.paste(text))
            expectClean(person.grid)
            person.press("esc", ":")
            person.take(.paste(text))
            expectClean(person.grid)
            person.press("esc", "o")
            person.take(.paste(text))
            expectClean(person.grid)
            person.press("ctrl-s")
            expectClean(person.grid)
            person.press("esc")
            person.take(.node(.retrying(.init(code: text, message: text, hint: text))))
            expectClean(person.grid)
        }
    }

    @Test func golden() throws {
        var person = try Person(Self.world(Self.texts[0] + Self.texts[1] + Self.texts[3]))
        person.press("4")
        try expectGolden(person.grid, "hostile-governance-80x24")
        person.press("enter", "G")
        try expectGolden(person.grid, "hostile-proposal-80x24")
    }

    /// Numbers at their limits: nothing traps, whatever is shown.
    @Test(arguments: [UInt64(0), 1, 9_000_000_000, .max])
    func extremeNumbers(_ time: UInt64) throws {
        var world = World.usual.changed { state in
            for index in state.jobs.indices {
                state.jobs[index].budget = .max
                state.jobs[index].escrow = .max
                state.jobs[index].id = .max
                state.jobs[index].expiredAt = time
                state.jobs[index].submittedAt = time
                state.jobs[index].createdAt = time
                state.jobs[index].terms?.deadline = time
                state.jobs[index].terms?.commitUntil = time
                state.jobs[index].terms?.revealUntil = time
                state.jobs[index].terms?.challengeWindow = .max
                state.jobs[index].terms?.maxPrice = .max
            }
            for index in state.providers.indices {
                state.providers[index].selfStake = .max
                state.providers[index].delegatedStake = .max
                state.providers[index].rewardCutBasisPoints = .max
                state.providers[index].jailedUntil = time
            }
            for index in state.proposals.indices {
                state.proposals[index].voteStart = time
                state.proposals[index].voteEnd = time
                state.proposals[index].eta = time
                state.proposals[index].quorum = .max
                state.proposals[index].tally.for = .max
                state.proposals[index].tally.against = .max
                state.proposals[index].values = []
                state.proposals[index].calldatas = []
            }
            for index in state.activity.indices { state.activity[index].at = time }
            state.balances[World.account] = .max
        }
        for now in [UInt64(0), 1_767_225_600, .max] {
            world.now = now
            var person = try Person(world, columns: 120, rows: 40)
            for tab in ["1", "2", "3", "4", "5"] {
                person.press(tab, "G", "J", "s", "s", "s")
                _ = person.grid
            }
            person.take(.tick(now: .max))
            _ = person.grid
        }
    }
}
