import Ethereum
import Glibc
import StrictJSON

/// What was asked and signed, a line of JSON each, on disk before a signature leaves.
///
/// Lines are numbered from 1, and each holds the hash of the one before, so that a line that was changed or taken out
/// shows. Another process may append meanwhile: the file is locked for each append and read on from where it was.
public final class Journal {
    /// Largest journal that is read, in bytes: a million lines.
    static let maximumSize = 512 << 20

    /// The file.
    public let path: String
    private let descriptor: Int32
    private var length = 0
    private var sequence: UInt64 = 0
    private var last = Hash32.zero

    /// Opens the journal at `path`, makes it with mode 0600 where it is missing, and checks every line.
    ///
    /// - Throws: `JournalError`: `journal.unreadable`, `journal.exposed` (others may write it), `journal.damaged`.
    public init(path: String) throws(JournalError) {
        self.path = path
        descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_uid == getuid(), status.st_mode & 0o077 == 0
        else {
            throw JournalError(
                "exposed", "the journal is not a file that is the user's alone: \(path)",
                hint: "set its owner and mode to 0600, after a look at who could have changed it")
        }
        guard flock(descriptor, LOCK_SH) == 0 else { throw Self.unreadable(path) }
        defer { flock(descriptor, LOCK_UN) }
        try readOn()
    }

    deinit { close(descriptor) }

    /// Number of lines.
    public var count: UInt64 { sequence }

    /// Appends a line, and returns when it is on disk.
    ///
    /// - Throws: `JournalError`; then nothing may be signed.
    public func append(_ entry: JournalEntry) throws(JournalError) {
        guard flock(descriptor, LOCK_EX) == 0 else { throw Self.unreadable(path) }
        defer { flock(descriptor, LOCK_UN) }
        try readOn()
        let text = entry.json(sequence: sequence + 1, previous: last).serialized()
        var rest = Array((text + "\n").utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw undo() }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw undo() }
        length += text.utf8.count + 1
        sequence += 1
        last = Keccak256.hash(utf8: text)
    }

    /// Takes back a line that didn't reach the disk whole.
    private func undo() -> JournalError {
        let reason = String(cString: strerror(errno))
        _ = ftruncate(descriptor, length)
        return JournalError(
            "write", "the journal can't be written: \(reason)",
            hint: "make room on the disk; nothing was signed")
    }

    /// Checks the lines since the last look.
    private func readOn() throws(JournalError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
        guard status.st_size >= length, status.st_size <= Self.maximumSize else {
            throw damaged(sequence, "it is shorter than it was, or larger than 512 MiB")
        }
        var pending: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while length + pending.count < status.st_size {
            let offset = length + pending.count
            let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, offset) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Self.unreadable(path) }
            pending += buffer.prefix(count)
            while let end = pending.firstIndex(of: 10) {
                try check(Array(pending[..<end]))
                length += end + 1
                pending.removeSubrange(...end)
            }
        }
        guard pending.isEmpty else { throw damaged(sequence + 1, "its last line has no end") }
    }

    private func check(_ line: [UInt8]) throws(JournalError) {
        guard let json = try? JSON.parse(line), let object = json.objectValue,
            object["sequence"]?.numberText == String(sequence + 1),
            object["previous"]?.stringValue == last.description,
            let event = object["event"]?.stringValue, JournalEntry.Event(rawValue: event) != nil
        else { throw damaged(sequence + 1, "the line doesn't follow the one before") }
        sequence += 1
        last = Keccak256.hash(line)
    }

    private func damaged(_ line: UInt64, _ what: String) -> JournalError {
        JournalError(
            "damaged", "the journal is damaged at line \(line): \(what)",
            hint: "signing stops until a person has looked at \(path) and moved it away")
    }

    private static func unreadable(_ path: String) -> JournalError {
        JournalError(
            "unreadable", "the journal can't be read: \(path): \(String(cString: strerror(errno)))",
            hint: "signing needs a journal: check the folder and the disk")
    }
}
