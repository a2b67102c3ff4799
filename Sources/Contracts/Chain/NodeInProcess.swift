import Ethereum

/// A node in the same process, for what needs no text there: who signed is known, and an outcome is two numbers.
public struct NodeInProcess {
    /// Takes a transaction of a sender, who signed it.
    let submit: (SignedTransaction, Address) throws(ChainError) -> Void
    /// Whether a transaction succeeded, and in which block it is; nil while it is in none.
    let outcome: (Hash32) -> (isDone: Bool, block: UInt64)?

    /// A node by its two ways.
    public init(
        submit: @escaping (SignedTransaction, Address) throws(ChainError) -> Void,
        outcome: @escaping (Hash32) -> (isDone: Bool, block: UInt64)?
    ) {
        self.submit = submit
        self.outcome = outcome
    }
}
