import Ethereum
import Profile
import SafeText

/// Allowances: how much, and for whom.
enum ApprovalFinding {
    /// Above a billion tokens of 18 decimal places an amount is no amount of a real token any more.
    private static let veryLarge = UInt256(1_000_000_000) &* UInt256(1_000_000_000_000_000_000)

    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.effects.flatMap { effect -> [Finding] in
            switch effect {
            case .approval(let token, let spender, let amount, let bits):
                return limits(subject, token, amount, bits)
                    + stranger(subject, spender, "may take the tokens")
            case .operatorApproval(let contract, let operatorAddress):
                let place: SafeText = contract.map { " at \($0.checksummed)" } ?? ""
                return [
                    Finding(
                        .danger, "approval.operator",
                        "\(subject.shown(operatorAddress)) may move everything that the account holds" + place
                    )
                ] + stranger(subject, operatorAddress, "may move the account's holdings")
            default: return []
            }
        }
    }

    private static func limits(
        _ subject: ReviewSubject, _ token: Address?, _ amount: UInt256, _ bits: Int
    ) -> [Finding] {
        let place: SafeText = token.map { " of the token \(subject.shown($0))" } ?? ""
        if Amount.isUnlimited(amount, bits: bits) {
            return [
                Finding(
                    .danger, "approval.unlimited",
                    "the allowance is UNLIMITED (\(amount.description) in a field of \(bits) bits)" + place)
            ]
        }
        guard amount > veryLarge else { return [] }
        return [
            Finding(
                .danger, "approval.very-large",
                "the allowance is very large (\(Amount.grouped(amount.description)))" + place)
        ]
    }

    private static func stranger(
        _ subject: ReviewSubject, _ spender: Address, _ what: SafeText
    ) -> [Finding] {
        guard !subject.isNamed(spender), spender != subject.context.account else { return [] }
        return [
            Finding(
                .danger, "approval.unknown-spender",
                "\(spender.checksummed), which no accepted profile names, " + what)
        ]
    }
}
