import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Blocks that are built for whoever asks, and are never on the chain (execution-apis, `testing`).
    static let buildingMethods: [String: Method] = [
        "testing_buildBlockV1": Method(4) { (node, arguments) throws(RPCError) in
            let hash = try arguments.hash(0)
            let attributes = try PayloadAttributes(
                try arguments.required(1), "argument 1", extraData: arguments.optional(3),
                rules: node.chain.configuration.rules)
            let transactions = try node.givenTransactions(arguments.optional(2), "argument 2")
            guard let parent = node.chain.block(hash) else { throw .server("unknown parent \(hash)") }
            return try node.build(on: parent, attributes, transactions)
        }
    ]

    /// Transactions that a request gives, with the blobs that they come with; nil for none given.
    private func givenTransactions(
        _ json: JSON?, _ what: String
    ) throws(RPCError) -> [(transaction: ChainTransaction, sidecar: BlobSidecar?)]? {
        guard let json else { return nil }
        guard let items = json.arrayValue else { throw .invalid("invalid \(what): want an array or null") }
        var given: [(transaction: ChainTransaction, sidecar: BlobSidecar?)] = []
        for item in items {
            let raw = try RPCValue.bytes(item, what)
            do throws(ChainRefusal) {
                given.append(try ChainTransaction.decode(raw, rules: chain.configuration.rules))
            } catch { throw .invalid("invalid \(what): \(error.message)") }
        }
        return given
    }

    private func build(
        on parent: ChainBlock, _ wanted: PayloadAttributes,
        _ given: [(transaction: ChainTransaction, sidecar: BlobSidecar?)]?
    ) throws(RPCError) -> JSON {
        let before = parent.header.timestamp
        guard wanted.timestamp > before else {
            throw .server("invalid timestamp, parent \(before) given \(wanted.timestamp)")
        }
        guard given?.contains(where: { $0.transaction.transaction.type == 3 && $0.sidecar == nil }) != true
        else { throw .server("a blob transaction without its blobs") }
        var environment = chain.environment(after: parent)
        environment.timestamp = wanted.timestamp
        environment.random = wanted.random
        environment.coinbase = wanted.feeRecipient
        do throws(TransactionError) {
            let built = try chain.build(
                on: parent, in: environment, with: wanted.block, transactions: given?.map(\.transaction))
            return PayloadForm.envelope(built, given?.compactMap(\.sidecar) ?? [])
        } catch { throw .server(error.message) }
    }
}

/// What the beacon chain says of a block that is to be built (execution-apis, `PayloadAttributesV3`).
struct PayloadAttributes {
    let timestamp: UInt64
    let random: Hash32
    let feeRecipient: Address
    private(set) var block = BlockAttributes()

    /// - Parameters:
    ///   - json: an object that has all that a block of the chain's rules needs, and nothing that it can't have.
    ///   - extraData: at most 32 bytes; nil for none.
    init(_ json: JSON, _ what: String, extraData: JSON?, rules: ForkRules) throws(RPCError) {
        guard let object = json.objectValue else { throw .invalid("invalid \(what): want an object") }
        func part(_ name: String) throws(RPCError) -> JSON {
            guard let value = object[name], !value.isNull else {
                throw .invalid("invalid \(what): \(name) is missing")
            }
            return value
        }
        timestamp = try RPCValue.small(try part("timestamp"), "timestamp")
        random = try RPCValue.hash(try part("prevRandao"), "prevRandao")
        feeRecipient = try RPCValue.address(try part("suggestedFeeRecipient"), "suggestedFeeRecipient")
        for (name, since) in [("withdrawals", ForkRules.shanghai), ("parentBeaconBlockRoot", .cancun)] {
            if rules >= since {
                _ = try part(name)
            } else if object[name].map(\.isNull) == false {
                throw .invalid("invalid \(what): the chain's rules have no \(name)")
            }
        }
        if rules >= .shanghai {
            block.withdrawals = try RPCValue.withdrawals(try part("withdrawals"), "withdrawals")
        }
        if rules >= .cancun {
            block.parentBeaconRoot = try RPCValue.hash(
                try part("parentBeaconBlockRoot"), "parentBeaconBlockRoot")
        }
        if let extraData {
            block.extraData = try RPCValue.bytes(extraData, "extraData")
            guard block.extraData.count <= 32 else { throw .invalid("invalid extraData: more than 32 bytes") }
        }
    }
}
