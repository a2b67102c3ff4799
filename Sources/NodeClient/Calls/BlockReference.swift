import Ethereum
import StrictJSON

/// A block that a call is about.
public enum BlockReference: Sendable, Hashable {
    /// The block of this height.
    case number(UInt64)
    /// The block of this hash, wherever it stands (EIP-1898 where a call takes it).
    case hash(Hash32)
    /// The newest block.
    case latest
    /// The block that comes next, as the node would build it now.
    case pending
    /// The first block.
    case earliest
    /// The newest block that is safe, as the consensus layer says.
    case safe
    /// The newest block that is final.
    case finalized

    /// The parameter of a call.
    package var parameter: JSON {
        switch self {
        case .number(let number): .string(UInt256(number).quantity)
        case .hash(let hash): .object(JSONObject([("blockHash", .string(hash.description))]))
        case .latest: "latest"
        case .pending: "pending"
        case .earliest: "earliest"
        case .safe: "safe"
        case .finalized: "finalized"
        }
    }
}
