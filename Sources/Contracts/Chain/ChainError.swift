import Ethereum

/// Why a development chain isn't what it was meant to become.
public struct ChainError: Error, Sendable, Equatable {
    /// Stable name, such as `devnet.reverted`.
    public let code: String
    /// One sentence.
    public let message: String
    /// What to do about it.
    public let hint: String

    /// An error of these parts.
    public init(_ code: String, _ message: String, hint: String = "") {
        self.code = code
        self.message = message
        self.hint = hint
    }

    static func artifact(_ name: String) -> ChainError {
        ChainError("devnet.artifact", "the artifact of \(name) can't be read", hint: "build coai anew")
    }

    static func answer(_ method: String) -> ChainError {
        ChainError("devnet.answer", "the node's answer to \(method) is not what it must be")
    }
}
