import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What the node suggests to pay a block's builder for a unit of gas, in wei.
    static let suggestedTip = UInt256(1_000_000_000)

    /// Prices of gas.
    static let feeMethods: [String: Method] = [
        "eth_gasPrice": Method(0) { (node, _) throws(RPCError) in
            RPCValue.json(node.chain.nextEnvironment.baseFee &+ DevNode.suggestedTip)
        },
        "eth_baseFee": Method(0) { (node, _) throws(RPCError) in
            RPCValue.json(node.chain.nextEnvironment.baseFee)
        },
        "eth_maxPriorityFeePerGas": Method(0) { (_, _) throws(RPCError) in RPCValue.json(DevNode.suggestedTip)
        },
        "eth_blobBaseFee": Method(0) { (node, _) throws(RPCError) in
            RPCValue.json(node.chain.nextEnvironment.blobBaseFee(rules: node.chain.configuration.rules))
        },
        "eth_feeHistory": Method(3) { (node, arguments) throws(RPCError) in
            let wanted = try RPCValue.lenient(try arguments.required(0), "argument 0").asUInt64 ?? .max
            guard let last = node.sealedBlock(try BlockReference(try arguments.required(1), "argument 1"))
            else {
                throw .server("request beyond head block")
            }
            let percentiles = try DevNode.percentiles(arguments.optional(2))
            return node.feeHistory(min(wanted, 1_024, last.number + 1), last, percentiles)
        },
    ]

    private static func percentiles(_ json: JSON?) throws(RPCError) -> [Double]? {
        guard let json else { return nil }
        guard let items = json.arrayValue, items.count <= 100 else {
            throw .invalid("invalid argument 2: want an array of at most 100 percentiles")
        }
        var values: [Double] = []
        for item in items {
            guard let text = item.numberText, let value = Double(text), (0...100).contains(value),
                value >= values.last ?? 0
            else { throw .server("invalid reward percentile") }
            values.append(value)
        }
        return values
    }

    private func feeHistory(_ count: UInt64, _ last: ChainBlock, _ percentiles: [Double]?) -> JSON {
        guard count > 0 else { return ["oldestBlock": "0x0", "gasUsedRatio": .array([])] }
        let blocks = (0..<count).compactMap { chain.block(last.number - (count - 1 - $0)) }
        let next = last.number == chain.head.number ? chain.nextEnvironment.baseFee : last.header.nextBaseFee
        func ratio(_ block: ChainBlock) -> JSON {
            .number(String(Double(block.header.gasUsed) / Double(max(block.header.gasLimit, 1))))
        }
        let most = BlobSchedule(rules: chain.configuration.rules)?.most ?? 1
        func blobRatio(_ block: ChainBlock) -> JSON {
            let used = block.header.blobGasUsed ?? 0
            return used == 0
                ? 0 : .number(String(Double(used) / Double(most * BlobSchedule.gasPerBlob)))
        }
        var following = chain.environment(of: last)
        following.excessBlobGas = chain.excessBlobGas(after: last)
        let blobFees =
            blocks.map { chain.blobBaseFee(of: $0) }
            + [following.blobBaseFee(rules: chain.configuration.rules)]
        var members: [(String, JSON)] = [
            ("oldestBlock", RPCValue.json(last.number - (count - 1))),
            (
                "baseFeePerGas",
                .array(blocks.map { RPCValue.json($0.header.baseFeePerGas) } + [RPCValue.json(next)])
            ),
            ("gasUsedRatio", .array(blocks.map(ratio))),
            ("baseFeePerBlobGas", .array(blobFees.map { RPCValue.json($0) })),
            ("blobGasUsedRatio", .array(blocks.map(blobRatio))),
        ]
        if let percentiles {
            members.append(("reward", .array(blocks.map { .array(DevNode.rewards($0, percentiles)) })))
        }
        return .object(JSONObject(members))
    }

    /// What transactions paid the builder, at percentiles of the block's gas.
    private static func rewards(_ block: ChainBlock, _ percentiles: [Double]) -> [JSON] {
        var tips = block.transactions.indices.map { place in
            (
                tip: block.transactions[place].tip(baseFee: block.header.baseFeePerGas) ?? .zero,
                gas: block.gasUsed(place)
            )
        }
        guard !tips.isEmpty else { return percentiles.map { _ in "0x0" } }
        tips.sort { $0.tip < $1.tip }
        var place = 0
        var sum = tips[0].gas
        return percentiles.map { percentile in
            let threshold = UInt64(Double(block.header.gasUsed) * percentile / 100)
            while sum < threshold, place < tips.count - 1 {
                place += 1
                sum += tips[place].gas
            }
            return RPCValue.json(tips[place].tip)
        }
    }
}
