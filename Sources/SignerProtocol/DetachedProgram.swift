import CLocalSocket
import Glibc

/// A program that outlives who starts it: in a session of its own, without a terminal, and nobody's child.
public enum DetachedProgram {
    /// Starts the program at `path`; `lifeline`, if there is one, is descriptor 3 there, and all others are closed.
    ///
    /// - Throws: `SignerError` `signer.start` with the system's reason.
    public static func start(
        _ path: String, _ arguments: [String], lifeline: Int32? = nil
    ) throws(SignerError) {
        var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        guard local_process_start_detached(path, &words, lifeline ?? -1) == 0 else {
            let reason = String(cString: strerror(errno))
            let name = path.split(separator: "/").last.map(String.init) ?? path
            throw SignerError(code: "signer.start", message: "\(name) can't be started: \(reason)")
        }
    }
}
