import Glibc
import SafeText

/// Holds a file for one process: a lock beside it, as the file itself is replaced whenever it is written.
///
/// It ends with this value, or with the process however that ends.
public final class FileLock {
    private let path: String
    private let descriptor: Int32

    /// Takes the lock of a file, which needn't be there.
    ///
    /// - Parameter inUse: the failure if another process has it.
    /// - Throws: that failure, or one with code `file.unwritable` if there can't be a lock.
    public init(of file: String, inUse: Failure) throws(Failure) {
        path = file + ".lock"
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw Self.unwritable(path) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let failure = errno == EWOULDBLOCK ? inUse : Self.unwritable(path)
                close(descriptor)
                throw failure
            }
            // Whoever had it before may have taken the name away since it was opened.
            var (held, named) = (stat(), stat())
            if fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino,
                held.st_dev == named.st_dev
            {
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }

    private static func unwritable(_ path: String) -> Failure {
        Failure(
            "file.unwritable", "\(path): \(String(cString: strerror(errno)))",
            hint: "check the folder, its mode and the file system", exitCode: 1)
    }
}
