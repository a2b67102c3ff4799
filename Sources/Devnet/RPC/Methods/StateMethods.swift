import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Accounts and their storage, at any height.
    static let stateMethods: [String: Method] = [
        "eth_getBalance": Method(2) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let state = try node.state(try BlockReference(arguments.optional(1), "argument 1"))
            return RPCValue.json(state.reader.account(address)?.balance ?? .zero)
        },
        "eth_getTransactionCount": Method(2) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let reference = try BlockReference(arguments.optional(1), "argument 1")
            if case .pending = reference { return RPCValue.json(node.chain.pendingNonce(address)) }
            return RPCValue.json(try node.state(reference).reader.account(address)?.nonce ?? 0)
        },
        "eth_getCode": Method(2) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let state = try node.state(try BlockReference(arguments.optional(1), "argument 1"))
            return RPCValue.json(state.reader.account(address)?.code.bytes ?? [])
        },
        "eth_getStorageAt": Method(3) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let slot = try RPCValue.slot(try arguments.required(1))
            let state = try node.state(try BlockReference(arguments.optional(2), "argument 2"))
            return RPCValue.json(state.reader.storage(address, slot).bigEndianBytes)
        },
        "eth_getStorageValues": Method(2) { (node, arguments) throws(RPCError) in
            guard let wanted = try arguments.required(0).objectValue else {
                throw .invalid("invalid argument 0: want an object of addresses with their slots")
            }
            let state = try node.state(try BlockReference(arguments.optional(1), "argument 1"))
            return try DevNode.words(wanted, in: state.reader)
        },
        "eth_getProof": Method(3) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            guard let keys = try arguments.required(1).arrayValue, keys.count <= 1_024 else {
                throw .invalid("invalid argument 1: want an array of at most 1024 storage keys")
            }
            var slots: [(JSON, UInt256)] = []
            for key in keys { slots.append((key, try RPCValue.slot(key))) }
            let reference = try BlockReference(arguments.optional(2), "argument 2")
            guard let block = node.sealedBlock(reference) else { throw .noBlock }
            return node.proof(address, slots, at: block.number)
        },
    ]

    /// Words of several accounts, in the order of their slots.
    private static func words(_ wanted: JSONObject, in state: any StateReader) throws(RPCError) -> JSON {
        var accounts: [(String, JSON)] = []
        var count = 0
        for member in wanted.members {
            let address = try RPCValue.address(.string(member.key), "argument 0")
            guard let slots = member.value.arrayValue else {
                throw .invalid("invalid argument 0: want an array of slots for each address")
            }
            count += slots.count
            guard count <= 1_024 else { throw .invalid("invalid argument 0: want at most 1024 slots") }
            var values: [JSON] = []
            for slot in slots {
                values.append(RPCValue.json(state.storage(address, try RPCValue.slot(slot)).bigEndianBytes))
            }
            accounts.append((member.key, .array(values)))
        }
        return .object(JSONObject(accounts))
    }

    /// What proves an account and words of its storage (EIP-1186).
    private func proof(_ address: Address, _ slots: [(JSON, UInt256)], at height: UInt64) -> JSON {
        let (account, nodes) = chain.accountProof(address, at: height)
        let words = slots.map { key, slot -> JSON in
            let (value, nodes) = chain.storageProof(address, slot, at: height)
            return [
                "key": key, "value": RPCValue.json(value), "proof": .array(nodes.map { RPCValue.json($0) }),
            ]
        }
        return [
            "address": RPCValue.json(address), "accountProof": .array(nodes.map { RPCValue.json($0) }),
            "balance": RPCValue.json(account.balance), "codeHash": RPCValue.json(account.codeHash),
            "nonce": RPCValue.json(account.nonce), "storageHash": RPCValue.json(account.storageRoot),
            "storageProof": .array(words),
        ]
    }
}
