import EVM
import Ethereum

/// A permission over tokens that is given or taken, as an event says: by `approve`, or by a permit that is handed in.
public struct TokenApproval: Sendable, Hashable {
    /// The contract that says so.
    public let contract: Address
    /// The token; the contract itself, or the one that a collecting contract (Permit2) names.
    public let token: Address
    /// Whose tokens may be taken.
    public let owner: Address
    /// Who may take them; zero where a permission over one item ends.
    public let spender: Address
    /// How much.
    public let extent: Extent

    /// How much may be taken.
    public enum Extent: Sendable, Hashable {
        /// So many smallest units (ERC-20); with the time it ends, in seconds since 1970, where the event says that.
        case units(UInt256, until: UInt64?)
        /// The one of this number (ERC-721).
        case item(UInt256)
        /// All there are, or none any more (ERC-721, ERC-1155).
        case all(Bool)
    }

    private static let approval = Keccak256.hash(utf8: "Approval(address,address,uint256)")
    private static let approvalForAll = Keccak256.hash(utf8: "ApprovalForAll(address,address,bool)")
    /// Of Permit2's `approve`, `permit` and `lockdown`.
    private static let allowances: [Hash32: [ABIType]] = [
        Keccak256.hash(utf8: "Approval(address,address,address,uint160,uint48)"): [.uint(160), .uint(48)],
        Keccak256.hash(utf8: "Permit(address,address,address,uint160,uint48,uint48)"): [
            .uint(160), .uint(48), .uint(48),
        ],
    ]
    private static let lockdown = Keccak256.hash(utf8: "Lockdown(address,address,address)")

    private init?(_ contract: Address, token: Address?, _ owner: Hash32, _ spender: UInt256, _ extent: Extent)
    {
        guard let token, let owner = Address(word: owner.word), let spender = Address(word: spender) else {
            return nil
        }
        (self.contract, self.token, self.owner, self.spender) = (contract, token, owner, spender)
        self.extent = extent
    }

    /// The permission that an event tells of; nil for one of another form.
    init?(_ log: LogEntry) {
        let (topics, data) = (log.topics, log.data)
        guard let first = topics.first, topics.count >= 2 else { return nil }
        let own = log.address
        switch (first, topics.count) {
        case (Self.approval, 3):
            guard data.count == 32, let units = UInt256(bigEndianBytes: data) else { return nil }
            self.init(own, token: own, topics[1], topics[2].word, .units(units, until: nil))
        case (Self.approval, 4):
            guard data.isEmpty else { return nil }
            self.init(own, token: own, topics[1], topics[2].word, .item(topics[3].word))
        case (Self.approvalForAll, 3):
            guard data.count == 32, let flag = UInt256(bigEndianBytes: data), flag <= 1 else { return nil }
            self.init(own, token: own, topics[1], topics[2].word, .all(flag == 1))
        case (Self.lockdown, 2):
            guard let values = try? ABI.decode(data, as: [.address, .address]),
                case .address(let token) = values[0], case .address(let spender) = values[1]
            else { return nil }
            self.init(own, token: token, topics[1], spender.word, .units(.zero, until: nil))
        case (_, 4):
            guard let types = Self.allowances[first], let values = try? ABI.decode(data, as: types),
                case .uint(let units) = values[0], case .uint(let until) = values[1]
            else { return nil }
            self.init(
                own, token: Address(word: topics[2].word), topics[1], topics[3].word,
                .units(units, until: until.asUInt64))
        default: return nil
        }
    }
}
