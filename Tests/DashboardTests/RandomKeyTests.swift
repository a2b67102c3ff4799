import Cells
import Dashboard
import Ethereum
import Review
import SafeText
import SignerProtocol
import TestSupport
import Testing

/// Any keys in any order on any size, with any answers in between: nothing traps, and the cursor is on the screen.
@Suite("Random keys")
struct RandomKeyTests {
    private static let keys: [String] =
        Action.allCases.flatMap { action in
            ["vim", "emacs"].flatMap { (try? Keymap.builtin($0).keys(action)) ?? [] }
        } + [
            "enter", "esc", "tab", "back-tab", "backspace", "delete", "ctrl-s", "ctrl-w", "ctrl-k", "ctrl-a",
            "home", "end", "left", "right", "y", "e", "s", "1", "0", ".", "-", "%", "x", "\u{E9}", "\u{754C}",
            "\u{301}", "space",
        ]
    private static let sizes = [
        (80, 24), (120, 40), (1, 1), (40, 12), (200, 50), (39, 80), (110, 12), (4_000, 3),
    ]

    private static let worlds: [World] = [
        World.usual, World.empty, World.chain(jobs: 5, seed: 9), World.chain(jobs: 300, seed: 4),
    ]

    private func answers(_ effects: [Effect], _ random: inout SeededRandom) -> [Event] {
        let problem = Event.Problem(code: "refused.by-person", message: "a person said no", hint: "")
        return effects.compactMap { effect in
            if random.below(4) == 0 { return nil }
            switch effect {
            case .prepare(let id, _):
                return .prepared(
                    id: id,
                    random.below(3) == 0
                        ? .failure(problem)
                        : .success(
                            TransactionCosts(
                                chainID: 31_337, nonce: random.next(), gasLimit: random.next(),
                                maxFeePerGas: .max, maxPriorityFeePerGas: .zero)))
            case .inquire(let id, let parties):
                var answers = NodeAnswers()
                for party in parties.parties { answers.code[party.address] = .contract(byteCount: .max) }
                for allowance in parties.allowances { answers.allowances[allowance] = .max }
                return .told(id: id, answers)
            case .simulate(let id, _):
                return .simulated(
                    id: id, claims: .init(repeating: ("simulated", "x"), count: random.below(100)))
            case .sign(let id, _, _):
                let isTransaction = random.below(2) == 0
                return .signed(
                    id: id,
                    random.below(3) == 0
                        ? .failure(problem)
                        : .success(
                            .init(
                                signature: Array(repeating: 7, count: 65), digest: .zero,
                                address: World.account, rawTransaction: isTransaction ? [1] : nil,
                                transactionHash: isTransaction ? .zero : nil)))
            case .save(let id, _, _): return .saved(id: id, .success("/tmp/x"))
            case .broadcast(let id, _, _):
                return .transaction(id: id, random.below(2) == 0 ? .reverted("no") : .confirmed(block: 7))
            case .read: return .document(random.below(2) == 0 ? .failure(problem) : .success([1, 2, 3]))
            default: return nil
            }
        }
    }

    @Test(arguments: 0..<24)
    func neverTraps(_ seed: Int) throws {
        var random = SeededRandom(seed: UInt64(seed))
        var person = try Person(
            Self.worlds[random.below(4)], account: seed % 5 == 0 ? nil : World.account,
            keymap: seed % 2 == 0 ? "vim" : "emacs")
        person.nodeAnswers = nil
        for _ in 0..<700 {
            let effects: [Effect]
            switch random.below(24) {
            case 0:
                let size = Self.sizes[random.below(Self.sizes.count)]
                effects = person.take(.resize(columns: size.0, rows: size.1))
            case 1: effects = person.take(.network(Self.worlds[random.below(4)].snapshot))
            case 2: effects = person.take(.tick(now: World.usual.now + random.next() % 1_000_000))
            case 3: effects = person.take(.paste("500\n\u{1B}[x"))
            default: effects = person.press(Self.keys[random.below(Self.keys.count)])
            }
            for event in answers(effects, &random) { person.take(event) }
            let grid = person.grid
            if let cursor = grid.cursor {
                #expect((0..<grid.rows).contains(cursor.row) && (0..<grid.columns).contains(cursor.column))
            }
        }
    }
}
