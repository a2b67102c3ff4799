import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Blocks that could follow (execution-apis, `eth_simulateV1`).
    static let simulationMethods: [String: Method] = [
        "eth_simulateV1": Method(2) { (node, arguments) throws(RPCError) in
            let wanted = try arguments.required(0)
            let reference = try BlockReference(arguments.optional(1), "argument 1")
            guard let base = node.sealedBlock(reference) else { throw .noBlock }
            var simulation = try Simulation(
                node.chain, on: base, wanted, milliseconds: node.limits.callMilliseconds)
            return .array(try simulation.run())
        }
    ]
}
