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

    /// Takes a transaction of an account that is impersonated: it has no signature.
    @discardableResult
    public func submit(_ transaction: Transaction, impersonating sender: Address) throws(ChainRefusal)
        -> Hash32
    {
        try submit(ChainTransaction(transaction, impersonating: sender))
    }

    private func submit(_ item: ChainTransaction) throws(ChainRefusal) -> Hash32 {
        guard places[item.hash] == nil else { throw .alreadyKnown }
        let account = state.account(item.sender, at: head.number) ?? StoredAccount()
        // Against the rules that no later block can change; nonce and base fee may be right in another.
        do throws(TransactionError) {
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
            guard let cost = item.transaction.maximumCost, cost <= account.balance else {
                throw TransactionError(
                    code: "transaction.invalid-funds",
                    message: "insufficient funds for gas * price + value: address \(item.sender) has "
                        + "\(account.balance)")
            }
        } catch { throw .invalid(error) }
        try pool.add(item, accountNonce: account.nonce)
        note(.pending(item))
        return item.hash
    }

    /// Makes the next block of what waits and fits.
    ///
    /// A transaction that can't be in it for good is dropped; one that doesn't fit stays.
    @discardableResult
    public func mine() -> ChainBlock {
        let draft = draft
        for hash in draft.settled { pool.remove(hash) }
        let block = draft.builder.seal(stateRoot: state.append(draft.builder.state.changes))
        append(block)
        clock.didSeal()
        nextBaseFee = nil
        return block
    }

    /// The next block as it would be now, with what waits and fits.
    public var pendingBlock: ChainBlock {
        let builder = draft.builder
        return builder.seal(stateRoot: stateRoot(at: head.number, with: builder.state.changes))
    }

    /// What the next block's calls see, and the state after those that wait.
    var pending: (reader: any StateReader, environment: BlockEnvironment) {
        let builder = draft.builder
        return (builder.state, builder.environment)
    }

    /// The next block in the making.
    struct Draft {
        var builder: BlockBuilder
        /// Transactions that are in it, and those that never can be.
        var settled: [Hash32]
    }

    private var draft: Draft {
        let environment = nextEnvironment
        if let drafted, drafted.builder.environment.timestamp == environment.timestamp { return drafted }
        var builder = BlockBuilder(
            on: head, in: environment, state: OverlayState(base: state(at: head.number)),
            rules: configuration.rules)
        builder.begin()
        let settled = fill(&builder)
        builder.end()
        let made = Draft(builder: builder, settled: settled)
        drafted = made
        return made
    }
}
