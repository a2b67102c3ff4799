import Ethereum
import SafeText

/// Something that was asked of the signer here, and how far it came.
public struct Outgoing: Sendable, Hashable, Identifiable {
    /// Its number.
    public let id: Int
    /// What it is, such as "cancel job 7".
    public let title: SafeText
    /// When it began, in seconds since 1970.
    public let startedAt: UInt64
    /// How far it is.
    public var stage: Stage
    /// Hash of the transaction, once there is one.
    public var transactionHash: Hash32?

    /// Stages of a signature or a transaction.
    public enum Stage: Sendable, Hashable {
        /// The node is asked for nonce, gas and fees.
        case preparing
        /// The signer has it.
        case signing
        /// Signed, and not sent anywhere; where it was saved.
        case signed(savedAs: SafeText)
        /// Sent to the node.
        case broadcast
        /// In a block.
        case confirmed(block: UInt64)
        /// In a block, and reverted; why.
        case reverted(SafeText)
        /// It came to nothing; why.
        case failed(SafeText)

        /// The stage in a word.
        public var word: SafeText {
            switch self {
            case .preparing: "Draft"
            case .signing: "Signing"
            case .signed: "Signed"
            case .broadcast: "Pending"
            case .confirmed: "Confirmed"
            case .reverted: "Reverted"
            case .failed: "Failed"
            }
        }

        /// Whether nothing more happens.
        public var isFinal: Bool {
            switch self {
            case .preparing, .signing, .broadcast: false
            default: true
            }
        }
    }
}
