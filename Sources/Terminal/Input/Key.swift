/// A key as a person names it.
public struct Key: Sendable, Hashable {
    /// The key without its modifiers.
    public enum Code: Sendable, Hashable {
        /// A key with a character on it; letters as typed, so "A" is shift and a.
        case character(Unicode.Scalar)
        /// Enter or Return.
        case enter
        /// Esc.
        case escape
        /// Tab.
        case tab
        /// Shift and Tab.
        case backTab
        /// The key that deletes to the left.
        case backspace
        /// The key that deletes to the right.
        case delete
        /// Ins.
        case insert
        /// The arrow up.
        case up
        /// The arrow down.
        case down
        /// The arrow to the left.
        case left
        /// The arrow to the right.
        case right
        /// To the start.
        case home
        /// To the end.
        case end
        /// A page up.
        case pageUp
        /// A page down.
        case pageDown
        /// F1 to F24.
        case function(Int)
        /// The wheel away from the person.
        case wheelUp
        /// The wheel towards the person.
        case wheelDown
    }

    /// The key without its modifiers.
    public let code: Code
    /// Whether Ctrl was held.
    public let control: Bool
    /// Whether Alt was held.
    public let alt: Bool
    /// Whether Shift was held; told for keys without a character only.
    public let shift: Bool

    /// A key and its modifiers.
    public init(_ code: Code, control: Bool = false, alt: Bool = false, shift: Bool = false) {
        self.code = code
        self.control = control
        self.alt = alt
        self.shift = shift
    }

    static let named: [(name: String, code: Code)] = [
        ("enter", .enter), ("esc", .escape), ("tab", .tab), ("back-tab", .backTab), ("backspace", .backspace),
        ("delete", .delete), ("insert", .insert), ("up", .up), ("down", .down), ("left", .left),
        ("right", .right), ("home", .home), ("end", .end), ("page-up", .pageUp), ("page-down", .pageDown),
        ("wheel-up", .wheelUp), ("wheel-down", .wheelDown), ("space", .character(" ")),
    ]

    /// The name in keymaps: "a", "A", "ctrl-n", "alt-x", "page-down", "f5", "space", "shift-up".
    public var name: String {
        let base: String
        if let entry = Self.named.first(where: { $0.code == code }) {
            base = entry.name
        } else if case .character(let scalar) = code {
            base = String(Character(scalar))
        } else if case .function(let number) = code {
            base = "f\(number)"
        } else {
            base = "?"
        }
        return (control ? "ctrl-" : "") + (alt ? "alt-" : "") + (shift ? "shift-" : "") + base
    }

    /// The character that the key puts into a text, or nil.
    public var character: Unicode.Scalar? {
        guard case .character(let scalar) = code, !control, !alt else { return nil }
        return scalar
    }
}
