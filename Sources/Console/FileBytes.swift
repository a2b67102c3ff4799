import Glibc
import SafeText

/// Whole files, read with a bound.
public enum FileBytes {
    /// Largest document that a command reads, in bytes.
    public static let maximumDocument = 1 << 20

    /// The bytes of the file at `path`; `-` is standard input.
    ///
    /// - Throws: a failure with exit code 4 if the file can't be read, is a directory, or is larger than `maximum`.
    public static func read(_ path: String, maximum: Int = maximumDocument) throws(Failure) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw unreadable(path) }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path) }
            if count == 0 { return bytes }
            bytes += buffer.prefix(count)
            guard bytes.count <= maximum else {
                throw Failure(
                    "file.too-large",
                    "\(path == "-" ? "standard input" : path) is larger than \(maximum) bytes",
                    hint: "no document that is signed is that large", exitCode: 4)
            }
        }
    }

    private static func unreadable(_ path: String) -> Failure {
        let name = path == "-" ? "standard input" : path
        return Failure("file.unreadable", "\(name): \(String(cString: strerror(errno)))", exitCode: 4)
    }
}

extension FileBytes {
    /// Writes a whole file with mode 0600: first beside it, then on disk, then under its name.
    ///
    /// - Throws: a failure if the file exists and isn't to be replaced, or can't be written; then nothing is left.
    public static func write(_ bytes: [UInt8], to path: String, replacing: Bool = false) throws(Failure) {
        let temporary = path + ".\(getpid()).new"
        // One that a killed process of the same number left, as in a container, isn't in the way.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw unwritable(path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            rest = rest.dropFirst(count)
        }
        let isWritten = rest.isEmpty && fsync(descriptor) == 0
        close(descriptor)
        // A link fails where the name is taken; a rename would replace it.
        let isNamed = isWritten && (replacing ? rename(temporary, path) : link(temporary, path)) == 0
        // The name is there after a loss of power, too.
        if isNamed { syncFolder(of: path) }
        let failure = isNamed ? nil : unwritable(path)
        if !isNamed || !replacing { unlink(temporary) }
        if let failure { throw failure }
    }

    /// Says before long work whether the folder for a file takes one.
    ///
    /// - Throws: the failure that `write` would end with.
    public static func expectWritable(_ path: String) throws(Failure) {
        guard access(folder(of: path), W_OK | X_OK) == 0 else { throw unwritable(path) }
    }

    private static func folder(of path: String) -> String {
        let end = path.lastIndex(of: "/")
        return end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }

    private static func syncFolder(of path: String) {
        let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func unwritable(_ path: String) -> Failure {
        Failure(
            "file.unwritable", "\(path): \(String(cString: strerror(errno)))",
            hint: "check the folder, its mode and the disk", exitCode: 1)
    }
}
