import Cryptography
import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What the node's own accounts sign, and what a transaction lacks.
    static let signingMethods: [String: Method] = [
        "eth_sign": Method(2) { (node, arguments) throws(RPCError) in
            // A message of a person, so that it can be no transaction.
            let digest = PersonalMessage.digest(try arguments.bytes(1))
            return RPCValue.json(try node.sign(digest, try arguments.address(0)).bytes)
        },
        // As eth_sign, with the message first; a password, which no account here has, may come last.
        "personal_sign": Method(3) { (node, arguments) throws(RPCError) in
            let digest = PersonalMessage.digest(try arguments.bytes(0))
            return RPCValue.json(try node.sign(digest, try arguments.address(1)).bytes)
        },
        "eth_signTypedData_v4": Method(2) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let json = try arguments.required(1)
            let document: TypedData
            do throws(TypedDataParsingError) {
                document = try TypedData(
                    parsing: json.stringValue.map { Array($0.utf8) } ?? json.serializedBytes)
            } catch {
                switch error {
                case .json(let error): throw .invalid("invalid argument 1: \(error.message)")
                case .document(let error): throw .invalid("invalid argument 1: \(error.message)")
                }
            }
            return RPCValue.json(try node.sign(document.digest, address).bytes)
        },
        "eth_signTransaction": Method(1) { (node, arguments) throws(RPCError) in
            let call = try CallArguments(try arguments.required(0), on: node.chain.configuration)
            guard let from = call.from else { throw .invalid("from is missing") }
            let transaction = try node.filled(call)
            let signature = try node.sign(transaction.signingHash(), from)
            let signed = SignedTransaction(transaction: transaction, signature: signature)
            return [
                "raw": RPCValue.json(
                    call.sidecar?.joined(to: signed.encoded, rules: node.chain.configuration.rules)
                        ?? signed.encoded),
                "tx": DevNode.form(
                    signed,
                    without: ["blockHash", "blockNumber", "blockTimestamp", "from", "transactionIndex"]),
            ]
        },
        "eth_fillTransaction": Method(1) { (node, arguments) throws(RPCError) in
            let call = try CallArguments(try arguments.required(0), on: node.chain.configuration)
            let unsigned = SignedTransaction(
                transaction: try node.filled(call), signature: Signature(r: .zero, s: .zero, yParity: 0))
            let form = DevNode.form(
                unsigned,
                without: [
                    "blockHash", "blockNumber", "blockTimestamp", "from", "transactionIndex", "hash", "v",
                    "r", "s", "yParity",
                ])
            guard let sidecar = call.sidecar, let members = form.objectValue?.members else {
                return ["tx": form]
            }
            let blobs = [
                ("blobs", sidecar.blobs), ("commitments", sidecar.commitments), ("proofs", sidecar.proofs),
            ].map { ($0.0, JSON.array($0.1.map { RPCValue.json($0) })) }
            return ["tx": .object(JSONObject(members.map { ($0.key, $0.value) } + blobs))]
        },
        // Nothing is ever dropped: everything goes back to the first block.
        "eth_capabilities": Method(0) { (node, _) throws(RPCError) in
            let all: JSON = ["disabled": false, "oldestBlock": "0x0"]
            return [
                "head": [
                    "number": RPCValue.json(node.chain.head.number),
                    "hash": RPCValue.json(node.chain.head.hash),
                ],
                "state": all, "tx": all, "logs": all, "receipts": all, "blocks": all, "stateproofs": all,
            ]
        },
    ]

    private static func form(_ signed: SignedTransaction, without names: Set<String>) -> JSON {
        let whole = RPCForms.transaction(ChainTransaction(signed, sender: .zero), in: nil)
        guard let members = whole.objectValue else { return whole }
        return .object(
            JSONObject(members.members.filter { !names.contains($0.key) }.map { ($0.key, $0.value) }))
    }
}
