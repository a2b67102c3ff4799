import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Blocks and what is in them as their bytes.
    static let rawMethods: [String: Method] = [
        // Blocks that others made and that are against the rules: here nobody else makes any, and each was run before
        // it was a block.
        "debug_getBadBlocks": Method(0) { (_, _) throws(RPCError) in .array([]) },
        "debug_getRawHeader": Method(1) { (node, arguments) throws(RPCError) in
            RPCValue.json(try node.requiredBlock(arguments).header.encoded)
        },
        "debug_getRawBlock": Method(1) { (node, arguments) throws(RPCError) in
            RPCValue.json(try node.requiredBlock(arguments).encoded)
        },
        "debug_getRawReceipts": Method(1) { (node, arguments) throws(RPCError) in
            .array(try node.requiredBlock(arguments).receipts.map { RPCValue.json($0.encoded) })
        },
        "debug_getRawTransaction": Method(1) { (node, arguments) throws(RPCError) in
            RPCValue.json(node.transaction(try arguments.hash(0))?.encoded ?? [])
        },
        "eth_getRawTransactionByHash": Method(1) { (node, arguments) throws(RPCError) in
            node.transaction(try arguments.hash(0)).map { RPCValue.json($0.encoded) } ?? .null
        },
    ]

    private func requiredBlock(_ arguments: RPCArguments) throws(RPCError) -> ChainBlock {
        guard let block = block(try BlockReference(try arguments.required(0), "argument 0")) else {
            throw .noBlock
        }
        return block
    }

    /// A transaction on the chain or in the pool.
    private func transaction(_ hash: Hash32) -> ChainTransaction? {
        chain.place(hash).map { $0.block.transactions[$0.index] } ?? chain.pool.transaction(hash)
    }
}

extension ChainBlock {
    /// The block's RLP: header, transactions, no uncles, and from Shanghai on withdrawals.
    var encoded: [UInt8] {
        // Of parts that were encoded here, decoding can't fail.
        let header = (try? RLP.decode(self.header.encoded)) ?? .list([])
        let items = transactions.map { item -> RLPItem in
            let bytes = item.encoded
            return item.transaction.type == 0 ? (try? RLP.decode(bytes)) ?? .list([]) : .bytes(bytes)
        }
        let withdrawals: [RLPItem] =
            self.header.withdrawalsRoot == nil ? [] : [.list(self.withdrawals.map(\.item))]
        return RLP.encode(.list([header, .list(items), .list([])] + withdrawals))
    }
}
