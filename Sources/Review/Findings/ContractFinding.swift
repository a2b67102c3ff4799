import Ethereum
import Profile
import SafeText

/// Which contract checks the signature or is called.
enum ContractFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        switch subject.document {
        case .typedData(let data): typedData(data, subject)
        case .transaction(let transaction, _): transactionFindings(transaction, subject)
        case .signedTransaction(let signed): transactionFindings(signed.transaction, subject)
        case .message: []
        }
    }

    private static func typedData(_ data: TypedData, _ subject: ReviewSubject) -> [Finding] {
        guard let contract = data.verifyingContract else {
            return [
                Finding(
                    .warning, "contract.absent",
                    "the domain names no verifying contract: any contract that knows the type may take it")
            ]
        }
        guard !subject.isNamed(contract) else { return [] }
        var findings = [
            Finding(
                .warning, "contract.unknown",
                "the verifying contract \(contract.checksummed) is named by no accepted profile")
        ]
        // A domain may claim any name: one that a profile gives to another address is an imitation.
        if let name = data.domainName, let profile = subject.context.profile(data.domainChainID) {
            let imitated = profile.contracts.contains { entry in
                name.lowercased().filter { !$0.isWhitespace }.contains(entry.id.lowercased())
            }
            if imitated {
                findings.append(
                    Finding(
                        .danger, "contract.imitates",
                        "the domain calls itself \"\(SafeText(reviewing: name))\", but its contract is another one"
                    ))
            }
        }
        return findings
    }

    private static func transactionFindings(
        _ transaction: Transaction, _ subject: ReviewSubject
    ) -> [Finding] {
        guard let to = transaction.to else {
            return [
                Finding(
                    .warning, "transaction.creation",
                    "creates a contract from \(transaction.data.count) bytes of code that no review can read")
            ]
        }
        guard !transaction.data.isEmpty, !subject.isNamed(to) else { return [] }
        return [
            Finding(
                .warning, "contract.unknown",
                "the contract \(to.checksummed) is named by no accepted profile")
        ]
    }
}
