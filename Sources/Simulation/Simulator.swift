import EVM
import Ethereum
import NodeClient
import SafeText
import StrictJSON

/// One simulation, from the block's header to its effects, on the thread that it is made on.
final class Simulator {
    private let transaction: Transaction
    private let sender: Address
    private let line: NodeLine
    private let state: NodeState
    private let rules: ForkRules
    private let environment: BlockEnvironment

    /// Reads the block and what is known beforehand to be needed.
    init(
        _ transaction: Transaction, from sender: Address, at reference: BlockReference, chainID: UInt64,
        _ line: NodeLine, _ options: SimulationOptions
    ) throws(SimulationError) {
        guard transaction.gasLimit <= options.maximumGas else {
            throw .gas(transaction.gasLimit, most: options.maximumGas)
        }
        self.transaction = transaction
        self.sender = sender
        self.line = line
        let block = try NodeBlock.read(reference, line)
        state = try NodeState(block, of: sender, line, options)
        rules = options.rules ?? (block.check == .holds ? block.shownRules : .prague)
        guard rules >= .london else { throw .rules(rules) }
        environment = try block.next(chainID: chainID, rules: rules, now: options.now)
        try prefetch(coinbase: block.header.coinbase, options)
    }

    /// Asks for accounts that are needed anyway, and for what the node thinks will be: a hint that nothing relies on.
    private func prefetch(coinbase: Address, _ options: SimulationOptions) throws(SimulationError) {
        var entries = [AccessListEntry(address: sender, storageKeys: [])] + transaction.accessList
        entries.append(AccessListEntry(address: coinbase, storageKeys: []))
        if let to = transaction.to { entries.append(AccessListEntry(address: to, storageKeys: [])) }
        for authorization in transaction.authorizationList.prefix(64) {
            entries.append(AccessListEntry(address: authorization.address, storageKeys: []))
        }
        if !transaction.data.isEmpty {
            let call = NodeCall("eth_createAccessList", [callForm, state.reference])
            if case .success(let hint)? = try line.ask([call]).first {
                entries += NodeValue.accessList(hint["accessList"], most: min(500, options.maximumSlots / 2))
            }
        }
        try state.prefetch(entries)
    }

    func run() throws(SimulationError) -> SimulationResult {
        let (ran, findings) = try execute()
        if let failure = state.failure { throw failure }
        guard !line.isOver else { throw .deadline }
        try state.confirm()
        let block = SimulationResult.Block(
            number: state.block.header.number, hash: state.block.hash,
            timestamp: state.block.header.timestamp, provenance: state.provenance)
        guard let ran else {
            return SimulationResult(
                block: block, environment: environment, rules: rules, outcome: .refused, findings: findings,
                gasUsed: 0, fee: .zero, output: [], effects: SimulatedEffects(), comparison: .notAsked,
                cost: (line.rounds, line.bytes))
        }
        try refuseUnknownPrecompiles(ran)
        let effects = SimulatedEffects(ran, from: sender, on: state)
        if let failure = state.failure { throw failure }
        return SimulationResult(
            block: block, environment: environment, rules: rules, outcome: Self.outcome(ran.halt),
            findings: findings, gasUsed: ran.gasUsed, fee: UInt256(ran.gasUsed) &* gasPrice,
            output: ran.output, effects: effects, comparison: .notAsked, cost: (line.rounds, line.bytes))
    }

    /// Most guesses; what they haven't found is asked for one by one.
    private static let mostGuesses = 12

    /// Runs it on what is known, and asks in one go for what it lacked, until it lacks nothing: each question takes as
    /// long as the way to the node, a run takes next to nothing.
    private func execute() throws(SimulationError) -> (TransactionResult?, [SimulationResult.Finding]) {
        for _ in 0..<Self.mostGuesses where state.mayGuess {
            state.beginGuess()
            let guess = attempt()
            if try state.endGuess() { return guess }
        }
        return attempt()
    }

    /// Runs it as a block would; with a nonce that isn't the account's next one, which waits or is too late, as a call.
    private func attempt() -> (TransactionResult?, [SimulationResult.Finding]) {
        var findings: [SimulationResult.Finding] = []
        do throws(TransactionError) {
            return (
                try Execution.run(
                    transaction, from: sender, in: environment, on: state, rules: rules, isObserved: true),
                []
            )
        } catch {
            findings.append(SimulationResult.Finding(code: error.code, message: error.message))
            let nonceCodes = ["transaction.invalid-nonce-too-low", "transaction.invalid-nonce-too-high"]
            guard nonceCodes.contains(error.code) else { return (nil, findings) }
        }
        do throws(TransactionError) {
            return (
                try Execution.call(
                    transaction, from: sender, in: environment, on: state, rules: rules, isObserved: true),
                findings
            )
        } catch {
            findings.append(SimulationResult.Finding(code: error.code, message: error.message))
            return (nil, findings)
        }
    }

    private static func outcome(_ halt: Halt) -> SimulationResult.Outcome {
        switch halt {
        case .success: .succeeded
        case .revert: .reverted
        default: .halted(halt)
        }
    }

    /// Stops where a call went to an address that a chain may have a precompile at which these rules don't have:
    /// the numbers of Ethereum's own, and those kept for rollups (RIP-7587).
    private func refuseUnknownPrecompiles(_ result: TransactionResult) throws(SimulationError) {
        let called = result.calls.isEmpty ? result.accessed.map(\.address) : result.calls.compactMap(\.to)
        for address in Set(called).sorted() {
            guard let number = address.word.asUInt64, (1...0x1ff).contains(number),
                Precompile(address, rules: rules) == nil, state.account(address)?.code.count ?? 0 == 0
            else { continue }
            throw .precompile(address, rules)
        }
    }

    /// Wei that a unit of gas costs in the block.
    private var gasPrice: UInt256 {
        guard transaction.type >= 2 else { return transaction.gasPrice }
        return min(
            environment.baseFee.addingSaturating(transaction.maxPriorityFeePerGas), transaction.maxFeePerGas)
    }

    // MARK: The node's own simulation

    /// The result with what the node says of the same; what goes wrong there takes nothing from the result.
    func compared(_ result: SimulationResult) -> SimulationResult {
        var result = result
        do throws(SimulationError) {
            let comparison = NodeSimulation(
                form: callForm, environment: environment, reference: state.reference, sender: sender,
                balance: state.account(sender)?.balance ?? .zero, gasPrice: gasPrice)
            result.comparison = try comparison.compare(result, isBlob: transaction.type == 3, line)
        } catch { result.comparison = .notOffered(SafeText(cleaning: error.message)) }
        result.cost = (line.rounds, line.bytes)
        return result
    }

    /// The transaction as the methods that run calls take it.
    private var callForm: JSON {
        func number(_ value: UInt256) -> JSON { .string(value.quantity) }
        var members: [(String, JSON)] = [
            ("from", .string(Hex.encode(sender.bytes))), ("nonce", number(UInt256(transaction.nonce))),
            ("gas", number(UInt256(transaction.gasLimit))), ("value", number(transaction.value)),
            ("input", .string(Hex.encode(transaction.data))),
        ]
        if let to = transaction.to { members.append(("to", .string(Hex.encode(to.bytes)))) }
        if transaction.type < 2 {
            members.append(("gasPrice", number(transaction.gasPrice)))
        } else {
            members.append(("maxFeePerGas", number(transaction.maxFeePerGas)))
            members.append(("maxPriorityFeePerGas", number(transaction.maxPriorityFeePerGas)))
        }
        if transaction.type >= 1 {
            let entries = transaction.accessList.map { entry -> JSON in
                [
                    "address": .string(Hex.encode(entry.address.bytes)),
                    "storageKeys": .array(entry.storageKeys.map { .string($0.description) }),
                ]
            }
            members.append(("accessList", .array(entries)))
        }
        if transaction.type == 4 {
            let list = transaction.authorizationList.map { item -> JSON in
                [
                    "chainId": number(item.chainID), "address": .string(Hex.encode(item.address.bytes)),
                    "nonce": number(UInt256(item.nonce)), "yParity": number(UInt256(UInt64(item.yParity))),
                    "r": number(item.r), "s": number(item.s),
                ]
            }
            members.append(("authorizationList", .array(list)))
        }
        return .object(JSONObject(members))
    }
}
