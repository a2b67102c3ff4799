import Glibc

/// How the terminal was, for when a child that had it was killed and gave nothing back.
struct KeptTerminal {
    private var mode = termios()
    private let isTerminal: Bool

    /// As the terminal at the standard input is now.
    init() { isTerminal = tcgetattr(0, &mode) == 0 && isatty(1) == 1 }

    /// Makes it that again: its mode, and the ordinary screen with a cursor and without reports of the mouse.
    func restore() {
        guard isTerminal else { return }
        // From the background this would stop the process.
        signal(SIGTTOU, SIG_IGN)
        var mode = mode
        tcsetattr(0, TCSANOW, &mode)
        let leave = "\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?2004l\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l\r"
        _ = leave.utf8CString.withUnsafeBytes { write(1, $0.baseAddress, $0.count - 1) }
    }
}
