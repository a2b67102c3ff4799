import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Methods whose arguments may come by name, too.
    static let namedParameters: Set<String> = ["anvil_reorg"]

    /// Blocks that are taken back, and others in their place.
    static let reorganizationMethods: [String: Method] = [
        // Without a second argument what was in the blocks waits again, as after a reorganization of a public chain; with
        // one, even an empty one, the blocks have what it says and nothing else.
        "anvil_reorg": Method(2) { (node, arguments) throws(RPCError) in
            let first = try arguments.required(0)
            let depth: UInt64
            let pairs: JSON?
            if let options = first.objectValue {
                guard let wanted = options["depth"] else { throw .invalid("depth is missing") }
                guard arguments.optional(1) == nil else {
                    throw .invalid("give either an object or depth and transactions")
                }
                depth = try node.depth(wanted)
                pairs = options["tx_block_pairs"] ?? options["txBlockPairs"]
            } else {
                depth = try node.depth(first)
                pairs = arguments.optional(1)
            }
            guard let pairs, !pairs.isNull else {
                _ = node.chain.reorganize(depth, with: nil)
                return .null
            }
            let given = try node.transactions(pairs, depth: depth)
            if let (item, error) = node.chain.reorganize(depth, with: given).first {
                throw .server(
                    "the chain was reorganized without transaction \(item.hash): \(error.message)")
            }
            return .null
        },
        "anvil_rollback": Method(1) { (node, arguments) throws(RPCError) in
            let depth = try arguments.optional(0).map { json throws(RPCError) in try node.depth(json) }
            guard node.chain.head.number >= depth ?? 1 else { throw .invalid("the chain isn't that long") }
            node.chain.rollBack(depth ?? 1)
            return .null
        },
    ]

    private func depth(_ json: JSON) throws(RPCError) -> UInt64 {
        let depth = try RPCValue.lenient(json, "depth").asUInt64 ?? .max
        guard depth <= chain.head.number else { throw .invalid("the chain isn't that long") }
        return depth
    }

    /// Transactions for blocks to come, by place: bytes, or objects that the node's accounts and those that are
    /// impersonated send.
    private func transactions(
        _ json: JSON, depth: UInt64
    ) throws(RPCError) -> [UInt64: [ChainTransaction]] {
        guard let pairs = json.arrayValue else {
            throw .invalid("invalid argument 1: want an array of pairs of transaction and block")
        }
        var sorted: [(place: UInt64, transaction: JSON)] = []
        for pair in pairs {
            guard let parts = pair.arrayValue, parts.count == 2 else {
                throw .invalid("invalid argument 1: want pairs of transaction and block")
            }
            let place = try RPCValue.lenient(parts[1], "block").asUInt64 ?? .max
            guard place < depth else {
                throw .invalid("invalid argument 1: block \(place) isn't below the depth, \(depth)")
            }
            sorted.append((place, parts[0]))
        }
        // In the order of the blocks, as each of a sender has the nonce after the one before.
        sorted.sort { $0.place < $1.place }
        let height = chain.head.number - depth
        var nonces: [Address: UInt64] = [:]
        var given: [UInt64: [ChainTransaction]] = [:]
        for (place, json) in sorted {
            let item = try transaction(json) { [chain] sender in
                nonces[sender] ?? chain.state(at: height).account(sender)?.nonce ?? 0
            }
            do throws(TransactionError) { try chain.check(item, at: height) } catch {
                throw .server(error.message)
            }
            nonces[item.sender] = item.transaction.nonce &+ 1
            given[place, default: []].append(item)
        }
        return given
    }

    private func transaction(
        _ json: JSON, nonce: (Address) -> UInt64
    ) throws(RPCError) -> ChainTransaction {
        if json.stringValue != nil {
            let raw = try RPCValue.bytes(json, "transaction")
            do throws(ChainRefusal) {
                return try ChainTransaction.decode(raw, rules: chain.configuration.rules).transaction
            } catch { throw .server(error.message) }
        }
        var call = try CallArguments(json, on: chain.configuration)
        guard let from = call.from ?? accountOrder.first else { throw .invalid("from is missing") }
        call.nonce = call.nonce ?? nonce(from)
        // What it needs there isn't known before the blocks are gone.
        call.gas = call.gas ?? min(chain.configuration.gasLimit, 1 << 24)
        return try signed(try filled(call), from)
    }
}
