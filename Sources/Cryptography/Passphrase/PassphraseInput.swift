import CCrypto
import Glibc

/// The two ways in for a passphrase or another secret line: a terminal with echo off, or a descriptor.
public enum PassphraseInput {
    /// Largest number of bytes; a terminal's line discipline silently drops what exceeds 4,095.
    public static let maximumLength = 4_000

    /// One line from the terminal at `descriptor`, without its end.
    ///
    /// Echo is off meanwhile and comes back whatever happens. What was typed before the prompt is thrown away.
    ///
    /// - Throws: `PassphraseError`.
    public static func read(
        terminal descriptor: Int32, prompt: String, maximumLength: Int = maximumLength
    ) throws(PassphraseError) -> SecretBytes {
        let buffer = SecretBytes(count: maximumLength + 2)
        let prompt = Array(prompt.utf8)
        let length = buffer.withUnsafeMutableBytes {
            coai_read_hidden_line(
                descriptor, prompt, prompt.count, $0.baseAddress?.assumingMemoryBound(to: UInt8.self),
                $0.count)
        }
        switch length {
        case 0...maximumLength: return buffer.slice(0..<length)
        case -4: throw .notATerminal
        case -2: throw .ended
        case ..<0 where length != -3: throw .unreadable
        default: throw .tooLong(maximumLength)
        }
    }

    /// All that `descriptor` holds, less one line end (byte 10) if that is the last byte.
    ///
    /// A terminal is refused: it would show what is typed.
    ///
    /// - Parameter timeoutMilliseconds: how long all of it may take; nil for no limit.
    /// - Throws: `PassphraseError`.
    public static func read(
        descriptor: Int32, maximumLength: Int = maximumLength, timeoutMilliseconds: Int? = nil
    ) throws(PassphraseError) -> SecretBytes {
        guard isatty(descriptor) == 0 else { throw .shownByTerminal }
        let buffer = SecretBytes(count: maximumLength + 2)
        let deadline = timeoutMilliseconds.map { monotonicMilliseconds + $0 }
        var isLate = false
        let length: Int? = buffer.withUnsafeMutableBytes { bytes in
            var length = 0
            while length < bytes.count {
                if let deadline {
                    // Who holds the other end open, or sends byte by byte, must not keep the reader.
                    let rest = max(deadline - monotonicMilliseconds, 0)
                    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    let ready = poll(&wait, 1, Int32(clamping: rest))
                    if ready < 0, errno == EINTR { continue }
                    isLate = ready == 0 || rest == 0
                    guard ready > 0, !isLate else { return nil }
                }
                let count = Glibc.read(
                    descriptor, bytes.baseAddress?.advanced(by: length), bytes.count - length)
                if count < 0, errno == EINTR { continue }
                if count < 0, errno == EAGAIN {
                    if deadline != nil { continue }
                    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                    _ = poll(&wait, 1, -1)
                    continue
                }
                if count < 0 { return nil }
                if count == 0 { break }
                length += count
            }
            return length
        }
        guard var length else { throw isLate ? .late : .unreadable }
        if length > 0, buffer.withUnsafeBytes({ $0[length - 1] }) == 0x0a { length -= 1 }
        guard length <= maximumLength else { throw .tooLong(maximumLength) }
        return buffer.slice(0..<length)
    }

    private static var monotonicMilliseconds: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

/// Why there is no passphrase.
public enum PassphraseError: Error, Sendable, Equatable {
    case notATerminal
    case shownByTerminal
    case unreadable
    case ended
    case late
    case tooLong(Int)

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .notATerminal: "passphrase.no-terminal"
        case .shownByTerminal: "passphrase.terminal"
        case .unreadable: "passphrase.unreadable"
        case .ended: "passphrase.ended"
        case .late: "passphrase.timeout"
        case .tooLong: "passphrase.too-long"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .notATerminal: "there is no terminal to ask for the passphrase on"
        case .shownByTerminal: "the passphrase's descriptor is a terminal, which would show it"
        case .unreadable: "the passphrase could not be read"
        case .ended: "the input ended before the passphrase"
        case .late: "the passphrase did not come to its end in time"
        case .tooLong(let maximum): "more than \(maximum) bytes of passphrase"
        }
    }

    /// What helps.
    public var hint: String {
        switch self {
        case .notATerminal, .unreadable: "give a descriptor that is open for reading with --passphrase-fd"
        case .shownByTerminal: "leave the option out, and it is asked for without being shown"
        case .late: "close the other end of the descriptor after writing the passphrase"
        case .ended, .tooLong: ""
        }
    }
}
