import Glibc

/// How the terminal was, for when a child that had it was killed and gave nothing back.
struct KeptTerminal {
    private var mode = termios()
    private let isTerminal: Bool

    /// As the terminal at the standard input is now.
    init() { isTerminal = tcgetattr(0, &mode) == 0 && isatty(1) == 1 }

    /// Makes it that again: its mode, and the ordinary screen with a cursor, all of it scrolling, ordinary arrow keys, and
    /// without reports of the mouse and of pastes.
    func restore() {
        guard isTerminal else { return }
        // From the background this would stop the process.
        signal(SIGTTOU, SIG_IGN)
        var mode = mode
        tcsetattr(0, TCSANOW, &mode)
        let leave =
            ["[?1006l", "[?1000l", "[?2004l", "[?1l", ">", "[4l", "[r", "(B", "[0m", "[?25h", "[?1049l"]
            .map { "\u{1B}" + $0 }.joined() + "\r"
        _ = leave.utf8CString.withUnsafeBytes { write(1, $0.baseAddress, $0.count - 1) }
    }
}
