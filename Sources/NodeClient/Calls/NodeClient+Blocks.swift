import Ethereum
import SafeText
import StrictJSON

extension NodeClient {
    /// The id of the node's chain.
    public func chainID() throws(NodeError) -> UInt64 {
        try Quantity.uint64(try call("eth_chainId"), of: "eth_chainId")
    }

    /// Height of the newest block.
    public func blockNumber() throws(NodeError) -> UInt64 {
        try Quantity.uint64(try call("eth_blockNumber"), of: "eth_blockNumber")
    }

    /// What the node says it is, such as `Geth/v1.16.1`.
    public func clientVersion() throws(NodeError) -> SafeText {
        guard let text = try call("web3_clientVersion").stringValue else {
            throw .result("web3_clientVersion", "no text")
        }
        return SafeText(cleaning: text, maximumLength: 200)
    }

    /// The header of a block, or nil if the node has no such block.
    public func header(_ block: BlockReference) throws(NodeError) -> BlockHeader? {
        let request = Self.headerCall(block)
        return try Self.header(from: try call(request.method, request.parameters), asked: block)
    }

    /// The headers of blocks by height, in their order; nil where the node has no such block.
    public func headers(_ numbers: some Sequence<UInt64>) throws(NodeError) -> [BlockHeader?] {
        let numbers = Array(numbers)
        let answers = try batch(numbers.map { Self.headerCall(.number($0)) })
        var headers: [BlockHeader?] = []
        headers.reserveCapacity(numbers.count)
        for (number, answer) in zip(numbers, answers) {
            headers.append(try Self.header(from: try answer.get(), asked: .number(number)))
        }
        return headers
    }

    private static func headerCall(_ block: BlockReference) -> NodeCall {
        if case .hash(let hash) = block {
            return NodeCall("eth_getBlockByHash", [.string(hash.description), false])
        }
        return NodeCall("eth_getBlockByNumber", [block.parameter, false])
    }

    private static func header(from value: JSON, asked block: BlockReference) throws(NodeError)
        -> BlockHeader?
    {
        if value.isNull { return nil }
        let header = try HeaderReader.header(value, of: headerCall(block).method)
        switch block {
        case .number(let number) where header.number != number:
            throw .result("eth_getBlockByNumber", "another block's header")
        case .earliest where header.number != 0:
            throw .result("eth_getBlockByNumber", "another block's header")
        case .hash(let hash) where header.hash != hash:
            throw .result("eth_getBlockByHash", "another block's header")
        default: return header
        }
    }
}

/// Reads the header in a block or in a notice of a new head.
enum HeaderReader {
    static func header(_ value: JSON, of method: String) throws(NodeError) -> BlockHeader {
        guard value.objectValue != nil else { throw .result(method, "no block") }
        var baseFee: UInt256?
        if let stated = value["baseFeePerGas"], !stated.isNull {
            baseFee = try Quantity.uint256(stated, of: method)
        }
        return BlockHeader(
            number: try Quantity.uint64(value["number"], of: method),
            hash: try Quantity.hash(value["hash"], of: method),
            parentHash: try Quantity.hash(value["parentHash"], of: method),
            timestamp: try Quantity.uint64(value["timestamp"], of: method), baseFeePerGas: baseFee,
            gasLimit: try Quantity.uint64(value["gasLimit"], of: method),
            gasUsed: try Quantity.uint64(value["gasUsed"], of: method))
    }
}
