import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Most gas of a call that is in no block.
    static let callGas: UInt64 = 50_000_000

    /// Calls that leave nothing behind.
    static let callMethods: [String: Method] = [
        "eth_call": Method(4) { (node, arguments) throws(RPCError) in
            let call = try CallArguments(try arguments.required(0), on: node.chain.configuration)
            let place = try node.callPlace(arguments)
            let result = try node.run(call, gas: call.gas ?? DevNode.callGas, place)
            return RPCValue.json(try DevNode.output(result))
        },
        "eth_estimateGas": Method(4) { (node, arguments) throws(RPCError) in
            let call = try CallArguments(try arguments.required(0), on: node.chain.configuration)
            return RPCValue.json(try node.estimate(call, try node.callPlace(arguments)))
        },
        "eth_createAccessList": Method(3) { (node, arguments) throws(RPCError) in
            let call = try CallArguments(try arguments.required(0), on: node.chain.configuration)
            return try node.accessList(call, try node.callPlace(arguments))
        },
    ]

    /// Where a call runs.
    struct CallPlace {
        var reader: any StateReader
        var environment: BlockEnvironment
        /// Where the precompiles are; nil for where they belong.
        var precompiles: PrecompileTable?
        /// Until when what runs here may run, all in all.
        var deadline: Deadline
    }

    private func callPlace(_ arguments: RPCArguments) throws(RPCError) -> CallPlace {
        try callPlace(
            try BlockReference(arguments.optional(1), "argument 1"), state: arguments.optional(2),
            block: arguments.optional(3))
    }

    /// A block's state and surroundings, with what a request sets otherwise.
    func callPlace(
        _ reference: BlockReference, state overrides: JSON?, block blockOverrides: JSON?
    ) throws(RPCError) -> CallPlace {
        let rules = chain.configuration.rules
        let state = try state(reference)
        let accounts = try StateOverrides(overrides, "state overrides", on: state.reader, rules: rules)
        let block = try BlockOverrides(
            blockOverrides, "block overrides", of: state.environment, rules: rules, isWhole: false)
        let deadline = Deadline(milliseconds: limits.callMilliseconds)
        return CallPlace(
            reader: OverlayState(base: state.reader, changes: accounts.changes, deadline: deadline),
            environment: block.environment, precompiles: accounts.precompiles, deadline: deadline)
    }

    func run(
        _ call: CallArguments, gas: UInt64, _ place: CallPlace, isObserved: Bool = false,
        steps: TracedStep.Options? = nil
    ) throws(RPCError) -> TransactionResult {
        let sender = call.from ?? .zero
        let nonce = call.nonce ?? place.reader.account(sender)?.nonce ?? 0
        let transaction = call.transaction(
            chainID: chain.configuration.chainID, nonce: nonce, gas: min(gas, DevNode.callGas))
        try place.deadline.check()
        let result: TransactionResult
        do throws(TransactionError) {
            result = try Execution.call(
                transaction, from: sender, in: place.environment, on: place.reader,
                rules: chain.configuration.rules, precompiles: place.precompiles, isObserved: isObserved,
                steps: steps)
        } catch { throw .server("err: \(error.message)") }
        try place.deadline.check()
        return result
    }

    /// What a call returned, or the error that it ended with.
    private static func output(_ result: TransactionResult) throws(RPCError) -> [UInt8] {
        switch result.halt {
        case .success: return result.output
        case .revert: throw .reverted(result.output)
        default: throw .server(words(result.halt))
        }
    }

    /// The words of other nodes.
    static func words(_ halt: Halt) -> String {
        switch halt {
        case .success: ""
        case .revert: "execution reverted"
        case .outOfGas, .precompileFailed: "out of gas"
        case .stackUnderflow: "stack underflow"
        case .stackOverflow: "stack limit reached 1024"
        case .invalidOpcode: "invalid opcode"
        case .invalidJump: "invalid jump destination"
        case .staticViolation: "write protection"
        case .returnDataOutOfBounds: "return data out of bounds"
        case .collision: "contract address collision"
        case .invalidCode: "invalid code: must not begin with 0xef"
        case .codeTooLarge: "max code size exceeded"
        }
    }

    /// The least gas with which a call ends well, within 1.5 %.
    func estimate(_ call: CallArguments, _ place: CallPlace) throws(RPCError) -> UInt64 {
        var high = min(call.gas ?? place.environment.gasLimit, DevNode.callGas, place.environment.gasLimit)
        // With a price, no more gas than the sender can pay for.
        let price = call.gasPrice ?? call.maxFeePerGas ?? .zero
        if !price.isZero {
            let balance = place.reader.account(call.from ?? .zero)?.balance ?? .zero
            guard balance >= call.value else { throw .server("insufficient funds for transfer") }
            let affordable =
                (balance &- call.value).dividedWithRemainder(by: price)?.quotient.asUInt64 ?? .max
            high = min(high, affordable)
        }
        let whole: TransactionResult
        do throws(RPCError) { whole = try run(call, gas: high, place) } catch {
            guard error.message.contains("intrinsic gas too low") else { throw error }
            throw .server("gas required exceeds allowance (\(high))")
        }
        if whole.halt == .outOfGas { throw .server("gas required exceeds allowance (\(high))") }
        _ = try DevNode.output(whole)
        // Refunds come at the end only: what was used before them isn't known, but never less than the result.
        var low = whole.gasUsed - 1
        var guess = whole.gasUsed + whole.gasUsed / 63 + 2_300
        while high > low + 1, Double(high - low) / Double(high) > 0.015 {
            let middle = guess > low && guess < high ? guess : low + (high - low) / 2
            guess = 0
            let succeeds: Bool
            do throws(RPCError) { succeeds = try run(call, gas: middle, place).halt == .success } catch {
                succeeds = false
            }
            if succeeds { high = middle } else { low = middle }
        }
        let settles = (try? run(call, gas: whole.gasUsed, place).halt) == .success
        // A guess that had no time left says nothing.
        try place.deadline.check()
        return settles ? whole.gasUsed : high
    }

    /// Accounts and slots that a call uses, so often that naming them changes nothing more.
    private func accessList(_ call: CallArguments, _ place: CallPlace) throws(RPCError) -> JSON {
        var call = call
        let sender = call.from ?? .zero
        for _ in 0..<16 {
            let result = try run(call, gas: call.gas ?? place.environment.gasLimit, place)
            let used = result.accessed.filter { entry in
                entry.address != sender && entry.address != place.environment.coinbase
                    && (entry.address != call.to || !entry.storageKeys.isEmpty)
                    && (entry.address.word > 0x200 || !entry.storageKeys.isEmpty)
            }
            guard used != call.accessList else {
                var members: [(String, JSON)] = [
                    ("accessList", RPCForms.accessList(used)), ("gasUsed", RPCValue.json(result.gasUsed)),
                ]
                if result.halt != .success { members.append(("error", .string(DevNode.words(result.halt)))) }
                return .object(JSONObject(members))
            }
            call.accessList = used
        }
        throw .server("the access list doesn't settle")
    }
}
