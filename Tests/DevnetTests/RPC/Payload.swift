import EVM
import Ethereum
import StrictJSON
import Testing

/// A block that `testing_buildBlockV1` has answered, made again from nothing but the answer and the request's root.
struct Payload {
    let header: ChainHeader
    /// Its RLP, with transactions and withdrawals.
    let raw: [UInt8]
    /// What the answer says that its hash is.
    let hash: String?

    init(_ answer: JSON, parentBeaconRoot: Hash32?) throws {
        let payload = try #require(answer["executionPayload"])
        func text(_ name: String) throws -> String { try #require(payload[name]?.stringValue) }
        func number(_ name: String) throws -> UInt64 { try #require(UInt256(hex: try text(name))?.asUInt64) }
        func list(_ name: String) -> [JSON]? { payload[name]?.arrayValue }
        var header = ChainHeader(rules: .paris)
        header.parentHash = try Hash32(try text("parentHash"))
        header.coinbase = try Address(try text("feeRecipient"))
        header.stateRoot = try Hash32(try text("stateRoot"))
        header.receiptsRoot = try Hash32(try text("receiptsRoot"))
        header.logsBloom = try #require(Bloom(bytes: try Hex.decode(try text("logsBloom"))))
        header.prevRandao = try Hash32(try text("prevRandao"))
        header.number = try number("blockNumber")
        header.gasLimit = try number("gasLimit")
        header.gasUsed = try number("gasUsed")
        header.timestamp = try number("timestamp")
        header.extraData = try Hex.decode(try text("extraData"))
        header.baseFeePerGas = try #require(UInt256(hex: try text("baseFeePerGas")))
        let transactions = try #require(list("transactions")).map { try Hex.decode($0.stringValue ?? "") }
        header.transactionsRoot = Trie.orderedRoot(transactions)
        var parts: [RLPItem] = [
            .list(
                try transactions.map { ($0.first ?? 0) < 0xc0 ? .bytes($0) : try RLP.decode($0) }), .list([]),
        ]
        if let withdrawals = list("withdrawals") {
            let items = try withdrawals.map { item -> RLPItem in
                func part(_ name: String) throws -> UInt64 {
                    try #require(item[name]?.stringValue.flatMap { UInt256(hex: $0)?.asUInt64 })
                }
                let address = try Address(try #require(item["address"]?.stringValue))
                return .list([
                    .number(try part("index")), .number(try part("validatorIndex")), .bytes(address.bytes),
                    .number(try part("amount")),
                ])
            }
            header.withdrawalsRoot = Trie.orderedRoot(items.map { RLP.encode($0) })
            parts.append(.list(items))
        }
        if payload["blobGasUsed"] != nil {
            header.blobGasUsed = try number("blobGasUsed")
            header.excessBlobGas = try number("excessBlobGas")
            header.parentBeaconRoot = parentBeaconRoot
        }
        if let requests = answer["executionRequests"]?.arrayValue {
            header.requestsHash = ChainHeader.requestsHash(
                try requests.map { try Hex.decode($0.stringValue ?? "") })
        }
        self.header = header
        raw = RLP.encode(.list([try RLP.decode(header.encoded)] + parts))
        hash = payload["blockHash"]?.stringValue
    }
}
