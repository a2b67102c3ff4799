/// How a terminal is used.
public struct TerminalOptions: Sendable, Hashable {
    /// Whether colours are used.
    public enum ColorChoice: Sendable, Hashable {
        /// If the terminal has them.
        case auto
        /// As `auto`: what a terminal hasn't got can't be forced on it.
        case always
        /// Never, as NO_COLOR asks for.
        case never
    }

    /// Whether colours are used; the caller looks at NO_COLOR.
    public var color: ColorChoice
    /// Whether characters beyond ASCII are drawn; nil: as the locale says.
    public var unicode: Bool?
    /// Whether clicks and the wheel are reported; then the terminal itself can't select text.
    public var mouse: Bool
    /// The locale of who owns the terminal, or nil for that of this process.
    public var locale: String?
    /// Take terminal types from the system's directory only, not from variables or a home directory.
    public var systemTerminfoOnly: Bool
    /// Ask the terminal for its size at least five times a second: no signal tells of a change on a terminal
    /// that belongs to another session.
    public var pollsSize: Bool

    /// For one's own terminal.
    public init(
        color: ColorChoice = .auto, unicode: Bool? = nil, mouse: Bool = false, locale: String? = nil,
        systemTerminfoOnly: Bool = false, pollsSize: Bool = false
    ) {
        self.color = color
        self.unicode = unicode
        self.mouse = mouse
        self.locale = locale
        self.systemTerminfoOnly = systemTerminfoOnly
        self.pollsSize = pollsSize
    }

    /// For a terminal that is borrowed from another session, to ask a person for an approval.
    public static func borrowed(locale: String?, color: ColorChoice) -> TerminalOptions {
        TerminalOptions(color: color, locale: locale ?? "C", systemTerminfoOnly: true, pollsSize: true)
    }
}
