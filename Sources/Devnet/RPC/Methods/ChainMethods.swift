import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// The chain and its blocks.
    static let chainMethods: [String: Method] = [
        "eth_chainId": Method(0) { (node, _) throws(RPCError) in
            RPCValue.json(node.chain.configuration.chainID)
        },
        "eth_syncing": Method(0) { (_, _) throws(RPCError) in false },
        "eth_mining": Method(0) { (_, _) throws(RPCError) in false },
        "eth_coinbase": Method(0) { (node, _) throws(RPCError) in
            RPCValue.json(node.chain.configuration.coinbase)
        },
        "eth_accounts": Method(0) { (node, _) throws(RPCError) in
            .array(node.accountOrder.map { RPCValue.json($0) })
        },
        "eth_blockNumber": Method(0) { (node, _) throws(RPCError) in RPCValue.json(node.chain.head.number) },
        "eth_getBlockByNumber": Method(2) { (node, arguments) throws(RPCError) in
            let reference = try BlockReference(try arguments.required(0), "argument 0")
            let whole = try arguments.bool(1)
            if case .pending = reference {
                return RPCForms.pendingBlock(node.chain.pendingBlock, whole: whole)
            }
            return node.block(reference).map { RPCForms.block($0, whole: whole) } ?? .null
        },
        "eth_getBlockByHash": Method(2) { (node, arguments) throws(RPCError) in
            let block = node.chain.block(try arguments.hash(0))
            let whole = try arguments.bool(1)
            return block.map { RPCForms.block($0, whole: whole) } ?? .null
        },
        "eth_getBlockTransactionCountByNumber": Method(1) { (node, arguments) throws(RPCError) in
            let block = node.block(try BlockReference(try arguments.required(0), "argument 0"))
            return block.map { RPCValue.json(UInt64($0.transactions.count)) } ?? .null
        },
        "eth_getBlockTransactionCountByHash": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.block(try arguments.hash(0)).map { RPCValue.json(UInt64($0.transactions.count)) }
                ?? .null
        },
        "eth_getUncleCountByBlockNumber": Method(1) { (node, arguments) throws(RPCError) in
            node.block(try BlockReference(try arguments.required(0), "argument 0")) == nil ? .null : "0x0"
        },
        "eth_getUncleCountByBlockHash": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.block(try arguments.hash(0)) == nil ? .null : "0x0"
        },
        // Since Paris no block has any.
        "eth_getUncleByBlockNumberAndIndex": Method(2) { (_, arguments) throws(RPCError) in
            _ = (try BlockReference(try arguments.required(0), "argument 0"), try arguments.quantity(1))
            return .null
        },
        "eth_getUncleByBlockHashAndIndex": Method(2) { (_, arguments) throws(RPCError) in
            _ = (try arguments.hash(0), try arguments.quantity(1))
            return .null
        },
        "eth_getBlockReceipts": Method(1) { (node, arguments) throws(RPCError) in
            guard let block = node.block(try BlockReference(try arguments.required(0), "argument 0")) else {
                return .null
            }
            let fee = node.chain.blobBaseFee(of: block)
            return .array(block.transactions.indices.map { RPCForms.receipt(block, $0, blobBaseFee: fee) })
        },
    ]
}
