import Ethereum

/// Why a chain doesn't take a transaction.
public enum ChainRefusal: Error, Sendable, Equatable {
    case alreadyKnown
    case nonceTooLow(next: UInt64, own: UInt64)
    case nonceTooHigh(next: UInt64, own: UInt64)
    case underpriced
    case poolIsFull
    /// It has more bytes than one may have that waits.
    case oversized(Int)
    /// Blobs that were sent with a transaction aren't its own.
    case sidecar(String)
    /// Not a transaction, or one whose signature fits nobody.
    case malformed(String)
    /// It is against a rule of the chain, whoever sends it.
    case invalid(TransactionError)

    /// What tools look for in a node's answer.
    public var message: String {
        switch self {
        case .alreadyKnown: "already known"
        case .nonceTooLow(let next, let own): "nonce too low: next nonce \(next), tx nonce \(own)"
        case .nonceTooHigh(let next, let own): "nonce too high: next nonce \(next), tx nonce \(own)"
        case .underpriced: "replacement transaction underpriced"
        case .poolIsFull: "txpool is full"
        case .oversized(let size):
            "oversized data: transaction size \(size), limit \(TransactionPool.largest)"
        case .sidecar(let why): "invalid blob sidecar: \(why)"
        case .malformed(let why): "invalid transaction: \(why)"
        case .invalid(let error): Self.words(error)
        }
    }

    /// What other nodes say of it, and tools look for, before what it is in full.
    private static func words(_ error: TransactionError) -> String {
        let known = [
            "transaction.invalid-gas": "intrinsic gas too low",
            "transaction.invalid-fee-order": "max priority fee per gas higher than max fee per gas",
        ]
        guard let words = known[error.code], !error.message.hasPrefix(words) else { return error.message }
        return words + ": " + error.message
    }
}
