import Console
import Glibc
import SafeText

/// Looks at the terminal: its type, its size, its characters.
enum TerminalDoctor {
    static func checks() -> [DoctorCheck] { [type(), size(), locale()] }

    private static func type() -> DoctorCheck {
        guard let name = Paths.environment("TERM"), !name.isEmpty, name != "dumb" else {
            return DoctorCheck(
                "terminal", .problem, "TERM names no terminal that can place its cursor",
                hint: "set TERM as your terminal's manual says, for example TERM=xterm-256color")
        }
        let shown = SafeText(cleaning: name, maximumLength: 64)
        guard name.utf8.allSatisfy({ isPlain($0) }) else {
            return DoctorCheck(
                "terminal", .problem, "TERM holds characters that no terminal's name has",
                hint: "set TERM, for example to xterm-256color")
        }
        guard hasEntry(name) else {
            return DoctorCheck(
                "terminal", .problem, SafeText("terminfo has no entry for TERM=") + shown,
                hint: "apt install ncurses-term, or set TERM=xterm-256color")
        }
        let colours = Paths.environment("NO_COLOR").map { !$0.isEmpty } ?? false
        return DoctorCheck(
            "terminal", .ok,
            SafeText("TERM=") + shown + (colours ? SafeText(", no colours (NO_COLOR)") : SafeText("")))
    }

    /// Whether compiled terminal descriptions have the name, where Debian and others keep them: the signer takes them
    /// from nowhere else.
    private static func hasEntry(_ name: String) -> Bool {
        guard let first = name.utf8.first else { return false }
        let hex = String(first, radix: 16)
        for folder in ["/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo"] {
            for part in [String(decoding: [first], as: UTF8.self), hex]
            where access("\(folder)/\(part)/\(name)", R_OK) == 0 { return true }
        }
        return false
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2e, 0x5f, 0x2b, 0x2d: true
        default: false
        }
    }

    private static func size() -> DoctorCheck {
        var window = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0 else {
            return DoctorCheck(
                "size", .notice, "standard output is no terminal: its size was not looked at")
        }
        let (columns, rows) = (Int(window.ws_col), Int(window.ws_row))
        let found = SafeText(columns) + SafeText(" columns, ") + SafeText(rows) + SafeText(" rows")
        guard columns >= 60, rows >= 16 else {
            return DoctorCheck(
                "size", .problem, found,
                hint: "reviews are shown from 60 columns and 16 rows on: make the window larger")
        }
        return DoctorCheck("size", .ok, found)
    }

    private static func locale() -> DoctorCheck {
        setlocale(LC_CTYPE, "")
        let codeset = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
        guard codeset == "UTF-8" else {
            return DoctorCheck(
                "locale", .notice, "the locale has no UTF-8: lines and marks are drawn in ASCII",
                hint: "set LANG=C.UTF-8, or another locale that locale -a lists")
        }
        return DoctorCheck("locale", .ok, "UTF-8")
    }
}
