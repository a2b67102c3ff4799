import Ethereum

/// What a block demands of a transaction, beyond its form.
enum TransactionRules {
    /// Checks a transaction against the block and its sender's account.
    ///
    /// - Parameter isImpersonated: whether the sender may be a contract, which has no key to sign with.
    /// - Returns: the price of a unit of gas that it pays.
    /// - Throws: `TransactionError` naming the rule.
    static func check(
        _ transaction: Transaction, from sender: Address, in block: BlockEnvironment,
        on reader: any StateReader,
        rules: ForkRules, isImpersonated: Bool
    ) throws(TransactionError) -> UInt256 {
        try transaction.validate(rules: rules, chainID: block.chainID)
        guard transaction.gasLimit <= block.gasLimit else {
            throw invalid("block-gas", "the gas limit is above that of the block")
        }
        guard transaction.gasPriceLimit >= block.baseFee else {
            throw invalid(
                "base-fee",
                "max fee per gas less than block base fee: maxFeePerGas: \(transaction.gasPriceLimit), "
                    + "baseFee: \(block.baseFee)")
        }
        if transaction.type == 3 { try checkBlobs(transaction, in: block, rules: rules) }
        if transaction.type >= 3, transaction.to == nil {
            throw invalid("creation", "a transaction of type \(transaction.type) can't make a contract")
        }
        let account = reader.account(sender) ?? StoredAccount()
        if !isImpersonated, account.code.count > 0, rules < .prague || account.code.delegate == nil {
            throw invalid("sender-code", "sender not an eoa: \(sender) is a contract (EIP-3607)")
        }
        guard transaction.nonce == account.nonce else {
            throw invalid(
                transaction.nonce < account.nonce ? "nonce-too-low" : "nonce-too-high",
                "nonce too \(transaction.nonce < account.nonce ? "low" : "high"): "
                    + "next nonce \(account.nonce), tx nonce \(transaction.nonce)")
        }
        guard let cost = transaction.maximumCost, cost <= account.balance else {
            throw invalid(
                "funds",
                "insufficient funds for gas * price + value: address \(sender) has \(account.balance)")
        }
        return price(transaction, in: block)
    }

    /// Checks what a call needs, which is in no block.
    ///
    /// - Returns: the price of a unit of gas that it pays.
    static func checkCall(
        _ transaction: Transaction, from sender: Address, in block: BlockEnvironment,
        on reader: any StateReader, rules: ForkRules
    ) throws(TransactionError) -> UInt256 {
        let least = max(transaction.intrinsicGas(rules: rules), transaction.calldataFloorGas(rules: rules))
        guard transaction.gasLimit >= least else {
            throw invalid("gas", "intrinsic gas too low: have \(transaction.gasLimit), want \(least)")
        }
        guard transaction.gasPriceLimit >= block.baseFee else {
            throw invalid(
                "base-fee",
                "max fee per gas less than block base fee: maxFeePerGas: \(transaction.gasPriceLimit), "
                    + "baseFee: \(block.baseFee)")
        }
        guard transaction.type < 2 || transaction.maxPriorityFeePerGas <= transaction.maxFeePerGas else {
            throw invalid("tip", "the priority fee is above the fee limit")
        }
        if transaction.type == 3, transaction.maxFeePerBlobGas < block.blobBaseFee(rules: rules) {
            throw invalid("blob-fee", "the blob fee limit is below the block's blob base fee")
        }
        let balance = reader.account(sender)?.balance ?? .zero
        guard let cost = transaction.maximumCost, cost <= balance else {
            throw invalid(
                "funds", "insufficient funds for gas * price + value: address \(sender) has \(balance)")
        }
        return price(transaction, in: block)
    }

    private static func price(_ transaction: Transaction, in block: BlockEnvironment) -> UInt256 {
        if transaction.type < 2 { return transaction.gasPrice }
        let (sum, overflow) = block.baseFee.addingReportingOverflow(transaction.maxPriorityFeePerGas)
        return overflow ? transaction.maxFeePerGas : min(sum, transaction.maxFeePerGas)
    }

    /// Count and price of blobs (EIP-4844, EIP-7691, EIP-7594).
    private static func checkBlobs(
        _ transaction: Transaction, in block: BlockEnvironment, rules: ForkRules
    ) throws(TransactionError) {
        let most = BlobSchedule(rules: rules)?.mostOfTransaction ?? 0
        guard transaction.blobVersionedHashes.count <= most else {
            throw invalid("blob-count", "more than \(most) blobs")
        }
        guard transaction.maxFeePerBlobGas >= block.blobBaseFee(rules: rules) else {
            throw invalid("blob-fee", "the blob fee limit is below the block's blob base fee")
        }
    }

    private static func invalid(_ rule: String, _ message: String) -> TransactionError {
        TransactionError(code: "transaction.invalid-\(rule)", message: message)
    }
}
