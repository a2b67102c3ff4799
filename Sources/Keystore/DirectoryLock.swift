import Cryptography
import Ethereum
import Glibc

/// A directory that no other program of ours writes to meanwhile, and atomic writes in it.
final class DirectoryLock {
    private let path: String
    private var descriptor: Int32

    init(_ path: String) throws(KeystoreError) {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        self.path = path
        guard descriptor >= 0 else { throw .file("cannot open", path, Failure.text) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else {
                let reason = Failure.text
                close(descriptor)
                descriptor = -1
                throw .file("cannot lock", path, reason)
            }
        }
    }

    func release() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    deinit { release() }

    /// All of `bytes` or nothing at `target`, for the user alone (0600); on disk when it returns.
    func write(_ bytes: [UInt8], to target: String, replacing: Bool) throws(KeystoreError) {
        guard let random = try? SecureRandom.bytes(8) else {
            throw KeystoreError(code: "keystore.random", message: "no random name for a temporary file")
        }
        let temporary = "\(path)/.coai-\(Hex.encode(random, prefix: false)).tmp"
        let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .file("cannot create", temporary, Failure.text) }
        var isOpen = true
        defer {
            if isOpen { close(file) }
            unlink(temporary)
        }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(file, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .file("cannot write", temporary, Failure.text) }
            offset += count
        }
        // The mask may have taken bits away, but must not decide.
        guard fchmod(file, 0o600) == 0, fsync(file) == 0 else {
            throw .file("cannot write", temporary, Failure.text)
        }
        isOpen = false
        guard close(file) == 0 else { throw .file("cannot write", temporary, Failure.text) }
        // A link fails where a rename would overwrite. Where the file system has no links, the lock has to do.
        var moved = replacing ? rename(temporary, target) : link(temporary, target)
        if moved != 0, !replacing, errno == EPERM || errno == EOPNOTSUPP, access(target, F_OK) != 0 {
            moved = rename(temporary, target)
        }
        guard moved == 0 else { throw .file("cannot write", target, Failure.text) }
        unlink(temporary)
        guard fsync(descriptor) == 0 else { throw .file("cannot write", path, Failure.text) }
    }
}

/// The time as geth writes it into file names: `2026-11-24T06-00-00.000000000Z`.
enum Timestamp {
    static var now: String {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var parts = tm()
        gmtime_r(&time.tv_sec, &parts)
        func digits(_ value: Int, _ count: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
        }
        let date = [parts.tm_year + 1_900, parts.tm_mon + 1, parts.tm_mday].map { digits(Int($0), 2) }
        let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { digits(Int($0), 2) }
        return date.joined(separator: "-") + "T" + clock.joined(separator: "-")
            + ".\(digits(time.tv_nsec, 9))Z"
    }
}
