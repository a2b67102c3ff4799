import EVM
import Ethereum

/// The next block in the making: what waits and fits runs in it, one after another.
///
/// It stays from transaction to transaction, where one that has just come would be the last one anyway.
struct PendingDraft {
    /// The block so far: what stands after a block's transactions isn't done yet.
    private(set) var builder: BlockBuilder
    /// Hashes of those that are in it.
    private(set) var included: [Hash32] = []
    /// Those that can't be in this block, and why: they may fit into a later one.
    private(set) var refused: [Hash32: TransactionError] = [:]
    private var order: [(sender: Address, tip: UInt256)] = []
    /// Senders of whom nothing more comes into the block.
    private var skipped: Set<Address> = []
    private let blobFee: UInt256

    /// A block to which nothing came so far.
    init(_ builder: BlockBuilder) {
        self.builder = builder
        self.builder.begin()
        blobFee = builder.environment.blobBaseFee(rules: builder.rules)
    }

    /// Puts all into the block that can be in it.
    ///
    /// - Parameters:
    ///   - waiting: in the order in which a builder would take them.
    ///   - takes: which of them may be in it.
    mutating func fill(_ waiting: [ChainTransaction], where takes: (Transaction) -> Bool = { _ in true }) {
        for item in waiting where !skipped.contains(item.sender) {
            if takes(item.transaction) { take(item) } else { skipped.insert(item.sender) }
        }
    }

    /// Takes on one that has come to wait.
    ///
    /// - Returns: false if the block would be another one: then it has to be made anew.
    mutating func append(_ item: ChainTransaction) -> Bool {
        guard refused.isEmpty else { return false }
        guard let tip = item.tip(baseFee: builder.environment.baseFee) else { return true }
        let next = builder.state.account(item.sender)?.nonce ?? 0
        // It waits for another one, which isn't in the block either.
        if item.transaction.nonce > next { return true }
        guard item.transaction.nonce == next else { return false }
        for earlier in order.reversed() {
            if earlier.sender == item.sender { break }
            if earlier.tip < tip { return false }
        }
        take(item)
        return true
    }

    /// Puts a transaction into the block that must be in it.
    ///
    /// - Throws: `TransactionError` if it can't; then it isn't.
    mutating func put(_ item: ChainTransaction) throws(TransactionError) {
        guard builder.fits(item.transaction) else {
            throw TransactionError(
                code: "transaction.invalid-block-gas",
                message: "gas limit reached: the transaction doesn't fit into the block")
        }
        try builder.run(item)
        included.append(item.hash)
        order.append((item.sender, item.tip(baseFee: builder.environment.baseFee) ?? .zero))
    }

    private mutating func take(_ item: ChainTransaction) {
        let transaction = item.transaction
        guard builder.fits(transaction), transaction.type != 3 || transaction.maxFeePerBlobGas >= blobFee
        else {
            skipped.insert(item.sender)
            return
        }
        do throws(TransactionError) {
            try put(item)
        } catch {
            refused[item.hash] = error
            skipped.insert(item.sender)
        }
    }

    /// The block after its last transaction, with what stands there.
    func ended() -> BlockBuilder {
        var builder = builder
        builder.end()
        return builder
    }
}
