import Keys
import SafeText
import StrictJSON

/// Which key asks for what.
public struct Keymap: Sendable {
    /// Its name.
    public let name: String
    private let actions: [String: Action]
    private let keys: [Action: [String]]

    /// Why a file isn't a keymap.
    public struct Problem: Error, Sendable, Equatable {
        /// Stable name, such as `keymap.conflict`.
        public let code: String
        /// One sentence.
        public let message: String
        /// What to do about it.
        public let hint: String

        init(_ code: String, _ message: String, hint: String = "") {
            self.code = "keymap." + code
            self.message = message
            self.hint = hint
        }
    }

    /// A built-in keymap by its name.
    public static func builtin(_ name: String) throws(Problem) -> Keymap {
        guard let bytes = BuiltinKeymaps.json(name) else {
            throw Problem(
                "unknown", "there is no keymap of this name",
                hint: "built in are \(BuiltinKeymaps.files.map(\.name).joined(separator: ", "))")
        }
        return try Keymap(parsing: bytes)
    }

    /// The keymap in a file's bytes.
    ///
    /// - Throws: `Problem` for what isn't strict JSON, an unknown action, or a key that two actions have.
    public init(parsing bytes: [UInt8]) throws(Problem) {
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw Problem("json", error.message, hint: error.hint) }
        guard let object = json.objectValue, Set(object.keys) == ["coaiKeymap", "name", "bindings"],
            object["coaiKeymap"]?.numberText == "1", let name = object["name"]?.stringValue,
            let bindings = object["bindings"]?.objectValue
        else {
            throw Problem("shape", "a keymap has coaiKeymap (1), name and bindings")
        }
        self.name = SafeText(cleaning: name, maximumLength: 40).text
        var actions: [String: Action] = [:]
        var keys: [Action: [String]] = [:]
        for member in bindings.members {
            guard let action = Action(rawValue: member.key) else {
                throw Problem(
                    "action", "there is no action \(SafeText(cleaning: member.key, maximumLength: 40).text)",
                    hint: "the built-in keymaps show the names of all actions")
            }
            guard let list = member.value.arrayValue else {
                throw Problem("shape", "the keys of \(action.rawValue) are not a list")
            }
            for entry in list {
                guard let key = entry.stringValue, !key.isEmpty, key.utf8.count <= 20 else {
                    throw Problem("shape", "a key of \(action.rawValue) is not a name")
                }
                if let other = actions[key] {
                    throw Problem(
                        "conflict",
                        "\(SafeText(cleaning: key).text) stands for \(other.rawValue) and \(action.rawValue)",
                        hint: "a key asks for one thing")
                }
                actions[key] = action
                keys[action, default: []].append(key)
            }
        }
        for needed in [Action.quit, .palette, .help, .back] where keys[needed] == nil {
            throw Problem("missing", "no key stands for \(needed.rawValue)")
        }
        self.actions = actions
        self.keys = keys
    }

    /// What a key asks for, or nil.
    public func action(_ key: String) -> Action? { actions[key] }

    /// Names of the keys of an action, the first of which is shown.
    public func keys(_ action: Action) -> [String] { keys[action] ?? [] }

    /// The first key of an action as the hint bar writes it, or nil.
    func label(_ action: Action) -> SafeText? {
        keys[action]?.first.map { name in
            switch name {
            case "enter": "Enter"
            case "esc": "Esc"
            case "tab": "Tab"
            case "space": "Space"
            default: SafeText(cleaning: name, maximumLength: 20)
            }
        }
    }
}
