import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What transactions and calls did inside, by the tracers of other nodes' names.
    static let traceMethods: [String: Method] = [
        "debug_traceTransaction": Method(2) { (node, arguments) throws(RPCError) in
            guard let place = node.chain.place(try arguments.hash(0)) else {
                throw .server("transaction not found")
            }
            let tracer = try Tracer(arguments.optional(1))
            return try node.trace(place.block, only: place.index, tracer)[0]
        },
        "debug_traceBlockByNumber": Method(2) { (node, arguments) throws(RPCError) in
            try node.traceBlock(arguments)
        },
        "debug_traceBlockByHash": Method(2) { (node, arguments) throws(RPCError) in
            try node.traceBlock(arguments)
        },
        "debug_traceBlock": Method(2) { (node, arguments) throws(RPCError) in
            // The whole block as RLP: the first of its parts is the header, whose hash names it.
            guard case .list(let parts)? = try? RLP.decode(try arguments.bytes(0)), let header = parts.first
            else {
                throw .invalid("invalid argument 0: want a block's RLP")
            }
            guard let block = node.chain.block(Keccak256.hash(RLP.encode(header))) else { throw .noBlock }
            return try node.traces(block, try Tracer(arguments.optional(1)))
        },
        "debug_traceCall": Method(3) { (node, arguments) throws(RPCError) in
            let call = try CallArguments(try arguments.required(0), on: node.chain.configuration)
            let options = arguments.optional(2)
            let tracer = try Tracer(options)
            let place = try node.callPlace(
                try BlockReference(arguments.optional(1), "argument 1"), state: options?["stateOverrides"],
                block: options?["blockOverrides"])
            let result = try node.run(
                call, gas: call.gas ?? DevNode.callGas, place, isObserved: true,
                steps: tracer.stepOptions)
            return try tracer.answer(result, before: place.reader)
        },
    ]

    private func traceBlock(_ arguments: RPCArguments) throws(RPCError) -> JSON {
        guard let block = block(try BlockReference(try arguments.required(0), "argument 0")) else {
            throw .noBlock
        }
        return try traces(block, try Tracer(arguments.optional(1)))
    }

    private func traces(_ block: ChainBlock, _ tracer: Tracer) throws(RPCError) -> JSON {
        let results = try trace(block, only: nil, tracer)
        return .array(
            zip(block.transactions, results).map { item, result in
                ["txHash": RPCValue.json(item.hash), "result": result]
            })
    }

    /// Runs a block's transactions once more, from the state before them.
    ///
    /// - Parameter only: the one whose trace is wanted; nil for all of them.
    private func trace(_ block: ChainBlock, only wanted: Int?, _ tracer: Tracer) throws(RPCError) -> [JSON] {
        var environment = chain.environment(of: block)
        let rules = chain.configuration.rules
        var results: [JSON] = []
        guard block.number > 0 else { return results }
        var overlay = OverlayState(base: chain.state(at: block.number - 1))
        overlay.changes.merge(
            SystemCalls.begin(
                environment, parentHash: block.header.parentHash,
                parentBeaconRoot: block.header.parentBeaconRoot ?? .zero, on: overlay, rules: rules))
        for (index, item) in block.transactions.enumerated() {
            let isWanted = wanted == nil || wanted == index
            let deadline = Deadline(milliseconds: limits.callMilliseconds)
            overlay.deadline = deadline
            // The chain may have had another id then.
            if let chainID = item.transaction.chainID { environment.chainID = chainID }
            let result: TransactionResult
            do throws(TransactionError) {
                result = try Execution.run(
                    item.transaction, from: item.sender, in: environment, on: overlay, rules: rules,
                    isImpersonated: item.isImpersonated, isObserved: isWanted,
                    steps: isWanted ? tracer.stepOptions : nil)
            } catch { throw .server("the block's state was set by hand: \(error.message)") }
            try deadline.check()
            if isWanted { results.append(try tracer.answer(result, before: overlay)) }
            if wanted == index { break }
            overlay.changes.merge(result.changes)
        }
        return results
    }
}
