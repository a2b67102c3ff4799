import Ethereum
import Profile
import SafeText

/// On which chains the signature holds.
enum ChainFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        if case .message = subject.document { return [] }
        guard let chainID = subject.document.chainID, !chainID.isZero else {
            return [
                Finding(
                    .danger, "chain.any",
                    subject.document.chainID == nil
                        ? "no chain is named: the signature is valid on ANY chain"
                        : "the chain id is 0: the signature is valid on ANY chain")
            ]
        }
        guard subject.context.expectedChainID == nil, !subject.context.profiles.isEmpty,
            subject.context.profile(chainID) == nil
        else { return [] }
        return [
            Finding(
                .warning, "chain.different",
                "chain \(chainID.description) is that of no network whose profile was accepted")
        ]
    }
}
