import Glibc
import SafeText
import StrictJSON

/// Standard output and standard error.
public enum Output {
    /// Writes `text` as it is.
    public static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            bytes = bytes.dropFirst(count)
        }
    }

    /// Writes the document or the lines, as `asJSON` says.
    public static func result(_ json: JSON, plain: [SafeText], asJSON: Bool) {
        write(asJSON ? json.serialized() + "\n" : plain.map { $0.text + "\n" }.joined())
    }

    /// A note for a person, which isn't part of the result.
    public static func note(_ text: SafeText) { write(text.text + "\n", to: STDERR_FILENO) }
}
