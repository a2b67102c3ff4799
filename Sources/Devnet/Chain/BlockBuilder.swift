import EVM
import Ethereum

/// What a block has from the beacon chain and from who builds it, besides its environment.
struct BlockAttributes {
    /// Root of the beacon block before (EIP-4788).
    var parentBeaconRoot: Hash32 = .zero
    /// Stake that comes back (EIP-4895).
    var withdrawals: [Withdrawal] = []
    /// Up to 32 bytes.
    var extraData: [UInt8] = []
}

/// A block in the making: its transactions run one after another, each on the state that those before have left.
struct BlockBuilder {
    let parent: ChainBlock
    let environment: BlockEnvironment
    let attributes: BlockAttributes
    let rules: ForkRules
    /// The state after what is in the block so far.
    private(set) var state: OverlayState
    /// What is handed to the beacon chain (EIP-7685), once the block has ended.
    private(set) var requests: [[UInt8]] = []
    private(set) var gasUsed: UInt64 = 0
    private var blobCount = 0
    private var deposits: [UInt8] = []
    private var items: [(transaction: ChainTransaction, receipt: Receipt, created: Address?)] = []

    /// - Parameter state: that after the parent.
    init(
        on parent: ChainBlock, in environment: BlockEnvironment, with attributes: BlockAttributes = .init(),
        state: OverlayState, rules: ForkRules
    ) {
        self.parent = parent
        self.environment = environment
        self.attributes = attributes
        self.state = state
        self.rules = rules
    }

    /// Makes the calls that stand before a block's transactions.
    mutating func begin() {
        state.changes.merge(
            SystemCalls.begin(
                environment, parentHash: parent.hash, parentBeaconRoot: attributes.parentBeaconRoot,
                on: state, rules: rules))
    }

    /// Whether the gas and the blobs of a transaction fit beside those that are in the block.
    func fits(_ transaction: Transaction) -> Bool {
        let mostBlobs = Int(BlobSchedule(rules: rules)?.most ?? 0)
        let blobs = transaction.blobVersionedHashes.count
        return transaction.gasLimit <= environment.gasLimit - min(gasUsed, environment.gasLimit)
            && (blobs == 0 || blobs <= mostBlobs - blobCount)
    }

    /// Why a transaction pays too little for the block, if it does.
    func feeError(_ item: ChainTransaction) -> TransactionError? {
        let transaction = item.transaction
        guard transaction.gasPriceLimit >= environment.baseFee else {
            return TransactionError(
                code: "transaction.invalid-base-fee",
                message: "max fee per gas less than block base fee: address \(item.sender), "
                    + "maxFeePerGas: \(transaction.gasPriceLimit), baseFee: \(environment.baseFee)")
        }
        let blobFee = environment.blobBaseFee(rules: rules)
        guard transaction.type != 3 || transaction.maxFeePerBlobGas >= blobFee else {
            return TransactionError(
                code: "transaction.invalid-blob-fee",
                message: "max fee per blob gas less than block blob gas fee: address \(item.sender), "
                    + "blobGasFeeCap: \(transaction.maxFeePerBlobGas), blobBaseFee: \(blobFee)")
        }
        return nil
    }

    /// Runs a transaction in the block.
    ///
    /// - Throws: `TransactionError` if it can't be in it; then it isn't.
    mutating func run(_ item: ChainTransaction) throws(TransactionError) {
        try add(
            item,
            try Execution.run(
                item.transaction, from: item.sender, in: environment, on: state, rules: rules,
                isImpersonated: item.isImpersonated))
    }

    /// Takes a transaction that was run in the block's environment, on its state.
    ///
    /// - Throws: `TransactionError` if its logs are what no block can have (EIP-6110); then it isn't in this one.
    mutating func add(_ item: ChainTransaction, _ result: TransactionResult) throws(TransactionError) {
        if rules >= .prague { deposits += try DepositRequests.data(of: result.logs) }
        state.changes.merge(result.changes)
        gasUsed += result.gasUsed
        blobCount += item.transaction.blobVersionedHashes.count
        let receipt = Receipt(
            type: item.transaction.type, succeeded: result.succeeded, cumulativeGasUsed: gasUsed,
            logs: result.logs)
        items.append((item, receipt, result.created))
    }

    /// Does what stands after a block's transactions: withdrawals, then the calls that collect requests.
    mutating func end() {
        if !attributes.withdrawals.isEmpty {
            state.changes.merge(Withdrawal.changes(of: attributes.withdrawals, on: state, rules: rules))
        }
        let end = SystemCalls.end(environment, on: state, rules: rules)
        state.changes.merge(end.changes)
        requests = (deposits.isEmpty ? [] : [[DepositRequests.kind] + deposits]) + end.requests
    }

    /// What the transactions pay to who builds the block, in wei.
    var value: UInt256 {
        var sum = UInt256.zero
        var gasBefore: UInt64 = 0
        for item in items {
            let gas = item.receipt.cumulativeGasUsed - gasBefore
            gasBefore = item.receipt.cumulativeGasUsed
            sum = sum &+ UInt256(gas) &* (item.transaction.tip(baseFee: environment.baseFee) ?? .zero)
        }
        return sum
    }

    /// The block, whole.
    ///
    /// - Parameter stateRoot: of the state after it.
    func seal(stateRoot: Hash32) -> ChainBlock {
        var header = ChainHeader(rules: rules)
        header.parentHash = parent.hash
        header.number = environment.number
        header.timestamp = environment.timestamp
        header.coinbase = environment.coinbase
        header.gasLimit = environment.gasLimit
        header.gasUsed = gasUsed
        header.baseFeePerGas = environment.baseFee
        header.prevRandao = environment.random
        header.extraData = attributes.extraData
        header.stateRoot = stateRoot
        if header.withdrawalsRoot != nil, !attributes.withdrawals.isEmpty {
            header.withdrawalsRoot = Withdrawal.root(of: attributes.withdrawals)
        }
        if header.blobGasUsed != nil {
            header.blobGasUsed = UInt64(blobCount) * BlobSchedule.gasPerBlob
            header.excessBlobGas = environment.excessBlobGas
            header.parentBeaconRoot = attributes.parentBeaconRoot
        }
        if header.requestsHash != nil { header.requestsHash = ChainHeader.requestsHash(requests) }
        header.transactionsRoot = Trie.orderedRoot(items.map(\.transaction.encoded))
        header.receiptsRoot = Receipt.root(of: items.map(\.receipt))
        for item in items { header.logsBloom.formUnion(item.receipt.bloom) }
        return ChainBlock(
            header: header, transactions: items.map(\.transaction),
            receipts: items.map(\.receipt), created: items.map(\.created),
            withdrawals: attributes.withdrawals)
    }
}
