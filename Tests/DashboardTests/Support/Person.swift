import Cells
import ComputeNetwork
import Dashboard
import Ethereum
import NetworkSamples
import Profile
import SafeText
import StrictJSON
import Themes

/// A person at the dashboard: presses keys, sees a grid.
struct Person {
    var state: AppState
    private(set) var columns: Int
    private(set) var rows: Int
    /// Everything that the dashboard wanted done.
    private(set) var effects: [Effect] = []

    /// What a node says at once of those who take part in a document; nil leaves the dashboard waiting.
    var nodeAnswers: NodeAnswers? = NodeAnswers()

    /// Someone who looks at `world`, if there is one yet.
    init(
        _ world: World? = World.usual, columns: Int = 80, rows: Int = 24, account: Address? = World.account,
        keymap: String = "vim", theme: Theme = Self.dark, isReadOnly: Bool = false
    ) throws {
        state = AppState(
            profile: World.profile, account: account, keymap: try Keymap.builtin(keymap), theme: theme,
            now: world?.now ?? SampleNetwork.genesis, isReadOnly: isReadOnly)
        self.columns = columns
        self.rows = rows
        take(.resize(columns: columns, rows: rows))
        guard let world else { return }
        take(.node(.live(isSubscribed: true)))
        take(.network(world.snapshot))
        take(.facts(World.facts))
    }

    /// The theme that the program starts with.
    static let dark: Theme =
        BuiltinThemes.json("dark").flatMap { try? JSON.parse($0) }.flatMap { try? Theme.parse($0) } ?? .mono

    /// Something happens; what it leads to is returned and kept.
    @discardableResult
    mutating func take(_ event: Event) -> [Effect] {
        if case .resize(let columns, let rows) = event { (self.columns, self.rows) = (columns, rows) }
        let new = update(&state, event)
        effects += new
        guard let nodeAnswers else { return new }
        return new
            + new.flatMap { effect -> [Effect] in
                switch effect {
                case .inquire(let id, _): take(.told(id: id, nodeAnswers))
                case .simulate(let id, _): take(.simulated(id: id, claims: []))
                default: []
                }
            }
    }

    /// Presses keys by their names.
    @discardableResult
    mutating func press(_ names: String...) -> [Effect] {
        names.flatMap { name in
            let scalars = name.unicodeScalars
            let character = name == "space" ? " " : scalars.count == 1 ? scalars.first : nil
            return take(.key(name: name, character: character))
        }
    }

    /// Types a text, key by key.
    @discardableResult
    mutating func type(_ text: String) -> [Effect] {
        text.unicodeScalars.flatMap { scalar in
            take(.key(name: scalar == " " ? "space" : String(Character(scalar)), character: scalar))
        }
    }

    /// Empties the line that is being edited, and types another.
    mutating func replace(_ text: String) {
        press("ctrl-e", "ctrl-u")
        type(text)
    }

    /// What is on the screen.
    var grid: CellGrid {
        var grid = CellGrid(columns: columns, rows: rows)
        render(state, into: &grid)
        return grid
    }

    /// The rows of the screen.
    var lines: [String] { grid.lines }

    /// The screen as one text.
    var text: String { lines.joined(separator: "\n") }

    /// The row that the terminal's cursor is on.
    var cursorLine: String { grid.cursor.map { lines[$0.row] } ?? "" }
}
