import Ethereum
import SafeText

/// How things stand between the dashboard and the node.
public enum NodeStatus: Sendable, Hashable {
    /// A connection is being made.
    case connecting
    /// The history is being read.
    case syncing(block: UInt64, target: UInt64)
    /// What is shown is current; `isSubscribed` where the node tells of new blocks by itself.
    case live(isSubscribed: Bool)
    /// Something failed and will be tried again.
    case retrying(Problem)
    /// Something failed for good.
    case ended(Problem)

    /// What failed.
    public struct Problem: Sendable, Hashable {
        /// Stable name.
        public let code: SafeText
        /// One sentence.
        public let message: SafeText
        /// What helps.
        public let hint: SafeText

        /// A problem of these parts, cleaned.
        public init(code: String, message: String, hint: String) {
            self.code = SafeText(cleaning: code, maximumLength: 80)
            self.message = SafeText(cleaning: message, maximumLength: 400)
            self.hint = SafeText(cleaning: hint, maximumLength: 400)
        }
    }
}

/// What the node says of the account beside the events: read at a block.
public struct AccountFacts: Sendable, Hashable {
    /// Balance of the chain's coin, in wei.
    public var coinBalance: UInt256?
    /// What a unit of gas costs, in wei.
    public var gasPrice: UInt256?
    /// The account's counter at JobMarket: orders with a lower nonce are void.
    public var marketCounter: UInt256?
    /// The account's next nonce at StakingManager.
    public var stakingNonce: UInt256?
    /// The account's next nonce at the governor.
    public var governorNonce: UInt256?
    /// What JobMarket may take of the account's tokens, in wei of COAI.
    public var marketAllowance: UInt256?
    /// What StakingManager may take of the account's tokens, in wei of COAI.
    public var stakingAllowance: UInt256?

    /// Nothing known.
    public init() {}
}
