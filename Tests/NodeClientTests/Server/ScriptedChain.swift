import Ethereum
import NodeClient
import StrictJSON

/// A chain of made-up blocks with logs of one contract, which answers as a node does.
struct ScriptedChain: Sendable {
    static let contract = Address(truncating: Keccak256.hash(utf8: "contract").word)
    static let topic = Keccak256.hash(utf8: "Event(uint256)")

    private(set) var blocks: [BlockHeader] = []
    private var salts: [Int] = []
    /// Logs of the block of this number: 0 to 3, as number and salt decide.
    let maximumLogs: Int

    init(blocks count: Int, salt: Int = 0, maximumLogs: Int = 3) {
        self.maximumLogs = maximumLogs
        extend(by: count, salt: salt)
    }

    var head: BlockHeader { blocks[blocks.count - 1] }

    mutating func extend(by count: Int, salt: Int = 0) {
        for _ in 0..<count {
            let number = UInt64(blocks.count)
            let parent = blocks.last?.hash ?? .zero
            let hash = Keccak256.hash(utf8: "block \(number) \(salt) \(parent)")
            blocks.append(
                BlockHeader(
                    number: number, hash: hash, parentHash: parent, timestamp: 1_767_225_600 + number * 12,
                    baseFeePerGas: 7, gasLimit: 30_000_000, gasUsed: 0))
            salts.append(salt)
        }
    }

    /// Takes the newest blocks away.
    mutating func cut(to number: UInt64) {
        blocks.removeSubrange(Int(number + 1)...)
        salts.removeSubrange(Int(number + 1)...)
    }

    /// Replaces the newest `depth` blocks by `count` others.
    mutating func replace(depth: Int, with count: Int, salt: Int) {
        cut(to: head.number - UInt64(depth))
        extend(by: count, salt: salt)
    }

    func logs(of number: UInt64) -> [Log] {
        let header = blocks[Int(number)]
        let count = Int(header.hash.word.limb0 % UInt64(maximumLogs + 1))
        return (0..<count).map { index in
            Log(
                address: Self.contract, topics: [Self.topic, Hash32(word: UInt256(number))],
                data: Array(header.hash.bytes.prefix(index * 7)), blockNumber: number, blockHash: header.hash,
                transactionHash: Keccak256.hash(utf8: "transaction \(index) \(header.hash)"),
                transactionIndex: UInt64(index), logIndex: UInt64(index * 2))
        }
    }

    /// All logs, as a consumer should know them.
    var allLogs: [Log] { blocks.flatMap { logs(of: $0.number) } }

    // MARK: Answers

    /// The result of a method, or nil for one that isn't known.
    func answer(_ method: String, _ parameters: [JSON]) -> JSON? {
        switch method {
        case "eth_blockNumber": .string(UInt256(head.number).quantity)
        case "eth_getBlockByNumber":
            switch parameters.first?.stringValue {
            case "latest": Self.json(head)
            case let text?:
                UInt256(quantity: text)?.asInt.flatMap { $0 < blocks.count ? Self.json(blocks[$0]) : nil }
                    ?? .null
            case nil: .null
            }
        case "eth_getLogs": logs(parameters.first ?? .null)
        default: nil
        }
    }

    private func logs(_ filter: JSON) -> JSON {
        func number(_ name: String) -> Int {
            filter[name]?.stringValue.flatMap { UInt256(quantity: $0)?.asInt } ?? 0
        }
        let first = number("fromBlock")
        let last = min(number("toBlock"), blocks.count - 1)
        guard first <= last else { return [] }
        return .array(blocks[first...last].flatMap { logs(of: $0.number).map(Self.json) })
    }

    static func json(_ header: BlockHeader) -> JSON {
        .object(
            JSONObject([
                ("number", .string(UInt256(header.number).quantity)), ("hash", .string("\(header.hash)")),
                ("parentHash", .string("\(header.parentHash)")),
                ("timestamp", .string(UInt256(header.timestamp).quantity)),
                ("baseFeePerGas", .string((header.baseFeePerGas ?? 0).quantity)),
                ("gasLimit", .string(UInt256(header.gasLimit).quantity)),
                ("gasUsed", .string(UInt256(header.gasUsed).quantity)), ("transactions", []),
            ]))
    }

    static func json(_ log: Log) -> JSON {
        .object(
            JSONObject([
                ("address", .string(Hex.encode(log.address.bytes))),
                ("topics", .array(log.topics.map { .string("\($0)") })),
                ("data", .string(Hex.encode(log.data))),
                ("blockNumber", .string(UInt256(log.blockNumber).quantity)),
                ("transactionHash", .string("\(log.transactionHash)")),
                ("transactionIndex", .string(UInt256(log.transactionIndex).quantity)),
                ("blockHash", .string("\(log.blockHash)")),
                ("logIndex", .string(UInt256(log.logIndex).quantity)), ("removed", false),
            ]))
    }
}
