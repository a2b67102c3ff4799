import Ethereum
import StrictJSON

extension DevNode {
    /// The node's whole state, in coai's own form: no other node's dump is one of it.
    static let savingMethods: [String: Method] = [
        "coai_saveState": Method(0) { (node, _) throws(RPCError) in
            // Where it is written to is for whoever runs the node, never for a client.
            guard let save = node.save else {
                throw .server("the node was started without --state: no file is named")
            }
            try save()
            return true
        },
        // Whether old states belong to it isn't asked here: they always do.
        "coai_dumpState": Method(1) { (node, _) throws(RPCError) in
            let bytes = node.saved()
            guard bytes.count <= node.limits.logBytes / 2 else {
                throw .server("the state is too large for an answer: use coai_saveState")
            }
            return RPCValue.json(bytes)
        },
        "coai_loadState": Method(1) { (node, arguments) throws(RPCError) in
            let bytes = try arguments.bytes(0)
            do throws(SavedStateError) { try node.load(bytes) } catch {
                throw RPCError(code: -32602, message: "\(error.message) (\(error.code))")
            }
            return true
        },
    ]
}
