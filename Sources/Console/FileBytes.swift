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
                    "file.too-large", "\(path) is larger than \(maximum) bytes",
                    hint: "no document that is signed is that large", exitCode: 4)
            }
        }
    }

    private static func unreadable(_ path: String) -> Failure {
        Failure("file.unreadable", "\(path): \(String(cString: strerror(errno)))", exitCode: 4)
    }
}
