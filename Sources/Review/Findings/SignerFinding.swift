import Ethereum
import SafeText

/// Whether the document is meant for the account that signs it.
enum SignerFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        if case .signedTransaction = subject.document {
            return [
                Finding(
                    .notice, "transaction.signed",
                    "the transaction is signed already: it can be sent by anyone who has it")
            ]
        }
        guard let account = subject.context.account else { return [] }
        return subject.effects.compactMap { effect -> Finding? in
            guard case .signer(let role, let stated) = effect, stated != account else { return nil }
            return Finding(
                .danger, "signer.mismatch",
                "the document's \(role) is \(stated.checksummed), not the account that signs")
        }
    }
}
