import Glibc

/// The file of the program that runs, and those that belong beside it.
public enum OwnProgram {
    /// Absolute path of the file that this process runs.
    ///
    /// - Throws: `program.missing` where the kernel doesn't tell.
    public static func path() throws(Failure) -> String {
        var buffer = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count)
        let path = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard path.hasPrefix("/"), count < buffer.count else {
            throw Failure("program.missing", "the program's own place can't be found", exitCode: 1)
        }
        return path
    }

    /// Path of the program called `name` in the same folder.
    ///
    /// - Throws: `program.missing` where the kernel doesn't tell of this one.
    public static func beside(_ name: String) throws(Failure) -> String {
        let path = try path()
        return String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) + name
    }
}
