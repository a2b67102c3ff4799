import Ethereum
import Profile

/// What a review may lean on besides the document.
public struct ReviewContext: Sendable {
    /// The time, in seconds since 1970.
    public var now: UInt64
    /// Profiles that a person has accepted: the only source of names.
    public var profiles: [NetworkProfile]
    /// The chain of the network that was selected, if one was.
    public var expectedChainID: UInt64?
    /// Whose signature is wanted, if that is known.
    public var account: Address?
    /// Who made a signature of a digest; nil if nobody can have made it.
    public var recover: @Sendable (Hash32, Signature) -> Address?

    /// A context of these parts.
    public init(
        now: UInt64, profiles: [NetworkProfile] = [], expectedChainID: UInt64? = nil,
        account: Address? = nil,
        recover: @escaping @Sendable (Hash32, Signature) -> Address? = { _, _ in nil }
    ) {
        self.now = now
        self.profiles = profiles
        self.expectedChainID = expectedChainID
        self.account = account
        self.recover = recover
    }

    /// The accepted profile of a chain.
    func profile(_ chainID: UInt256?) -> NetworkProfile? {
        guard let chainID = chainID?.asUInt64 else { return nil }
        return profiles.first { $0.chainID == chainID }
    }
}
