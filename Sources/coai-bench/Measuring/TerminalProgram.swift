import CPseudoTerminal
import Foundation

/// A program on a pseudo-terminal of 200x50 whose output is counted.
final class TerminalProgram {
    let process: Int32
    private let master: Int32
    private let slave: Int32
    /// What the program says beside the terminal.
    private let notes: FileHandle
    private var unread = ""
    /// Bytes that the program wrote to its terminal.
    private(set) var bytes = 0

    /// Starts a program; it finds the descriptor to talk on in COAI_BENCH_NOTES.
    init?(_ path: String, _ arguments: [String]) {
        let pipe = Pipe()
        let writer = pipe.fileHandleForWriting.fileDescriptor
        // Only this child may hold it: its end is the program's end.
        _ = fcntl(writer, F_SETFD, 0)
        _ = fcntl(pipe.fileHandleForReading.fileDescriptor, F_SETFD, FD_CLOEXEC)
        let variables = [
            "TERM=xterm-256color", "LANG=C.UTF-8", "PATH=/usr/bin:/bin", "COAI_BENCH_NOTES=\(writer)",
        ]
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup($0) } + [nil]
        defer { for word in words + environment { free(word) } }
        var (master, slave): (Int32, Int32) = (-1, -1)
        notes = pipe.fileHandleForReading
        let isOpen = pty_open(200, 50, &master, &slave) == 0
        process = isOpen ? pty_spawn(path, &words, &environment, slave) : -1
        (self.master, self.slave) = (master, slave)
        guard process > 0 else { return nil }
        try? pipe.fileHandleForWriting.close()
    }

    deinit {
        // Also called where nothing was started: -1 would mean every process.
        if process > 0 {
            kill(process, SIGKILL)
            var value: Int32 = 0
            _ = pty_wait(process, 1_000, &value)
        }
        close(master)
        close(slave)
    }

    /// Types text.
    func type(_ text: String) { _ = pty_write(master, Array(text.utf8), text.utf8.count) }

    /// The next note, while output is read; nil after so many seconds or at the end.
    func note(seconds: Double = 20) -> String? {
        let end = wallSeconds() + seconds
        while wallSeconds() < end {
            if let place = unread.firstIndex(of: "\n") {
                defer { unread = String(unread[unread.index(after: place)...]) }
                return String(unread[..<place])
            }
            read(milliseconds: 0)
            var ready = pollfd(fd: notes.fileDescriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, 2) > 0 else { continue }
            let data = notes.availableData
            if data.isEmpty { return nil }
            unread += String(decoding: data, as: UTF8.self)
        }
        return nil
    }

    /// Reads until the program ends; false if it doesn't within so many seconds.
    func readToEnd(seconds: Double = 20) -> Bool {
        let end = wallSeconds() + seconds
        while wallSeconds() < end {
            read(milliseconds: 1)
            var value: Int32 = 0
            guard pty_wait(process, 0, &value) != Int32(PTY_RUNNING) else { continue }
            read(milliseconds: 0)
            return true
        }
        return false
    }

    /// Resident memory in bytes.
    var residentBytes: Int {
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
            return (line.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1024
        }
        return 0
    }

    private func read(milliseconds: Int32) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = pty_read(master, &buffer, buffer.count, milliseconds), count > 0 {
            bytes += Int(count)
        }
    }
}
