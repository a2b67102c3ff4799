import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Going back to where the node was.
    static let snapshotMethods: [String: Method] = [
        "evm_snapshot": Method(0) { (node, _) throws(RPCError) in RPCValue.json(node.chain.snapshot()) },
        "evm_revert": Method(1) { (node, arguments) throws(RPCError) in
            .bool(node.chain.revert(to: try arguments.lenient(0).asUInt64 ?? 0))
        },
        // To the genesis that the node has; when blocks are made stays as it is.
        "anvil_reset": Method(1) { (node, arguments) throws(RPCError) in
            if let options = arguments.optional(0) {
                guard let object = options.objectValue,
                    object.members.allSatisfy({ $0.value.isNull })
                else { throw .server("unsupported: the node can't go on from another chain (forking)") }
            }
            node.reset()
            return true
        },
    ]
}
