import Foundation
import TestSupport

/// Who leads the session on a terminal: it alone is told by the kernel that the terminal was closed.
enum SessionLeader: CaseIterable {
    /// The program itself.
    case program
    /// A shell, which ends of it; then the kernel tells the others.
    case shell
    /// A shell that ignores it, as those do that it starts: they find out when they read or write.
    case deafShell

    /// The exit status of a deaf shell once its program has ended.
    private static let status = 7

    /// Starts a program on a terminal with such a leader; nil if it can't be started.
    func start(
        _ program: String, _ words: [String], environment: [String: String], columns: Int = 100,
        rows: Int = 30
    ) -> PseudoTerminal? {
        // Not the last command: a shell would become that program.
        let command = #""$0" "$@"; exit \#(Self.status)"#
        let (path, arguments) =
            switch self {
            case .program: (program, words)
            case .shell: ("/bin/sh", ["-c", command, program] + words)
            case .deafShell: ("/bin/sh", ["-c", #"trap "" HUP; "# + command, program] + words)
            }
        return PseudoTerminal(path, arguments, environment: environment, columns: columns, rows: rows)
    }

    /// How it ends when the terminal is closed, once its program has ended where it waits for that.
    var end: PseudoTerminal.State { self == .deafShell ? .exited(Self.status) : .signalled(Int(SIGHUP)) }
}
