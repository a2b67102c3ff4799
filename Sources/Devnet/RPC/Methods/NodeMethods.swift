import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What the node is.
    static let clientVersion = "coai-devnet/1.0"

    /// What the node says of itself.
    static let nodeMethods: [String: Method] = [
        "web3_clientVersion": Method(0) { (_, _) throws(RPCError) in .string(clientVersion) },
        "web3_sha3": Method(1) { (_, arguments) throws(RPCError) in
            RPCValue.json(Keccak256.hash(try arguments.bytes(0)))
        },
        "net_version": Method(0) { (node, _) throws(RPCError) in
            .string(String(node.chain.configuration.chainID))
        },
        "net_listening": Method(0) { (_, _) throws(RPCError) in true },
        "net_peerCount": Method(0) { (_, _) throws(RPCError) in "0x0" },
        // The parts before the underscore, each of one version.
        "rpc_modules": Method(0) { (_, _) throws(RPCError) in
            let names = Set(methods.keys.map { String($0.prefix { $0 != "_" }) })
            return .object(JSONObject(names.sorted().map { ($0, "1.0") }))
        },
        "anvil_nodeInfo": Method(0) { (node, _) throws(RPCError) in
            let (head, next) = (node.chain.head, node.chain.nextEnvironment)
            return [
                "currentBlockNumber": RPCValue.json(head.number),
                "currentBlockTimestamp": .number(String(head.header.timestamp)),
                "currentBlockHash": RPCValue.json(head.hash),
                "hardFork": .string(String(describing: node.chain.configuration.rules)),
                "transactionOrder": "fees",
                "environment": [
                    "baseFee": RPCValue.json(next.baseFee), "chainId": .number(String(next.chainID)),
                    "gasLimit": RPCValue.json(next.gasLimit),
                    "gasPrice": RPCValue.json(next.baseFee &+ DevNode.suggestedTip),
                ],
                "forkConfig": ["forkUrl": .null, "forkBlockNumber": .null, "forkRetryBackoff": .null],
            ]
        },
        "anvil_metadata": Method(0) { (node, _) throws(RPCError) in
            let head = node.chain.head
            return [
                "clientVersion": .string(clientVersion),
                "chainId": .number(String(node.chain.configuration.chainID)),
                "instanceId": RPCValue.json(node.instance),
                "latestBlockNumber": .number(String(head.number)),
                "latestBlockHash": RPCValue.json(head.hash),
                "snapshots": .object(
                    JSONObject(
                        node.chain.snapshots.map { snapshot in
                            let hash = node.chain.block(snapshot.number)?.hash ?? .zero
                            let place: JSON = [.number(String(snapshot.number)), RPCValue.json(hash)]
                            return ("0x" + String(snapshot.id, radix: 16), place)
                        })),
            ]
        },
        // The node writes no log of what it is asked, so that there is nothing to switch; tools do it before each test.
        "anvil_setLoggingEnabled": Method(1) { (_, arguments) throws(RPCError) in
            _ = try arguments.bool(0)
            return true
        },
        // Traces are always there to be asked for (debug_traceTransaction), and none is printed.
        "anvil_enableTraces": Method(0) { (_, _) throws(RPCError) in .null },
    ]
}
