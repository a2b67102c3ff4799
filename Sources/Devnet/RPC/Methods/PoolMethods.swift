import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Transactions that wait.
    static let poolMethods: [String: Method] = [
        "txpool_status": Method(0) { (node, _) throws(RPCError) in
            let (pending, queued) = node.waiting
            return [
                "pending": RPCValue.json(UInt64(pending.count)),
                "queued": RPCValue.json(UInt64(queued.count)),
            ]
        },
        "txpool_content": Method(0) { (node, _) throws(RPCError) in
            let (pending, queued) = node.waiting
            return [
                "pending": DevNode.bySender(pending, DevNode.form),
                "queued": DevNode.bySender(queued, DevNode.form),
            ]
        },
        "txpool_contentFrom": Method(1) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let (pending, queued) = node.waiting
            return [
                "pending": DevNode.byNonce(pending.filter { $0.sender == address }, DevNode.form),
                "queued": DevNode.byNonce(queued.filter { $0.sender == address }, DevNode.form),
            ]
        },
        "txpool_inspect": Method(0) { (node, _) throws(RPCError) in
            let (pending, queued) = node.waiting
            return [
                "pending": DevNode.bySender(pending, DevNode.line),
                "queued": DevNode.bySender(queued, DevNode.line),
            ]
        },
        // Its hash if it waited, as anvil answers; whether it did, as Hardhat does.
        "anvil_dropTransaction": Method(1) { (node, arguments) throws(RPCError) in
            let hash = try arguments.hash(0)
            return node.chain.drop { $0.hash == hash } ? RPCValue.json(hash) : .null
        },
        "hardhat_dropTransaction": Method(1) { (node, arguments) throws(RPCError) in
            let hash = try arguments.hash(0)
            guard node.chain.place(hash) == nil else {
                throw .server("transaction \(hash) can't be dropped: it is in a block")
            }
            return .bool(node.chain.drop { $0.hash == hash })
        },
        "anvil_dropAllTransactions": Method(0) { (node, _) throws(RPCError) in
            node.chain.drop { _ in true }
            return .null
        },
        "anvil_removePoolTransactions": Method(1) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            node.chain.drop { $0.sender == address }
            return .null
        },
    ]

    private var waiting: (pending: [ChainTransaction], queued: [ChainTransaction]) {
        var pending: [ChainTransaction] = []
        var queued: [ChainTransaction] = []
        var next: (sender: Address, nonce: UInt64)?
        // By sender and nonce.
        for item in chain.pool.all {
            if next?.sender != item.sender { next = (item.sender, chain.pendingNonce(item.sender)) }
            if item.transaction.nonce < next?.nonce ?? 0 {
                pending.append(item)
            } else {
                queued.append(item)
            }
        }
        return (pending, queued)
    }

    private static func bySender(_ items: [ChainTransaction], _ form: (ChainTransaction) -> JSON) -> JSON {
        var senders: [(sender: Address, items: [ChainTransaction])] = []
        for item in items {
            if senders.last?.sender == item.sender {
                senders[senders.count - 1].items.append(item)
            } else {
                senders.append((item.sender, [item]))
            }
        }
        return .object(JSONObject(senders.map { ($0.sender.checksummed, byNonce($0.items, form)) }))
    }

    private static func byNonce(_ items: [ChainTransaction], _ form: (ChainTransaction) -> JSON) -> JSON {
        .object(JSONObject(items.map { (String($0.transaction.nonce), form($0)) }))
    }

    private static func form(_ item: ChainTransaction) -> JSON { RPCForms.transaction(item, in: nil) }

    /// A line for a person, as geth writes it.
    private static func line(_ item: ChainTransaction) -> JSON {
        let transaction = item.transaction
        let to = transaction.to?.checksummed ?? "contract creation"
        return .string(
            "\(to): \(transaction.value) wei + \(transaction.gasLimit) gas × \(transaction.gasPriceLimit) wei"
        )
    }
}
