import Cryptography
import EVM
import Ethereum

/// A transaction that a chain has taken: signed, or sent by an account that is impersonated.
public struct ChainTransaction: Sendable, Hashable {
    /// What was signed.
    public let transaction: Transaction
    /// The signature; for an impersonated sender the address and zero, so that two senders' hashes differ.
    public let signature: Signature
    /// Who sent it.
    public let sender: Address
    /// Keccak-256 of its encoding.
    public let hash: Hash32

    /// A transaction whose sender was recovered.
    public init(_ signed: SignedTransaction, sender: Address) {
        transaction = signed.transaction
        signature = signed.signature
        self.sender = sender
        hash = signed.hash
    }

    /// A transaction that nobody signed.
    init(_ transaction: Transaction, impersonating sender: Address) {
        let mark = Signature(r: sender.word, s: .zero, yParity: 0)
        self.init(SignedTransaction(transaction: transaction, signature: mark), sender: sender)
    }

    /// Whether nobody signed: no signature has a zero.
    var isImpersonated: Bool { signature.s.isZero }

    /// The transaction of an encoding (EIP-2718), and the blobs that it was sent with.
    static func decode(
        _ raw: [UInt8], rules: ForkRules
    ) throws(ChainRefusal) -> (transaction: ChainTransaction, sidecar: BlobSidecar?) {
        let (alone, sidecar) = try BlobSidecar.split(raw, rules: rules)
        let signed: SignedTransaction
        do throws(TransactionError) {
            guard case .signed(let decoded) = try Transaction.decode(alone) else {
                throw TransactionError(code: "transaction.unsigned", message: "the transaction isn't signed")
            }
            signed = decoded
        } catch { throw .malformed(error.message) }
        do throws(CryptographyError) {
            return (ChainTransaction(signed, sender: try signed.sender()), sidecar)
        } catch { throw .malformed("invalid sender") }
    }

    /// What the sender pays at most for a unit of gas, and what of that goes to the block's builder, in wei.
    func tip(baseFee: UInt256) -> UInt256? {
        let limit = transaction.gasPriceLimit
        guard limit >= baseFee else { return nil }
        return transaction.type < 2
            ? limit &- baseFee : min(transaction.maxPriorityFeePerGas, limit &- baseFee)
    }

    /// What the sender pays for a unit of gas in a block with this base fee, in wei.
    public func gasPrice(baseFee: UInt256) -> UInt256 { baseFee &+ (tip(baseFee: baseFee) ?? .zero) }

    /// Bytes of the encoding.
    public var encoded: [UInt8] { transaction.encoded(signature: signature) }
}

/// A block of a chain with all that is known of it.
///
/// An object that is never changed: a copy would touch every part of it, wherever one is looked at.
public final class ChainBlock: Sendable {
    /// What became of a transaction.
    struct Outcome: Sendable {
        /// Whether it ran to its end; what it changed is undone if not.
        let succeeded: Bool
        /// Gas used in the block up to the end of this transaction.
        let cumulativeGasUsed: UInt64
        /// Where its logs are among those of the block.
        let logs: Range<Int>
    }

    // First, and thus together in memory, what is read with logs.
    /// Its hash.
    public let hash: Hash32
    /// What its transactions logged.
    private let logs: BlockLogs
    /// Its header.
    public let header: ChainHeader
    /// Its transactions, in order.
    public let transactions: [ChainTransaction]
    /// What became of each.
    let outcomes: [Outcome]
    /// Contracts that they made, at the places of those that did.
    public let created: [Address?]
    /// Stake that came back in it: none in a block of a development chain, which has no beacon chain; those that a
    /// request gives a block that is only simulated or built.
    public let withdrawals: [Withdrawal]

    init(
        header: ChainHeader, transactions: [ChainTransaction], receipts: [Receipt], created: [Address?],
        withdrawals: [Withdrawal] = []
    ) {
        self.header = header
        hash = header.hash
        self.transactions = transactions
        self.created = created
        self.withdrawals = withdrawals
        var logs = BlockLogs(reserving: receipts.lazy.map(\.logs))
        outcomes = receipts.enumerated().map { index, receipt in
            Outcome(
                succeeded: receipt.succeeded, cumulativeGasUsed: receipt.cumulativeGasUsed,
                logs: logs.append(receipt.logs, of: transactions[index].hash, at: index))
        }
        self.logs = logs
    }

    /// Its number.
    public var number: UInt64 { header.number }

    /// Calls `body` with the logs that a filter takes, of one transaction or of all, in order.
    public func forEachLog(
        _ filter: LogFilter = LogFilter(), ofTransaction wanted: Int? = nil,
        _ body: (StoredLog, LogPlace) -> Void
    ) {
        if let wanted, !outcomes.indices.contains(wanted) { return }
        logs.forEach(filter, in: wanted.map { outcomes[$0].logs }, of: LogPlace(self), body)
    }

    /// The receipts of its transactions, made from what is kept.
    public var receipts: [Receipt] { transactions.indices.map { receipt($0) } }

    /// The receipt of the transaction at `index`.
    func receipt(_ index: Int) -> Receipt {
        let outcome = outcomes[index]
        var entries: [LogEntry] = []
        forEachLog(ofTransaction: index) { log, _ in entries.append(log.entry) }
        return Receipt(
            type: transactions[index].transaction.type, succeeded: outcome.succeeded,
            cumulativeGasUsed: outcome.cumulativeGasUsed, logs: entries)
    }

    /// Gas that the transaction at `index` used.
    public func gasUsed(_ index: Int) -> UInt64 {
        outcomes[index].cumulativeGasUsed - (index == 0 ? 0 : outcomes[index - 1].cumulativeGasUsed)
    }

    /// Bytes of the block's RLP.
    public var size: Int {
        let items = transactions.map { item -> Int in
            let bytes = item.encoded
            return item.transaction.type == 0 ? bytes.count : RLP.encode(.bytes(bytes)).count
        }
        let body = items.reduce(0, +)
        // Headers of the list of transactions and of the block's own list.
        func list(_ payload: Int) -> Int {
            payload + (payload <= 55 ? 1 : 1 + (payload.bitWidth - payload.leadingZeroBitCount + 7) / 8)
        }
        let withdrawals =
            header.withdrawalsRoot == nil ? 0 : RLP.encode(.list(self.withdrawals.map(\.item))).count
        return list(header.encoded.count + list(body) + 1 + withdrawals)
    }
}
