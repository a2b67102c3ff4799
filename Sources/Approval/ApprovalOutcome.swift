import Cryptography

/// How a review ended.
public enum ApprovalOutcome: Sendable {
    /// A person read all of it and typed the code, then the passphrase; nil if none was asked for.
    case approved(passphrase: SecretBytes?)
    /// A person said no, or typed, pasted or sent something else than the code.
    case rejected
    /// The terminal is smaller than 60 columns and 16 rows.
    case terminalTooSmall
    /// The program that asked is gone.
    case requesterGone
    /// The terminal was lost, or randomness was not to be had.
    case failed(String)
}
