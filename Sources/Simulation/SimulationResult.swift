import EVM
import Ethereum
import SafeText

/// What a transaction would do, had it come right after a block.
public struct SimulationResult: Sendable {
    /// The block after which it ran.
    public let block: Block
    /// The block that it ran in: the header's values, the next number, a later time, the base fee that follows.
    public let environment: BlockEnvironment
    /// The rules it ran by.
    public let rules: ForkRules
    /// How it ended.
    public let outcome: Outcome
    /// Why a node would not take it, or not now.
    public let findings: [Finding]
    /// Gas that it used.
    public let gasUsed: UInt64
    /// Wei that its gas cost; nothing where it ran as a call without a price.
    public let fee: UInt256
    /// What it returned, or the data of its revert.
    public let output: [UInt8]
    /// All that it would change, and what it looked at.
    public let effects: SimulatedEffects
    /// What the node's own simulation says.
    public internal(set) var comparison: NodeComparison
    /// What it took: questions in one go, and bytes of answers.
    public internal(set) var cost: (rounds: Int, bytes: Int)

    /// A block, and what vouches for the state after it.
    public struct Block: Sendable {
        /// Its height.
        public let number: UInt64
        /// Its hash.
        public let hash: Hash32
        /// Its time, in seconds since 1970.
        public let timestamp: UInt64
        /// Whether what was read is proven.
        public let provenance: Provenance
    }

    /// What vouches for the state that was read.
    public enum Provenance: Sendable, Hashable {
        /// All of it was proven (EIP-1186) against the state root of the header that has the block's hash.
        case proven
        /// The node's word, and why there is no more.
        case unproven(SafeText)
    }

    /// How the transaction ended.
    public enum Outcome: Sendable, Hashable {
        /// To its end.
        case succeeded
        /// By REVERT: `output` is the reason.
        case reverted
        /// By a fault that takes all gas.
        case halted(Halt)
        /// Not at all: `findings` say why.
        case refused
    }

    /// Whether the account has used the nonce already: then it can't be taken any more, and what is said of it holds for
    /// the same with a free nonce.
    public var isNonceUsed: Bool {
        findings.contains { $0.code == "transaction.invalid-nonce-too-low" }
    }

    /// A rule of blocks that the transaction breaks as things stand.
    public struct Finding: Sendable, Hashable {
        /// Stable name, such as `transaction.invalid-nonce-too-low`.
        public let code: String
        /// One sentence for a person.
        public let message: String
    }
}

/// What the node's own simulation (`eth_simulateV1`) says of the same.
public enum NodeComparison: Sendable, Hashable {
    /// It wasn't asked, or there was no time left.
    case notAsked
    /// The node doesn't offer it, or refused; its words.
    case notOffered(SafeText)
    /// Status, gas, logs and the sender's balance are the same.
    case agrees
    /// What differs, ours and the node's.
    case differs([SafeText])
}
