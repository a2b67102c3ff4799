import Ethereum
import Review

/// What happens to a request before any key is touched.
public enum PolicyDecision: Sendable, Equatable {
    /// Never: a value, not an error.
    case refused(ReviewError)
    /// A person must read it and approve, or must have accepted every danger beforehand.
    case needsApproval
}

/// Decides about requests.
///
/// In this version nothing is signed without a person: limits within which a hot key signs by itself come with grants.
public struct Policy: Sendable {
    /// Accounts whose keys are published, for development networks only.
    public let publishedAccounts: Set<Address>
    /// Chains of development networks.
    public static let developmentChains: Set<UInt64> = [1337, 31337]

    /// A policy that knows the published accounts.
    public init(publishedAccounts: Set<Address>) { self.publishedAccounts = publishedAccounts }

    /// The decision on a document that `account` is asked to sign.
    public func decide(
        _ document: Document, account: Address, expectedChainID: UInt64?
    ) -> PolicyDecision {
        if let refusal = SigningRules.refusal(of: document, expectedChainID: expectedChainID) {
            return .refused(refusal)
        }
        if publishedAccounts.contains(account), let chainID = document.chainID,
            chainID.asUInt64.map({ Self.developmentChains.contains($0) }) != true
        {
            return .refused(
                ReviewError(
                    code: "policy.published-key",
                    message: "the key of this account is published: it signs on chains 1337 and 31337 only",
                    hint: "make an account of your own: coai keys new"))
        }
        return .needsApproval
    }
}
