import EVM
import Ethereum

/// Tokens that move, as an event of their contract says: any contract may say anything.
public struct TokenTransfer: Sendable, Hashable {
    /// The contract that says so.
    public let token: Address
    /// Who had them; zero where they are made.
    public let from: Address
    /// Who gets them; zero where they are destroyed.
    public let to: Address
    /// Which, and how many.
    public let amount: Amount

    /// What moves.
    public enum Amount: Sendable, Hashable {
        /// So many smallest units (ERC-20).
        case units(UInt256)
        /// The one of this number (ERC-721).
        case item(UInt256)
        /// So many of this number (ERC-1155).
        case items(id: UInt256, count: UInt256)
    }

    private static let transfer = Keccak256.hash(utf8: "Transfer(address,address,uint256)")
    private static let single = Keccak256.hash(
        utf8: "TransferSingle(address,address,address,uint256,uint256)")
    private static let batch = Keccak256.hash(
        utf8: "TransferBatch(address,address,address,uint256[],uint256[])")

    /// The transfers that an event tells of; none for one of another form.
    static func all(in log: LogEntry) -> [TokenTransfer] {
        let topics = log.topics
        func transfers(_ from: Int, _ amounts: [Amount]) -> [TokenTransfer] {
            guard let sender = Address(word: topics[from].word),
                let recipient = Address(word: topics[from + 1].word)
            else { return [] }
            return amounts.map { TokenTransfer(token: log.address, from: sender, to: recipient, amount: $0) }
        }
        switch (topics.first, topics.count) {
        case (transfer, 3):
            guard log.data.count == 32, let units = UInt256(bigEndianBytes: log.data) else { return [] }
            return transfers(1, [.units(units)])
        case (transfer, 4):
            guard log.data.isEmpty else { return [] }
            return transfers(1, [.item(topics[3].word)])
        case (single, 4):
            guard let values = try? ABI.decode(log.data, as: [.uint(256), .uint(256)]),
                case .uint(let id) = values[0], case .uint(let count) = values[1]
            else { return [] }
            return transfers(2, [.items(id: id, count: count)])
        case (batch, 4):
            let list = ABIType.array(.uint(256))
            guard let values = try? ABI.decode(log.data, as: [list, list]), case .array(let ids) = values[0],
                case .array(let counts) = values[1], ids.count == counts.count
            else { return [] }
            return transfers(
                2,
                zip(ids, counts).compactMap { id, count in
                    guard case .uint(let id) = id, case .uint(let count) = count else { return nil }
                    return .items(id: id, count: count)
                })
        default: return []
        }
    }
}
