import Ethereum
import StrictJSON

/// What became of a mined transaction.
public struct TransactionReceipt: Sendable, Hashable {
    /// Hash of the transaction.
    public let transactionHash: Hash32
    /// Its place in the block.
    public let transactionIndex: UInt64
    /// Hash of the block.
    public let blockHash: Hash32
    /// Height of the block.
    public let blockNumber: UInt64
    /// The account that sent it.
    public let from: Address
    /// The account it went to; nil for a creation.
    public let to: Address?
    /// The contract that it created; nil otherwise.
    public let contractAddress: Address?
    /// Whether it did what it should; false if it reverted, which costs its gas all the same.
    public let succeeded: Bool
    /// Gas that it used.
    public let gasUsed: UInt64
    /// Wei paid for a unit of gas; nil where the node doesn't say.
    public let effectiveGasPrice: UInt256?
    /// Events that it wrote, in order.
    public let logs: [Log]

    /// - Throws: `node.result` unless it is the receipt of `transaction`.
    init(_ value: JSON, transaction: Hash32) throws(NodeError) {
        let method = "eth_getTransactionReceipt"
        transactionHash = try Quantity.hash(value["transactionHash"], of: method)
        guard transactionHash == transaction else { throw .result(method, "another transaction's receipt") }
        transactionIndex = try Quantity.uint64(value["transactionIndex"], of: method)
        blockHash = try Quantity.hash(value["blockHash"], of: method)
        blockNumber = try Quantity.uint64(value["blockNumber"], of: method)
        from = try Quantity.address(value["from"], of: method)
        to = try Self.optionalAddress(value["to"])
        contractAddress = try Self.optionalAddress(value["contractAddress"])
        let status = try Quantity.uint64(value["status"], of: method)
        guard status <= 1 else { throw .result(method, "a status that is neither 0 nor 1") }
        succeeded = status == 1
        gasUsed = try Quantity.uint64(value["gasUsed"], of: method)
        if let price = value["effectiveGasPrice"], !price.isNull {
            effectiveGasPrice = try Quantity.uint256(price, of: method)
        } else {
            effectiveGasPrice = nil
        }
        guard let entries = value["logs"]?.arrayValue else { throw .result(method, "no list of logs") }
        var logs: [Log] = []
        for entry in entries {
            let log = try Self.log(entry)
            guard log.blockHash == blockHash, log.transactionHash == transactionHash,
                log.logIndex > logs.last?.logIndex ?? 0 || logs.isEmpty
            else { throw .result(method, "logs of another transaction, or out of order") }
            logs.append(log)
        }
        self.logs = logs
    }

    private static func optionalAddress(_ value: JSON?) throws(NodeError) -> Address? {
        guard let value, !value.isNull else { return nil }
        return try Quantity.address(value, of: "eth_getTransactionReceipt")
    }

    private static func log(_ value: JSON) throws(NodeError) -> Log {
        let method = "eth_getTransactionReceipt"
        guard let entries = value["topics"]?.arrayValue, entries.count <= 4 else {
            throw .result(method, "a log without topics, or with more than four")
        }
        var topics: [Hash32] = []
        for entry in entries { topics.append(try Quantity.hash(entry, of: method)) }
        return Log(
            address: try Quantity.address(value["address"], of: method), topics: topics,
            data: try Quantity.bytes(value["data"], of: method),
            blockNumber: try Quantity.uint64(value["blockNumber"], of: method),
            blockHash: try Quantity.hash(value["blockHash"], of: method),
            transactionHash: try Quantity.hash(value["transactionHash"], of: method),
            transactionIndex: try Quantity.uint64(value["transactionIndex"], of: method),
            logIndex: try Quantity.uint64(value["logIndex"], of: method))
    }
}
