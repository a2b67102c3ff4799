import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Lists of what blocks have looked at (EIP-7928): since Amsterdam there are some, and no chain here has its rules.
    static let accessListMethods: [String: Method] = [
        "eth_getBlockAccessList": Method(1) { (node, arguments) throws(RPCError) in
            let reference = try BlockReference(try arguments.required(0), "argument 0")
            if case .pending = reference { return .null }
            guard node.sealedBlock(reference) != nil else { return .null }
            throw .notFound("the block has no access list: it is of rules before Amsterdam")
        },
        "debug_getRawBlockAccessList": Method(1) { (node, arguments) throws(RPCError) in
            let reference = try BlockReference(try arguments.required(0), "argument 0")
            if case .pending = reference { throw .notFound("block not found") }
            guard node.sealedBlock(reference) != nil else { throw .notFound("block not found") }
            throw .notFound("the block has no access list: it is of rules before Amsterdam")
        },
    ]
}
