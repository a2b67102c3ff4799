import Keystore
import Policy
import Review
import SignerProtocol

/// Why a request ends without a signature.
enum SigningStop: Error {
    case document(ReviewError)
    case policy(ReviewError)
    case keystore(KeystoreError)
    case journal(JournalError)
    case passphrase(String, String, String)
    case dangers([String])
    case person
    case terminalTooSmall
    case requesterGone
    case terminal(String)
    case fault(String)

    /// The reason as it goes to the requester, with the exit code of the command line.
    var reason: SignerReply.Refusal {
        switch self {
        case .document(let error): refusal(error.code, error.message, error.hint, 4)
        case .policy(let error): refusal(error.code, error.message, error.hint, 3)
        case .keystore(let error): refusal(error.code, error.message, error.hint, 7)
        case .journal(let error): refusal(error.code, error.message, error.hint, 8)
        case .passphrase(let code, let message, let hint): refusal(code, message, hint, 7)
        case .dangers(let codes):
            refusal(
                "refused.dangers",
                "there are dangers that were not accepted: \(codes.joined(separator: ", "))",
                "accept each with --accept CODE, after reading what it says", 3)
        case .person: refusal("refused.by-person", "the review was rejected", "", 3)
        case .terminalTooSmall:
            refusal(
                "refused.terminal-too-small", "the terminal is smaller than 60 columns and 16 rows",
                "a review is shown whole or not at all: enlarge the terminal", 3)
        case .requesterGone:
            refusal("refused.requester-gone", "the program that asked is gone", "", 3)
        case .terminal(let message):
            refusal(
                "terminal.failed", message, "run coai-signer run in another pane, and sign from there", 1)
        case .fault(let message): refusal("signer.fault", message, "nothing was released", 1)
        }
    }

    private func refusal(
        _ code: String, _ message: String, _ hint: String, _ exitCode: Int32
    ) -> SignerReply.Refusal {
        SignerReply.Refusal(code: code, message: message, hint: hint, exitCode: exitCode)
    }
}
