import SafeText

/// Why a terminal can't be used.
public struct TerminalError: Error, Sendable, Equatable {
    /// Stable, such as "terminal.unknown-type".
    public let code: String
    /// One sentence.
    public let message: String
    /// What helps.
    public let hint: String

    static func noTerminal(_ path: String) -> TerminalError {
        TerminalError(
            code: "terminal.absent",
            message: "\(SafeText(cleaning: path)) is not a terminal that can be opened.",
            hint: "Run in a terminal, or use a command with --plain or --json.")
    }

    static func unknownType(_ term: String) -> TerminalError {
        TerminalError(
            code: "terminal.unknown-type",
            message:
                "The terminal type \"\(SafeText(cleaning: term, maximumLength: 64))\" is not known here.",
            hint: "Set TERM to a type that `infocmp` knows, such as xterm-256color or linux.")
    }

    static func tooPlain(_ term: String) -> TerminalError {
        TerminalError(
            code: "terminal.too-plain",
            message:
                "A terminal of type \"\(SafeText(cleaning: term, maximumLength: 64))\" can't place its cursor.",
            hint: "Set TERM to the type of your terminal, or use a command with --plain or --json.")
    }

    static let busy = TerminalError(
        code: "terminal.busy", message: "This process already uses a terminal.", hint: "Close it first.")

    static let system = TerminalError(
        code: "terminal.system", message: "Memory or descriptors are used up.", hint: "Close other programs.")

    static let lost = TerminalError(
        code: "terminal.lost", message: "The terminal takes no more output.", hint: "It may have been closed."
    )
}
