import CPseudoTerminal
import Foundation

/// A program on a terminal of its own, driven as a person would.
public final class PseudoTerminal {
    /// How a program ended or paused.
    public enum State: Equatable, Sendable {
        case running, exited(Int), signalled(Int), stopped(Int), lost
    }

    /// The program's process id.
    public let process: Int32
    /// The tester's side; -1 once it is closed.
    public private(set) var master: Int32
    /// The program's side, kept open so that its mode can be read later.
    public let slave: Int32
    /// The terminal's mode before the program was started.
    public let modeBefore: [UInt8]
    /// What the terminal shows.
    public private(set) var screen: ScreenEmulator
    /// Everything the program wrote.
    public private(set) var output: [UInt8] = []

    /// Starts a program; nil if it can't be started.
    public init?(
        _ path: String, _ arguments: [String] = [], environment: [String: String] = [:], columns: Int = 80,
        rows: Int = 24
    ) {
        var variables = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"]
        variables.merge(environment) { $1 }
        var argumentList: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var environmentList: [UnsafeMutablePointer<CChar>?] =
            variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in argumentList + environmentList { free(text) } }
        var master: Int32 = -1
        var slave: Int32 = -1
        guard pty_open(Int32(columns), Int32(rows), &master, &slave) == 0 else { return nil }
        // Read before there is a program that could change it.
        modeBefore = Self.mode(of: slave)
        let process = pty_spawn(path, &argumentList, &environmentList, slave)
        guard process > 0 else {
            close(master)
            close(slave)
            return nil
        }
        self.process = process
        self.master = master
        self.slave = slave
        screen = ScreenEmulator(columns: columns, rows: rows)
    }

    deinit {
        var value: Int32 = 0
        if pty_wait(process, 0, &value) != Int32(PTY_LOST) {
            kill(process, SIGKILL)
            kill(process, SIGCONT)
            _ = pty_wait(process, 2000, &value)
        }
        hangUp()
        close(slave)
    }

    /// Closes the terminal itself, as a person closes its window: there is none any more for whoever uses it.
    ///
    /// The kernel tells the leader of its session by SIGHUP, and everybody else who reads or writes by an error.
    public func hangUp() {
        if master >= 0 { close(master) }
        // Of no file: reading from it waits, and gets nothing.
        master = -1
    }

    /// Types text.
    public func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = pty_write(master, bytes, bytes.count)
    }

    /// Gives the terminal another size.
    public func resize(columns: Int, rows: Int) {
        _ = pty_resize(master, Int32(columns), Int32(rows))
        screen.resize(columns: columns, rows: rows)
    }

    /// Reads until nothing more comes for a while; returns the number of bytes.
    @discardableResult
    public func drain(quietMilliseconds: Int = 150) -> Int {
        var count = 0
        while let got = readSome(milliseconds: quietMilliseconds), got > 0 { count += got }
        return count
    }

    /// Reads until the screen holds a text; false if it doesn't within so many seconds.
    public func wait(for text: String, seconds: Double = 10) -> Bool {
        wait(seconds: seconds) { $0.screen.text.contains(text) }
    }

    /// Reads until a condition holds; false if it doesn't within so many seconds.
    public func wait(seconds: Double = 10, _ condition: (PseudoTerminal) -> Bool) -> Bool {
        let end = Date().addingTimeInterval(seconds)
        while true {
            if condition(self) { return true }
            guard Date() < end, readSome(milliseconds: 20) != nil else { return condition(self) }
        }
    }

    /// Waits for a change of the program, reading what it writes meanwhile.
    public func waitForEnd(seconds: Double = 10) -> State {
        let end = Date().addingTimeInterval(seconds)
        while true {
            _ = readSome(milliseconds: 0)
            var value: Int32 = 0
            switch Int(pty_wait(process, 10, &value)) {
            case PTY_EXITED:
                drain(quietMilliseconds: 20)
                return .exited(Int(value))
            case PTY_SIGNALLED:
                drain(quietMilliseconds: 20)
                return .signalled(Int(value))
            case PTY_STOPPED:
                drain(quietMilliseconds: 20)
                return .stopped(Int(value))
            case PTY_LOST: return .lost
            default: if Date() >= end { return .running }
            }
        }
    }

    /// The terminal's mode, for comparison.
    public var mode: [UInt8] { Self.mode(of: slave) }

    private static func mode(of descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = pty_mode(descriptor, &bytes, Int32(bytes.count))
        return Array(bytes.prefix(max(Int(count), 0)))
    }

    /// Whether the terminal is in the mode that a shell wants.
    public var isCooked: Bool { pty_is_cooked(slave) == 1 }

    /// Whether all is as before the program: the mode, the screen, its cursor, and what keys, mouse and pastes send.
    public var isGivenBack: Bool {
        let wasHidden = String(decoding: output, as: UTF8.self).contains("\u{1B}[?25l")
        return isCooked && mode == modeBefore && (!wasHidden || screen.modes.contains(25))
            && screen.modes.isDisjoint(with: [1, 1000, 1006, 1049, 2004])
    }

    private func readSome(milliseconds: Int) -> Int? {
        var buffer = [UInt8](repeating: 0, count: 65536)
        let count = pty_read(master, &buffer, buffer.count, Int32(milliseconds))
        if count < 0 { return nil }
        output += buffer.prefix(count)
        screen.feed(buffer.prefix(count))
        return count
    }

    /// The directory of the built programs, beside the test bundle.
    public static var productsDirectory: String {
        let executable = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        for path in [CommandLine.arguments.first ?? "", executable] + CommandLine.arguments {
            let directory = (path as NSString).deletingLastPathComponent
            if FileManager.default.fileExists(atPath: directory + "/coai")
                || FileManager.default.fileExists(atPath: directory + "/terminal-probe")
            {
                return directory
            }
        }
        return (executable as NSString).deletingLastPathComponent
    }
}
