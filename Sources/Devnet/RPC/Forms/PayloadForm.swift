import EVM
import Ethereum
import StrictJSON

/// A block that was built, as the beacon chain gets it (execution-apis, `ExecutionPayloadV3` and what belongs to it).
enum PayloadForm {
    /// The answer to a request for a block.
    ///
    /// - Parameter sidecars: of those of its transactions that have blobs, in their order.
    static func envelope(_ built: DevChain.Built, _ sidecars: [BlobSidecar]) -> JSON {
        func all(_ part: (BlobSidecar) -> [[UInt8]]) -> JSON {
            .array(sidecars.flatMap(part).map { RPCValue.json($0) })
        }
        var members: [(String, JSON)] = [
            ("executionPayload", payload(built.block)), ("blockValue", RPCValue.json(built.value)),
            (
                "blobsBundle",
                [
                    "commitments": all(\.commitments), "proofs": all(\.proofs), "blobs": all(\.blobs),
                ]
            ),
        ]
        if built.block.header.requestsHash != nil {
            members.append(("executionRequests", .array(built.requests.map { RPCValue.json($0) })))
        }
        members.append(("shouldOverrideBuilder", false))
        return .object(JSONObject(members))
    }

    private static func payload(_ block: ChainBlock) -> JSON {
        let header = block.header
        var members: [(String, JSON)] = [
            ("parentHash", RPCValue.json(header.parentHash)),
            ("feeRecipient", RPCValue.json(header.coinbase)),
            ("stateRoot", RPCValue.json(header.stateRoot)),
            ("receiptsRoot", RPCValue.json(header.receiptsRoot)),
            ("logsBloom", RPCValue.json(header.logsBloom.bytes)),
            ("prevRandao", RPCValue.json(header.prevRandao)), ("blockNumber", RPCValue.json(header.number)),
            ("gasLimit", RPCValue.json(header.gasLimit)), ("gasUsed", RPCValue.json(header.gasUsed)),
            ("timestamp", RPCValue.json(header.timestamp)), ("extraData", RPCValue.json(header.extraData)),
            ("baseFeePerGas", RPCValue.json(header.baseFeePerGas)), ("blockHash", RPCValue.json(block.hash)),
            ("transactions", .array(block.transactions.map { RPCValue.json($0.encoded) })),
        ]
        if header.withdrawalsRoot != nil {
            members.append(("withdrawals", .array(block.withdrawals.map(RPCForms.withdrawal))))
        }
        if let gas = header.blobGasUsed { members.append(("blobGasUsed", RPCValue.json(gas))) }
        if let gas = header.excessBlobGas { members.append(("excessBlobGas", RPCValue.json(gas))) }
        return .object(JSONObject(members))
    }
}
