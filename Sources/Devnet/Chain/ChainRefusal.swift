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
        case .invalid(let error): error.message
        }
    }
}
