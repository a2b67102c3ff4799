import Ethereum

/// A vote by signature, which anyone may hand in (OpenZeppelin Governor, `castVoteBySig`).
public struct Ballot: Sendable, Hashable {
    /// What is voted, numbered as the governor numbers it.
    public enum Support: UInt8, Sendable, CaseIterable {
        case against, `for`, abstain

        /// The word for it.
        public var word: String {
            switch self {
            case .against: "Against"
            case .for: "For"
            case .abstain: "Abstain"
            }
        }
    }

    /// The proposal's number.
    public var proposalID: UInt256
    /// What is voted.
    public var support: Support
    /// Whose votes they are, and who signs.
    public var voter: Address
    /// The voter's next nonce at the governor.
    public var nonce: UInt256

    /// A ballot of these parts.
    public init(proposalID: UInt256, support: Support, voter: Address, nonce: UInt256) {
        self.proposalID = proposalID
        self.support = support
        self.voter = voter
        self.nonce = nonce
    }

    /// The document that is signed, for a governor of OpenZeppelin 5 (`isVersion5`), or of 4.x and Bravo, whose ballot
    /// has neither voter nor nonce.
    public func document(
        chainID: UInt64, governor: Address, name: String = "COAI Governor", isVersion5: Bool = true
    ) -> TypedDataDocument {
        TypedDataDocument(
            domain: .init(name: name, chainID: chainID, verifyingContract: governor), primaryType: "Ballot",
            fields: [
                .uint("proposalId", 256, proposalID), .uint("support", 8, UInt64(support.rawValue)),
            ] + (isVersion5 ? [.address("voter", voter), .uint("nonce", 256, nonce)] : []))
    }
}
