import Cryptography
import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Sending and finding transactions.
    static let transactionMethods: [String: Method] = [
        "eth_sendRawTransaction": Method(1) { (node, arguments) throws(RPCError) in
            let raw = try arguments.bytes(0)
            return try node.take { () throws(ChainRefusal) in try node.chain.submit(raw) }
        },
        "eth_sendTransaction": Method(1) { (node, arguments) throws(RPCError) in
            try node.send(try CallArguments(try arguments.required(0), on: node.chain.configuration))
        },
        "eth_getTransactionByHash": Method(1) { (node, arguments) throws(RPCError) in
            let hash = try arguments.hash(0)
            if let place = node.chain.place(hash) {
                return RPCForms.transaction(
                    place.block.transactions[place.index], in: place.block, at: place.index)
            }
            return node.chain.pool.transaction(hash).map { RPCForms.transaction($0, in: nil) } ?? .null
        },
        "eth_getTransactionByBlockNumberAndIndex": Method(2) { (node, arguments) throws(RPCError) in
            let block = node.block(try BlockReference(try arguments.required(0), "argument 0"))
            return DevNode.transaction(in: block, at: try arguments.quantity(1))
        },
        "eth_getTransactionByBlockHashAndIndex": Method(2) { (node, arguments) throws(RPCError) in
            DevNode.transaction(in: node.chain.block(try arguments.hash(0)), at: try arguments.quantity(1))
        },
        "eth_getTransactionReceipt": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.place(try arguments.hash(0)).map { place in
                RPCForms.receipt(
                    place.block, place.index, blobBaseFee: node.chain.blobBaseFee(of: place.block))
            } ?? .null
        },
        // One that isn't in a block right away is in none before the next request (EIP-7966, error 4).
        "eth_sendRawTransactionSync": Method(2) { (node, arguments) throws(RPCError) in
            let raw = try arguments.bytes(0)
            if arguments.optional(1) != nil { _ = try arguments.lenient(1) }
            let hash = try node.take { () throws(ChainRefusal) in try node.chain.submit(raw) }
            let receipt = try node.call("eth_getTransactionReceipt", [hash])
            guard receipt.isNull else { return receipt }
            throw RPCError(
                code: 4, message: "the transaction was taken, and isn't in a block yet", data: hash)
        },
        "eth_getTransactionBySenderAndNonce": Method(2) { (node, arguments) throws(RPCError) in
            node.transaction(of: try arguments.address(0), nonce: try arguments.quantity(1))
        },
    ]

    private static func transaction(in block: ChainBlock?, at index: UInt64) -> JSON {
        guard let block, index < UInt64(block.transactions.count) else { return .null }
        return RPCForms.transaction(block.transactions[Int(index)], in: block, at: Int(index))
    }

    /// Takes a transaction, and makes its block where blocks are made at once: there it has to be able to run.
    private func take(_ submit: () throws(ChainRefusal) -> Hash32) throws(RPCError) -> JSON {
        // Only where it may be needed again: who changes what two hold copies it.
        let before = mining == .instant ? chain.pool : nil
        do throws(ChainRefusal) {
            let hash = try submit()
            if let before { try chain.include(hash, before: before) }
            return RPCValue.json(hash)
        } catch { throw RPCError(code: -32000, message: error.message) }
    }

    /// Takes a transaction of a sender who signed it in this process: nothing is decoded, nothing recovered.
    ///
    /// - Throws: `RPCError` as `eth_sendRawTransaction` does.
    public func submit(_ signed: SignedTransaction, from sender: Address) throws(RPCError) {
        _ = try take { () throws(ChainRefusal) in try chain.submit(signed, from: sender) }
    }

    /// Whether a transaction succeeded, and in which block it is; nil while it is in none.
    public func outcome(of hash: Hash32) -> (isDone: Bool, block: UInt64)? {
        chain.place(hash).map { place in
            (place.block.outcomes[place.index].succeeded, place.block.number)
        }
    }

    /// Signs for one of the node's own accounts, or sends for one that is impersonated, with what is missing filled in.
    private func send(_ call: CallArguments) throws(RPCError) -> JSON {
        guard let from = call.from else { throw .invalid("from is missing") }
        let item = try signed(try filled(call), from)
        return try take { () throws(ChainRefusal) in try chain.submit(item) }
    }

    /// A transaction of one of the node's own accounts, or of one that is impersonated.
    func signed(_ transaction: Transaction, _ from: Address) throws(RPCError) -> ChainTransaction {
        if chain.impersonated.contains(from) || (chain.impersonatesAll && accounts[from] == nil) {
            return ChainTransaction(transaction, impersonating: from)
        }
        let signature = try sign(transaction.signingHash(), from)
        return ChainTransaction(
            SignedTransaction(transaction: transaction, signature: signature), sender: from)
    }

    /// A signature of one of the node's own accounts.
    func sign(_ digest: Hash32, _ account: Address) throws(RPCError) -> Signature {
        guard let key = accounts[account], let signature = try? key.sign(digest) else {
            throw .server("unknown account")
        }
        return signature
    }

    /// A transaction with what is missing filled in: fees, gas and nonce.
    func filled(_ call: CallArguments) throws(RPCError) -> Transaction {
        var call = call
        let next = chain.nextEnvironment
        if let type = call.type, type < 2 {
            call.gasPrice = call.gasPrice ?? (next.baseFee &+ DevNode.suggestedTip)
        } else if call.gasPrice == nil {
            let tip = call.maxPriorityFeePerGas ?? DevNode.suggestedTip
            call.maxPriorityFeePerGas = tip
            // Twice the next base fee, so that it holds for a while.
            call.maxFeePerGas = call.maxFeePerGas ?? (next.baseFee &* 2 &+ tip)
        }
        if call.blobHashes != nil, call.maxFeePerBlobGas == nil {
            call.maxFeePerBlobGas = next.blobBaseFee(rules: chain.configuration.rules) &* 2
        }
        let gas: UInt64 = if let gas = call.gas { gas } else { try estimateForSending(call) }
        return call.transaction(
            chainID: chain.configuration.chainID, nonce: call.nonce ?? chain.pendingNonce(call.from ?? .zero),
            gas: gas)
    }

    private func estimateForSending(_ call: CallArguments) throws(RPCError) -> UInt64 {
        var unpriced = call
        unpriced.maxFeePerGas = nil
        unpriced.maxPriorityFeePerGas = nil
        unpriced.gasPrice = nil
        unpriced.maxFeePerBlobGas = nil
        return try estimate(unpriced, try callPlace(.pending, state: nil, block: nil))
    }

    /// A sender's transaction, in a block or waiting.
    private func transaction(of sender: Address, nonce: UInt64) -> JSON {
        if let item = chain.pool.transaction(of: sender, nonce: nonce) {
            return RPCForms.transaction(item, in: nil)
        }
        // The first block after which the nonce is used; where it was set by hand, there may be none that uses it.
        var (low, high) = (UInt64(0), chain.head.number + 1)
        while low < high {
            let middle = low + (high - low) / 2
            if chain.state(at: middle).account(sender)?.nonce ?? 0 > nonce {
                high = middle
            } else {
                low = middle + 1
            }
        }
        guard let block = chain.block(low),
            let place = block.transactions.firstIndex(where: {
                $0.sender == sender && $0.transaction.nonce == nonce
            })
        else { return .null }
        return RPCForms.transaction(block.transactions[place], in: block, at: place)
    }
}
