import Glibc
import SafeText
import StrictJSON

/// Standard output and standard error.
public enum Output {
    /// Writes `text` as it is.
    ///
    /// A result that can't be written must not end with exit code 0: the process then ends with 1, after a word to
    /// standard error unless the reader has just gone.
    public static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        guard !deliver(text, to: descriptor), descriptor == STDOUT_FILENO else { return }
        endUnwritten()
    }

    /// Ends the process, as standard output doesn't take the result; `errno` says why.
    public static func endUnwritten() -> Never {
        if errno != EPIPE {
            let failure = Failure(
                "output.unwritable", "the result can't be written: \(String(cString: strerror(errno)))",
                hint: "check where standard output goes", exitCode: 1)
            _ = deliver(failure.text, to: STDERR_FILENO)
        }
        exit(1)
    }

    /// Writes all of `text`, and says whether that was possible.
    static func deliver(_ text: String, to descriptor: Int32) -> Bool {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    /// Writes the document or the lines, as `asJSON` says.
    public static func result(_ json: JSON, plain: [SafeText], asJSON: Bool) {
        write(asJSON ? json.serialized() + "\n" : plain.map { $0.text + "\n" }.joined())
    }

    /// A note for a person, which isn't part of the result.
    public static func note(_ text: SafeText) { write(text.text + "\n", to: STDERR_FILENO) }
}
