import EVM
import Ethereum

extension DevChain {
    /// Takes a signed transaction into the pool.
    ///
    /// - Parameter raw: its encoding (EIP-2718); one with blobs may have its sidecar.
    /// - Returns: its hash.
    @discardableResult
    public func submit(_ raw: [UInt8]) throws(ChainRefusal) -> Hash32 {
        try submit(ChainTransaction.decode(raw, rules: configuration.rules).transaction)
    }

    /// Takes a transaction whose sender is known, as who calls signed it: nothing is recovered.
    @discardableResult
    public func submit(_ signed: SignedTransaction, from sender: Address) throws(ChainRefusal) -> Hash32 {
        try submit(ChainTransaction(signed, sender: sender))
    }

    /// Takes a transaction whose sender is known.
    func submit(_ item: ChainTransaction) throws(ChainRefusal) -> Hash32 {
        guard places[item.hash] == nil else { throw .alreadyKnown }
        do throws(TransactionError) { try check(item, at: head.number) } catch { throw .invalid(error) }
        let count = pool.count
        try pool.add(item, accountNonce: state.account(item.sender, at: head.number)?.nonce ?? 0)
        let isNew = pool.count > count
        // One that takes another's place, or that others waited for, changes more than the block's end.
        if !isNew || pool.nextNonce(item.sender, from: item.transaction.nonce) > item.transaction.nonce + 1
            || drafted?.append(item) == false
        {
            drafted = nil
        }
        note(.pending(item))
        return item.hash
    }

    /// Holds a transaction against the rules that no later block can change; nonce and base fee may be right in another.
    ///
    /// - Parameter height: of the state that has the sender's account.
    func check(_ item: ChainTransaction, at height: UInt64) throws(TransactionError) {
        try item.transaction.validate(rules: configuration.rules, chainID: configuration.chainID)
        let mostBlobs = BlobSchedule(rules: configuration.rules)?.mostOfTransaction ?? 0
        guard item.transaction.blobVersionedHashes.count <= mostBlobs else {
            throw TransactionError(
                code: "transaction.invalid-blob-count", message: "more than \(mostBlobs) blobs")
        }
        guard item.transaction.gasLimit <= configuration.gasLimit else {
            throw TransactionError(
                code: "transaction.invalid-block-gas", message: "exceeds block gas limit")
        }
        let balance = state.account(item.sender, at: height)?.balance ?? .zero
        guard let cost = item.transaction.maximumCost, cost <= balance else {
            throw TransactionError(
                code: "transaction.invalid-funds",
                message: "insufficient funds for gas * price + value: address \(item.sender) has \(balance)")
        }
    }

    /// Drops transactions that wait; answers whether there were any.
    @discardableResult
    func drop(where isMeant: (ChainTransaction) -> Bool) -> Bool {
        let meant = pool.all.filter(isMeant)
        for item in meant { pool.remove(item.hash) }
        if !meant.isEmpty { drafted = nil }
        return !meant.isEmpty
    }

    /// Makes blocks until a transaction that waits is in one; none for one that waits for another nonce itself.
    ///
    /// - Throws: `ChainRefusal.invalid` if it can't run in the next block; then `before` waits again instead.
    func include(_ hash: Hash32, before: TransactionPool) throws(ChainRefusal) {
        guard let item = pool.transaction(hash) else { return }
        let account = state.account(item.sender, at: head.number) ?? StoredAccount()
        guard pool.isExecutable(item, accountNonce: account.nonce) else { return }
        let draft = draft
        if let error = draft.refused[hash] ?? draft.builder.feeError(item) {
            pool = before
            drafted = nil
            takeBackPending(hash)
            throw .invalid(error)
        }
        // Others may be before it, and more than a block holds.
        while places[hash] == nil, !self.draft.included.isEmpty { mine() }
    }
}
