import Cryptography
import Ethereum

/// Running of transactions (Yellow Paper, section 6).
public enum Execution {
    /// Runs a transaction on a state, which isn't changed: the result says what to write.
    ///
    /// - Parameters:
    ///   - sender: who signed; the caller has recovered it.
    ///   - rules: London or later.
    ///   - isImpersonated: whether nobody signed, so that the sender may be a contract, too (against EIP-3607).
    ///   - precompiles: where they are; nil for the fork's, where they belong.
    ///   - isObserved: whether the result says what was looked at and called.
    ///   - steps: what of each opcode it says, if anything.
    /// - Throws: `TransactionError` if the transaction can't be in the block: it runs not at all.
    public static func run(
        _ transaction: Transaction, from sender: Address, in block: BlockEnvironment,
        on reader: any StateReader,
        rules: ForkRules, isImpersonated: Bool = false, precompiles: PrecompileTable? = nil,
        isObserved: Bool = false, steps: TracedStep.Options? = nil
    ) throws(TransactionError) -> TransactionResult {
        let price = try TransactionRules.check(
            transaction, from: sender, in: block, on: reader, rules: rules, isImpersonated: isImpersonated)
        return run(
            transaction, from: sender, at: price, in: block, on: reader, rules: rules, precompiles,
            observes: (access: isObserved, calls: isObserved, steps: steps))
    }

    /// Runs a call as nodes answer `eth_call`: the nonce isn't looked at, nor whether the sender is a contract, and where
    /// no price is named, gas costs nothing and there is no base fee.
    ///
    /// The same holds for the gas of blobs.
    ///
    /// - Parameters:
    ///   - precompiles: where they are; nil for the fork's, where they belong.
    ///   - isObserved: whether the result says what was called; what was looked at it says always.
    /// - Throws: `TransactionError` if its gas doesn't reach for a beginning, or the sender can't pay.
    public static func call(
        _ transaction: Transaction, from sender: Address, in block: BlockEnvironment,
        on reader: any StateReader, rules: ForkRules, precompiles: PrecompileTable? = nil,
        isObserved: Bool = false, steps: TracedStep.Options? = nil
    ) throws(TransactionError) -> TransactionResult {
        var block = block
        if transaction.gasPriceLimit.isZero { block.baseFee = .zero }
        if transaction.type == 3, transaction.maxFeePerBlobGas.isZero { block.givenBlobBaseFee = .zero }
        let price = try TransactionRules.checkCall(
            transaction, from: sender, in: block, on: reader, rules: rules)
        return run(
            transaction, from: sender, at: price, in: block, on: reader, rules: rules, precompiles,
            observes: (access: true, calls: isObserved, steps: steps))
    }

    /// Runs what was checked: no product overflows, and the balance suffices.
    private static func run(
        _ transaction: Transaction, from sender: Address, at price: UInt256, in block: BlockEnvironment,
        on reader: any StateReader, rules: ForkRules, _ precompiles: PrecompileTable?,
        observes: (access: Bool, calls: Bool, steps: TracedStep.Options?)
    ) -> TransactionResult {
        var machine = Machine(
            rules: rules, block: block, origin: sender, gasPrice: price,
            blobHashes: transaction.blobVersionedHashes, reader: reader, precompiles: precompiles)
        if observes.calls { machine.recorder = CallRecorder() }
        machine.stepRecorder = observes.steps.map { StepRecorder($0) }
        machine.state.change(sender) {
            $0.balance = $0.balance &- UInt256(transaction.gasLimit) &* price
            $0.balance =
                $0.balance &- UInt256(131_072 * UInt64(transaction.blobVersionedHashes.count))
                &* (transaction.type == 3 ? block.blobBaseFee(rules: rules) : .zero)
            // A call may come from an account that has the last nonce.
            $0.nonce &+= 1
            $0.exists = true
            $0.isTouched = true
        }
        machine.warm(for: transaction)
        for authorization in transaction.authorizationList { machine.delegate(authorization) }
        if rules >= .prague, let to = transaction.to, let delegate = machine.state.account(to).code.delegate {
            _ = machine.state.warm(delegate)
        }
        let outcome = machine.run(first(transaction, sender, rules), from: sender)

        var used = transaction.gasLimit - outcome.gas
        let peak = max(used, transaction.calldataFloorGas(rules: rules))
        used -= min(UInt64(max(machine.state.refund, 0)), used / 5)
        used = max(used, transaction.calldataFloorGas(rules: rules))
        machine.state.addBalance(sender, UInt256(transaction.gasLimit - used) &* price)
        machine.state.addBalance(block.coinbase, UInt256(used) &* (price &- block.baseFee))
        return TransactionResult(
            halt: outcome.halt, gasUsed: used, peakGas: peak, output: outcome.output,
            logs: machine.state.logs,
            created: outcome.halt == .success ? outcome.created : nil, changes: machine.state.finished(),
            accessed: observes.access ? machine.state.accessed : [],
            calls: machine.recorder?.calls(ofGas: transaction.gasLimit, used: used) ?? [],
            steps: machine.stepRecorder.flatMap { $0.isFull ? nil : $0.steps })
    }

    private static func first(_ transaction: Transaction, _ sender: Address, _ rules: ForkRules) -> Exit {
        let gas = transaction.gasLimit - transaction.intrinsicGas(rules: rules)
        guard let to = transaction.to else {
            return .create(CreateRequest(gas: gas, value: transaction.value, initcode: transaction.data))
        }
        return .call(
            CallRequest(
                gas: gas, codeAddress: to, address: to, caller: sender, value: transaction.value,
                transfersValue: true, input: transaction.data, isStatic: false, outputOffset: 0,
                outputCount: 0))
    }
}

extension Machine {
    /// Marks what a transaction names as accessed (EIP-2929, EIP-2930, EIP-3651).
    fileprivate mutating func warm(for transaction: Transaction) {
        _ = state.warm(origin)
        if let to = transaction.to { _ = state.warm(to) }
        if rules >= .shanghai { _ = state.warm(block.coinbase) }
        for entry in transaction.accessList {
            _ = state.warm(entry.address)
            for key in entry.storageKeys { _ = state.accessed(.init(address: entry.address, slot: key.word)) }
        }
    }

    /// Sets the code that an account has agreed to run (EIP-7702); one that isn't in order is passed over.
    fileprivate mutating func delegate(_ authorization: Authorization) {
        guard authorization.chainID.isZero || authorization.chainID == UInt256(block.chainID),
            authorization.nonce < .max, authorization.yParity <= 1,
            let authority = try? authorization.authority()
        else { return }
        _ = state.warm(authority)
        let account = state.account(authority)
        guard account.code.count == 0 || account.code.delegate != nil, account.nonce == authorization.nonce
        else {
            return
        }
        // 25,000 were taken for an account that isn't there; one that is costs 12,500.
        if account.exists { state.refund += 12_500 }
        let code: Code = authorization.address.isZero ? .empty : .delegation(to: authorization.address)
        state.change(authority) {
            $0.code = code
            $0.nonce += 1
            $0.exists = true
            $0.isTouched = true
        }
    }
}
