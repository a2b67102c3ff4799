import Console
import Glibc

/// A program that this one started, on the same terminal.
struct ChildProgram {
    private let process: pid_t

    /// Starts a program; what it writes is dropped if it is `silent`, and `lifeline` is descriptor 3 there.
    init(
        _ path: String, _ arguments: [String], silent: Bool = false, lifeline: Int32? = nil
    ) throws(Failure) {
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if silent {
            for descriptor: Int32 in [1, 2] {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
            }
        }
        if let lifeline {
            // Onto itself, it stays open as well.
            posix_spawn_file_actions_adddup2(&actions, lifeline, Lifeline.descriptor)
        }
        // It gets the signals that are held back here.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        guard posix_spawn(&child, path, &actions, &attributes, &words, environ) == 0 else {
            throw Failure("demo.program", "\(path) can't be run", hint: "it belongs beside coai", exitCode: 1)
        }
        process = child
    }

    /// What became of it.
    enum State: Equatable {
        case running
        case stopped
        case ended(status: Int32)
    }

    /// What became of it so far; each stop is told once.
    func state() -> State {
        var status: Int32 = 0
        guard waitpid(process, &status, WNOHANG | WUNTRACED) == process else { return .running }
        return Self.read(status)
    }

    /// Waits for its end; answers its exit status.
    @discardableResult
    func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard case .ended(let code) = Self.read(status) else { return 1 }
        return code
    }

    func send(_ signal: Int32) { kill(process, signal) }

    /// The macros of `wait`'s manual page, which Swift doesn't see.
    private static func read(_ status: Int32) -> State {
        if status & 0xff == 0x7f { return .stopped }
        let signal = status & 0x7f
        return .ended(status: signal == 0 ? status >> 8 & 0xff : 128 + signal)
    }
}
