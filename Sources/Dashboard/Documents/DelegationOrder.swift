import Ethereum

/// A signed wish to bond, unbond or rebond stake with a provider, which anyone may hand in.
///
/// The cuts bound what the provider may have changed meanwhile: above them the order doesn't hold.
public struct DelegationOrder: Sendable, Hashable {
    /// What is done, numbered as StakingManager numbers it.
    public enum Action: UInt8, Sendable, CaseIterable {
        case bond, unbond, rebond

        /// The word for it.
        public var word: String {
            switch self {
            case .bond: "bond"
            case .unbond: "unbond"
            case .rebond: "rebond"
            }
        }
    }

    /// Whose stake it is, and who signs.
    public var delegator: Address
    /// With whom.
    public var provider: Address
    /// What is done.
    public var action: Action
    /// How much, in wei of COAI.
    public var amount: UInt256
    /// The highest share of rewards that the provider may keep, in basis points.
    public var maxRewardCutBasisPoints: UInt16
    /// The highest share of fees that the provider may keep, in basis points.
    public var maxFeeCutBasisPoints: UInt16
    /// Until when it holds, in seconds since 1970.
    public var validUntil: UInt64
    /// The delegator's next nonce at StakingManager.
    public var nonce: UInt256

    /// An order of these parts.
    public init(
        delegator: Address, provider: Address, action: Action, amount: UInt256,
        maxRewardCutBasisPoints: UInt16, maxFeeCutBasisPoints: UInt16, validUntil: UInt64, nonce: UInt256
    ) {
        self.delegator = delegator
        self.provider = provider
        self.action = action
        self.amount = amount
        self.maxRewardCutBasisPoints = maxRewardCutBasisPoints
        self.maxFeeCutBasisPoints = maxFeeCutBasisPoints
        self.validUntil = validUntil
        self.nonce = nonce
    }

    /// The document that is signed, for StakingManager at `staking`.
    public func document(chainID: UInt64, staking: Address) -> TypedDataDocument {
        TypedDataDocument(
            domain: .init(name: "COAI Staking", chainID: chainID, verifyingContract: staking),
            primaryType: "DelegationOrder",
            fields: [
                .address("delegator", delegator), .address("provider", provider),
                .uint("action", 8, UInt64(action.rawValue)), .uint("amount", 256, amount),
                .uint("maxRewardCutBps", 16, UInt64(maxRewardCutBasisPoints)),
                .uint("maxFeeCutBps", 16, UInt64(maxFeeCutBasisPoints)), .uint("validUntil", 64, validUntil),
                .uint("nonce", 256, nonce),
            ])
    }

    var abiValue: ABIValue {
        .tuple([
            .address(delegator), .address(provider), .uint(UInt256(UInt64(action.rawValue))), .uint(amount),
            .uint(UInt256(UInt64(maxRewardCutBasisPoints))), .uint(UInt256(UInt64(maxFeeCutBasisPoints))),
            .uint(UInt256(validUntil)), .uint(nonce),
        ])
    }
}
