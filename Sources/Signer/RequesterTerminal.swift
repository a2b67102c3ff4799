import Approval
import CLocalSocket
import Glibc
import SafeText
import SignerProtocol
import Terminal

/// The terminal of the program that asks, borrowed for a review.
enum BorrowedTerminal {
    /// Opens the controlling terminal of `process` for full-screen use.
    ///
    /// - Throws: `SignerError` `terminal.unavailable` where it can't be opened or used, with the hint to run the signer
    ///   in another pane.
    static func open(
        of process: Int32, traits: SignRequestMessage.RequesterTerminal
    ) throws(SignerError) -> TerminalDriver {
        let descriptor = local_process_open_terminal(process, getuid())
        guard descriptor >= 0 else {
            let reason =
                switch errno {
                case ENOTTY: "the program that asks has no terminal"
                case EPERM: "the terminal belongs to another user"
                default: String(cString: strerror(errno))
                }
            throw unavailable(reason)
        }
        defer { close(descriptor) }
        do {
            return try TerminalDriver(
                descriptor: descriptor, term: traits.type,
                options: .borrowed(locale: traits.locale, color: traits.noColor ? .never : .auto))
        } catch { throw unavailable(error.message) }
    }

    private static func unavailable(_ reason: String) -> SignerError {
        SignerError(
            code: "terminal.unavailable",
            message: "the terminal can't be used for the review: \(SafeText(cleaning: reason).text)",
            hint: "run coai-signer run in another pane, and try again")
    }
}
