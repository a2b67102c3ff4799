import Cryptography
import EVM
import Ethereum

extension DevChain {
    /// Takes a signed transaction into the pool.
    ///
    /// - Parameter raw: its encoding (EIP-2718); one with blobs may have its sidecar.
    /// - Returns: its hash.
    @discardableResult
    public func submit(_ raw: [UInt8]) throws(ChainRefusal) -> Hash32 {
        let signed: SignedTransaction
        let sender: Address
        let raw = try BlobSidecar.remove(from: raw, rules: configuration.rules)
        do throws(TransactionError) {
            guard case .signed(let decoded) = try Transaction.decode(raw) else {
                throw TransactionError(code: "transaction.unsigned", message: "the transaction isn't signed")
            }
            signed = decoded
        } catch { throw .malformed(error.message) }
        do throws(CryptographyError) { sender = try signed.sender() } catch {
            throw .malformed("invalid sender")
        }
        return try submit(ChainTransaction(signed, sender: sender))
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
        let unsigned = SignedTransaction(
            transaction: transaction, signature: Signature(r: .zero, s: .zero, yParity: 0))
        return try submit(ChainTransaction(unsigned, sender: sender))
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
        let root = state.append(draft.state.changes)
        let block = draft.builder.seal(on: head, stateRoot: root, rules: configuration.rules)
        append(block)
        clock.didSeal()
        nextBaseFee = nil
        return block
    }

    /// The next block as it would be now, with what waits and fits.
    public var pendingBlock: ChainBlock {
        let draft = draft
        let root = stateRoot(at: head.number, with: draft.state.changes)
        return draft.builder.seal(on: head, stateRoot: root, rules: configuration.rules)
    }

    /// What the next block's calls see, and the state after those that wait.
    var pending: (reader: any StateReader, environment: BlockEnvironment) {
        let draft = draft
        return (draft.state, draft.builder.environment)
    }

    /// A block in the making and what it leaves.
    struct Draft {
        var builder: BlockBuilder
        var state: OverlayState
        /// Transactions that are in it, and those that never can be.
        var settled: [Hash32] = []
    }

    private var draft: Draft {
        let environment = nextEnvironment
        if let drafted, drafted.builder.environment.timestamp == environment.timestamp { return drafted }
        let made = draft(in: environment)
        drafted = made
        return made
    }

    private func draft(in environment: BlockEnvironment) -> Draft {
        let parent = head
        var overlay = OverlayState(base: state(at: parent.number))
        overlay.changes.merge(
            SystemCalls.begin(
                environment, parentHash: parent.hash, parentBeaconRoot: .zero, on: overlay,
                rules: configuration.rules))
        var builder = BlockBuilder(environment: environment)
        var settled: [Hash32] = []
        let waiting = pool.candidates(baseFee: environment.baseFee) { [state] in
            state.account($0, at: parent.number)?.nonce ?? 0
        }
        let blobFee = environment.blobBaseFee(rules: configuration.rules)
        let mostBlobs = Int(BlobSchedule(rules: configuration.rules)?.most ?? 0)
        var skipped: Set<Address> = []
        for item in waiting where !skipped.contains(item.sender) {
            let blobs = item.transaction.blobVersionedHashes.count
            guard item.transaction.gasLimit <= environment.gasLimit - builder.gasUsed,
                blobs == 0
                    || (blobs <= mostBlobs - builder.blobCount
                        && item.transaction.maxFeePerBlobGas >= blobFee)
            else {
                skipped.insert(item.sender)
                continue
            }
            do throws(TransactionError) {
                let result = try Execution.run(
                    item.transaction, from: item.sender, in: environment, on: overlay,
                    rules: configuration.rules)
                overlay.changes.merge(result.changes)
                builder.add(item, result)
            } catch { skipped.insert(item.sender) }
            settled.append(item.hash)
        }
        let end = SystemCalls.end(environment, on: overlay, rules: configuration.rules)
        overlay.changes.merge(end.changes)
        builder.requests = end.requests
        return Draft(builder: builder, state: overlay, settled: settled)
    }

    /// What the next block's transactions see.
    public var nextEnvironment: BlockEnvironment {
        let parent = head.header
        return BlockEnvironment(
            number: parent.number + 1, timestamp: clock.time(after: parent.timestamp),
            coinbase: configuration.coinbase, gasLimit: configuration.gasLimit,
            baseFee: nextBaseFee ?? parent.nextBaseFee, random: randomness(parent.number + 1),
            excessBlobGas: excessBlobGas(after: head),
            chainID: configuration.chainID)
    }

    /// Gas of blobs beyond the target, in the block after one.
    func excessBlobGas(after parent: ChainBlock) -> UInt64 {
        let header = parent.header
        return BlobSchedule(rules: configuration.rules)?.excess(
            after: header.excessBlobGas ?? 0, used: header.blobGasUsed ?? 0, baseFee: header.baseFeePerGas,
            blobBaseFee: blobBaseFee(of: parent)) ?? 0
    }

    /// Wei of a unit of a block's blob gas.
    func blobBaseFee(of block: ChainBlock) -> UInt256 {
        environment(of: block).blobBaseFee(rules: configuration.rules)
    }

    /// What calls at a block see.
    public func environment(of block: ChainBlock) -> BlockEnvironment {
        let header = block.header
        return BlockEnvironment(
            number: header.number, timestamp: header.timestamp, coinbase: header.coinbase,
            gasLimit: header.gasLimit, baseFee: header.baseFeePerGas, random: header.prevRandao,
            excessBlobGas: header.excessBlobGas ?? 0, chainID: configuration.chainID)
    }

    /// A block's randomness follows from its number and the seed: the same requests give the same chain.
    private func randomness(_ number: UInt64) -> Hash32 {
        let numbers = [configuration.seed, number].compactMap { $0 }
        return Keccak256.hash(
            numbers.flatMap { number in (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) } })
    }
}

/// A block in the making.
struct BlockBuilder {
    let environment: BlockEnvironment
    /// What is handed to the beacon chain (EIP-7685).
    var requests: [[UInt8]] = []
    private(set) var gasUsed: UInt64 = 0
    private(set) var blobCount = 0
    private var items: [(transaction: ChainTransaction, receipt: Receipt, created: Address?)] = []

    init(environment: BlockEnvironment) { self.environment = environment }

    mutating func add(_ item: ChainTransaction, _ result: TransactionResult) {
        gasUsed += result.gasUsed
        blobCount += item.transaction.blobVersionedHashes.count
        let receipt = Receipt(
            type: item.transaction.type, succeeded: result.succeeded, cumulativeGasUsed: gasUsed,
            logs: result.logs)
        items.append((item, receipt, result.created))
    }

    func seal(on parent: ChainBlock, stateRoot: Hash32, rules: ForkRules) -> ChainBlock {
        var header = ChainHeader(rules: rules)
        header.parentHash = parent.hash
        header.number = environment.number
        header.timestamp = environment.timestamp
        header.coinbase = environment.coinbase
        header.gasLimit = environment.gasLimit
        header.gasUsed = gasUsed
        header.baseFeePerGas = environment.baseFee
        header.prevRandao = environment.random
        header.stateRoot = stateRoot
        if header.blobGasUsed != nil {
            header.blobGasUsed = UInt64(blobCount) * BlobSchedule.gasPerBlob
            header.excessBlobGas = environment.excessBlobGas
        }
        if header.requestsHash != nil { header.requestsHash = ChainHeader.requestsHash(requests) }
        header.transactionsRoot = Trie.orderedRoot(items.map(\.transaction.encoded))
        header.receiptsRoot = Receipt.root(of: items.map(\.receipt))
        for item in items { header.logsBloom.formUnion(item.receipt.bloom) }
        return ChainBlock(
            header: header, transactions: items.map(\.transaction),
            receipts: items.map(\.receipt), created: items.map(\.created))
    }
}
