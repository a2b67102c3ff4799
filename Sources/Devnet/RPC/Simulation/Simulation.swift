import EVM
import Ethereum
import StrictJSON

/// Blocks of calls that are run one after another on a state, and kept by nobody (execution-apis, `eth_simulateV1`).
struct Simulation {
    /// Most blocks from the first to the last, those between included.
    static let mostBlocks: UInt64 = 256
    /// Seconds from a block to the next, if nothing else is said.
    static let blockTime: UInt64 = 12

    let chain: DevChain
    private let base: ChainBlock
    private let plans: [SimulatedBlock]
    private let validates: Bool
    private let tracesTransfers: Bool
    private let showsWhole: Bool
    private let deadline: Deadline
    /// The state after the blocks so far.
    private var state: OverlayState
    private var trial: StateTrial
    /// Gas that all calls together may still use.
    private var gasLeft = DevNode.callGas

    /// - Parameter milliseconds: how long it may take.
    init(
        _ chain: DevChain, on base: ChainBlock, _ json: JSON, milliseconds: UInt64
    ) throws(RPCError) {
        deadline = Deadline(milliseconds: milliseconds)
        self.chain = chain
        self.base = base
        guard let blocks = json["blockStateCalls"]?.arrayValue, !blocks.isEmpty else {
            throw .invalid("empty input")
        }
        func flag(_ name: String) throws(RPCError) -> Bool {
            guard let value = json[name], !value.isNull else { return false }
            guard let flag = value.boolValue else { throw .invalid("invalid \(name): want true or false") }
            return flag
        }
        validates = try flag("validation")
        tracesTransfers = try flag("traceTransfers")
        showsWhole = try flag("returnFullTransactions")
        plans = try SimulatedBlock.plan(blocks, after: base, on: chain.configuration)
        state = OverlayState(base: chain.state(at: base.number), deadline: deadline)
        trial = StateTrial(chain.state, at: base.number)
    }

    /// The blocks as JSON-RPC writes them, each with what its calls came to.
    mutating func run() throws(RPCError) -> [JSON] {
        var parent = base
        var answers: [JSON] = []
        for plan in plans {
            try deadline.check(code: -32_016)
            let (block, calls, changes) = try run(plan, on: parent)
            // What ran on the state is gone by now: nobody else holds it, and it isn't copied.
            state.changes.merge(changes)
            guard case .object(let form) = RPCForms.block(block, whole: showsWhole) else { continue }
            answers.append(
                .object(JSONObject(form.members.map { ($0.key, $0.value) } + [("calls", .array(calls))])))
            state.hashes[block.number] = block.hash
            parent = block
        }
        return answers
    }

    private mutating func run(
        _ plan: SimulatedBlock, on parent: ChainBlock
    ) throws(RPCError) -> (ChainBlock, [JSON], StateChanges) {
        let rules = chain.configuration.rules
        var environment = BlockEnvironment(
            number: plan.number, timestamp: plan.timestamp, coinbase: parent.header.coinbase,
            gasLimit: parent.header.gasLimit, baseFee: validates ? parent.header.nextBaseFee : .zero,
            random: .zero, excessBlobGas: chain.excessBlobGas(after: parent),
            chainID: chain.configuration.chainID)
        let overrides = try BlockOverrides(
            plan.overrides, "blockOverrides", of: environment, rules: rules, isWhole: true)
        environment = overrides.environment
        (environment.number, environment.timestamp) = (plan.number, plan.timestamp)
        let accounts = try StateOverrides(plan.accounts, "stateOverrides", on: state, rules: rules)
        var builder = BlockBuilder(
            on: parent, in: environment, with: overrides.attributes,
            state: OverlayState(base: state, changes: accounts.changes), rules: rules)
        builder.begin()
        var outcomes: [(result: TransactionResult, item: ChainTransaction)] = []
        for call in plan.calls {
            let remaining = environment.gasLimit - builder.gasUsed
            let gas = call.gas ?? min(remaining, gasLeft)
            guard gas <= remaining else {
                throw RPCError(code: -38015, message: "block gas limit reached: \(gas) > \(remaining)")
            }
            let sender = call.from ?? .zero
            let nonce = call.nonce ?? builder.state.account(sender)?.nonce ?? 0
            let transaction = call.transaction(
                chainID: environment.chainID, nonce: nonce, gas: min(gas, gasLeft))
            let result: TransactionResult
            do throws(TransactionError) {
                result =
                    validates
                    ? try Execution.run(
                        transaction, from: sender, in: environment, on: builder.state, rules: rules,
                        precompiles: accounts.precompiles, isObserved: tracesTransfers)
                    : try Execution.call(
                        transaction, from: sender, in: environment, on: builder.state, rules: rules,
                        precompiles: accounts.precompiles, isObserved: tracesTransfers)
            } catch { throw Self.refusal(error) }
            try deadline.check(code: -32_016)
            guard !tracesTransfers || !result.calls.isEmpty else {
                throw .server("a call's inner calls are too large to look through")
            }
            gasLeft -= min(gasLeft, result.gasUsed)
            let unsigned = SignedTransaction(
                transaction: transaction, signature: Signature(r: .zero, s: .zero, yParity: 0))
            let item = ChainTransaction(unsigned, sender: sender)
            do throws(TransactionError) { try builder.add(item, result) } catch { throw Self.refusal(error) }
            outcomes.append((result, item))
        }
        builder.end()
        let changes = builder.state.changes
        let block = builder.seal(stateRoot: trial.root(after: changes, of: builder.state))
        // With transfers of coins among them, they aren't those of the block.
        var written = BlockLogs()
        var calls: [JSON] = []
        for (index, outcome) in outcomes.enumerated() {
            let entries = SimulatedLogs.entries(outcome.result, withTransfers: tracesTransfers)
            let range = written.append(entries, of: outcome.item.hash, at: index)
            var logs: [JSON] = []
            written.forEach(LogFilter(), in: range, of: LogPlace(block)) { logs.append(RPCForms.log($0, $1)) }
            calls.append(Self.json(outcome.result, logs))
        }
        return (block, calls, changes)
    }

    private static func json(_ result: TransactionResult, _ logs: [JSON]) -> JSON {
        var members: [(String, JSON)] = [
            ("returnData", RPCValue.json(result.halt == .success ? result.output : [])),
            ("logs", .array(logs)),
            ("gasUsed", RPCValue.json(result.gasUsed)), ("maxUsedGas", RPCValue.json(result.peakGas)),
            ("status", result.succeeded ? "0x1" : "0x0"),
        ]
        switch result.halt {
        case .success: break
        case .revert: members.append(("error", RPCError.reverted(result.output).json))
        default:
            let message = "vm execution error: " + DevNode.words(result.halt)
            members.append(("error", RPCError(code: -32015, message: message).json))
        }
        return .object(JSONObject(members))
    }

    /// The codes that the method's specification has for transactions that can't be in a block.
    private static func refusal(_ error: TransactionError) -> RPCError {
        let codes = [
            "nonce-too-low": -38_010, "nonce-too-high": -38_011, "base-fee": -38_012, "gas": -38_013,
            "funds": -38_014, "block-gas": -38_015, "sender-code": -38_024, "initcode": -38_025,
        ]
        let rule = error.code.replacing("transaction.invalid-", with: "")
        return RPCError(code: codes[rule] ?? -32_000, message: "err: \(error.message)")
    }
}
