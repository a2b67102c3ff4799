import EVM
import Ethereum
import NodeClient
import StrictJSON

/// A block's header as the node states it, and whether its fields give the hash that it is said to have.
struct NodeBlock {
    /// What is known about the hash.
    enum Check: Sendable, Hashable {
        /// The fields give it.
        case holds
        /// Fields are missing that a header has.
        case lacksFields
        /// They give another, and there are fields that this version doesn't know.
        case hasUnknownFields
        /// They give another.
        case fails
    }

    let header: ChainHeader
    let hash: Hash32
    let check: Check

    private static let method = "eth_getBlockByNumber"

    /// All members that a block of a chain up to Osaka has: a header with others may be hashed otherwise.
    private static let known: Set<String> = [
        "number", "hash", "parentHash", "sha3Uncles", "miner", "stateRoot", "transactionsRoot",
        "receiptsRoot",
        "logsBloom", "difficulty", "gasLimit", "gasUsed", "timestamp", "extraData", "mixHash", "nonce",
        "baseFeePerGas", "withdrawalsRoot", "blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot",
        "requestsHash", "size", "totalDifficulty", "transactions", "uncles", "withdrawals",
    ]

    /// The block in an answer.
    ///
    /// - Throws: `SimulationError`; `no-block` for null.
    init(_ json: JSON) throws(SimulationError) {
        guard !json.isNull else { throw .noBlock }
        guard let object = json.objectValue else { throw .answer(Self.method, "no block") }
        let method = Self.method
        func optional<Value>(
            _ name: String, _ read: (JSON?, String) throws(SimulationError) -> Value
        ) throws(SimulationError) -> Value? {
            guard let value = object[name], !value.isNull else { return nil }
            return try read(value, method)
        }
        var header = ChainHeader(rules: .paris)
        header.number = try NodeValue.small(object["number"], method)
        header.parentHash = try NodeValue.hash(object["parentHash"], method)
        header.timestamp = try NodeValue.small(object["timestamp"], method)
        header.coinbase = try NodeValue.address(object["miner"], method)
        header.gasLimit = try NodeValue.small(object["gasLimit"], method)
        header.gasUsed = try NodeValue.small(object["gasUsed"], method)
        header.stateRoot = try NodeValue.hash(object["stateRoot"], method)
        guard let baseFee = try optional("baseFeePerGas", NodeValue.word) else { throw .rules(.berlin) }
        header.baseFeePerGas = baseFee
        let uncles = try optional("sha3Uncles", NodeValue.hash)
        let transactions = try optional("transactionsRoot", NodeValue.hash)
        let receipts = try optional("receiptsRoot", NodeValue.hash)
        let bloom = try optional("logsBloom", NodeValue.bytes).flatMap { Bloom(bytes: $0) }
        let difficulty = try optional("difficulty", NodeValue.word)
        let extra = try optional("extraData", NodeValue.bytes)
        let random = try optional("mixHash", NodeValue.hash)
        let nonce = try optional("nonce", NodeValue.bytes)
            .flatMap { $0.count == 8 ? UInt256(bigEndianBytes: $0)?.asUInt64 : nil }
        header.withdrawalsRoot = try optional("withdrawalsRoot", NodeValue.hash)
        header.blobGasUsed = try optional("blobGasUsed", NodeValue.small)
        header.excessBlobGas = try optional("excessBlobGas", NodeValue.small)
        header.parentBeaconRoot = try optional("parentBeaconBlockRoot", NodeValue.hash)
        header.requestsHash = try optional("requestsHash", NodeValue.hash)
        if let random { header.prevRandao = random }
        if let difficulty { header.difficulty = difficulty }
        let isWhole: Bool
        if let uncles, let transactions, let receipts, let bloom, difficulty != nil, let extra, random != nil,
            let nonce
        {
            (header.unclesHash, header.transactionsRoot, header.receiptsRoot) = (
                uncles, transactions, receipts
            )
            (header.logsBloom, header.extraData, header.nonce) = (bloom, extra, nonce)
            isWhole = true
        } else {
            isWhole = false
        }
        self.header = header
        hash = try NodeValue.hash(object["hash"], method)
        if !isWhole {
            check = .lacksFields
        } else if header.hash == hash {
            check = .holds
        } else {
            check = object.keys.allSatisfy { Self.known.contains($0) } ? .fails : .hasUnknownFields
        }
    }

    /// The call that asks for a block.
    static func call(_ reference: BlockReference) -> NodeCall {
        if case .hash(let hash) = reference {
            return NodeCall("eth_getBlockByHash", [.string(hash.description), false])
        }
        return NodeCall(method, [reference.parameter, false])
    }

    /// The block that is meant.
    static func read(_ reference: BlockReference, _ line: NodeLine) throws(SimulationError) -> NodeBlock {
        let block = try NodeBlock(try line.ask(call(reference)))
        switch reference {
        case .number(let number) where block.header.number != number:
            throw .contradiction("asked for block \(number), it answers block \(block.header.number)")
        case .hash(let hash) where block.hash != hash:
            throw .contradiction("asked for a block by its hash, it answers another")
        default: return block
        }
    }

    /// The rules that the fields of the header show; of those that look alike, the earliest.
    var shownRules: ForkRules {
        if header.requestsHash != nil { return .prague }
        if header.parentBeaconRoot != nil { return .cancun }
        if header.withdrawalsRoot != nil { return .shanghai }
        return header.difficulty.isZero ? .paris : .london
    }

    /// The block that may follow: its number, a time, the base fee and blob gas that follow from this one.
    ///
    /// - Parameter now: no earlier than this, in seconds since 1970.
    func next(chainID: UInt64, rules: ForkRules, now: UInt64) throws(SimulationError) -> BlockEnvironment {
        guard header.number < .max, header.timestamp < .max else {
            throw .answer(Self.method, "no block can follow this one")
        }
        let used = (header.excessBlobGas ?? 0).addingReportingOverflow(header.blobGasUsed ?? 0)
        // Blobs that a block has on average, of 131,072 gas each (EIP-4844, EIP-7691).
        let target: UInt64 = (rules >= .prague ? 6 : 3) * 131_072
        let excess = used.overflow ? .max : used.partialValue
        return BlockEnvironment(
            number: header.number + 1, timestamp: max(header.timestamp + 1, now), coinbase: header.coinbase,
            gasLimit: header.gasLimit, baseFee: header.nextBaseFee, random: header.prevRandao,
            difficulty: header.difficulty, excessBlobGas: excess > target ? excess - target : 0,
            chainID: chainID)
    }
}
