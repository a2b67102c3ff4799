import Cryptography
import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What the node's own accounts sign, and what a transaction lacks.
    static let signingMethods: [String: Method] = [
        "eth_sign": Method(2) { (node, arguments) throws(RPCError) in
            let message = try arguments.bytes(1)
            // A message of a person (EIP-191, version 0x45), so that it can be no transaction.
            let prefix = Array("\u{19}Ethereum Signed Message:\n\(message.count)".utf8)
            let signature = try node.sign(Keccak256.hash(prefix + message), try arguments.address(0))
            return RPCValue.json(signature.bytes)
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
