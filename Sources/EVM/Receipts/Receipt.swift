import Ethereum

/// What a block records of a transaction that it ran (EIP-658, EIP-2718).
public struct Receipt: Sendable, Hashable {
    /// The transaction's type, 0 to 4.
    public var type: UInt8
    /// Whether it ran to its end; what it changed is undone if not.
    public var succeeded: Bool
    /// Gas used in the block up to the end of this transaction.
    public var cumulativeGasUsed: UInt64
    /// Its logs, in order.
    public var logs: [LogEntry]

    /// A receipt with these parts.
    public init(type: UInt8, succeeded: Bool, cumulativeGasUsed: UInt64, logs: [LogEntry]) {
        self.type = type
        self.succeeded = succeeded
        self.cumulativeGasUsed = cumulativeGasUsed
        self.logs = logs
    }

    /// The bloom of its logs.
    public var bloom: Bloom { Bloom(logs) }

    /// The receipt's bytes in the receipts trie: RLP, after the type unless that is 0.
    public var encoded: [UInt8] {
        let list = RLP.encode(
            .list([
                .bytes(succeeded ? [1] : []), .number(cumulativeGasUsed), .bytes(bloom.bytes),
                .list(logs.map(\.item)),
            ]))
        return type == 0 ? list : [type] + list
    }

    /// The root of the trie of a block's receipts.
    public static func root(of receipts: [Receipt]) -> Hash32 { Trie.orderedRoot(receipts.map(\.encoded)) }
}
