import Ethereum
import Profile
import SafeText

/// Value that goes to somebody whom no accepted profile names.
enum TransferFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.effects.compactMap { effect -> Finding? in
            switch effect {
            case .coinTransfer(let recipient, let wei):
                return stranger(
                    subject, recipient, SafeText(reviewing: Amount.decimal(wei, decimals: 18) + " ETH"))
            case .tokenTransfer(let token, let recipient, let amount):
                guard !amount.isZero else { return nil }
                var words = subject.words
                words.token = token
                return stranger(subject, recipient, SafeText(reviewing: words.amount(amount, bits: 256)))
            default: return nil
            }
        }
    }

    private static func stranger(
        _ subject: ReviewSubject, _ recipient: Address, _ amount: SafeText
    ) -> Finding? {
        if recipient.isZero {
            return Finding(
                .danger, "transfer.zero-address", amount + " goes to the zero address, and is lost")
        }
        guard !subject.isNamed(recipient), recipient != subject.context.account else { return nil }
        return Finding(
            .warning, "transfer.unknown-recipient",
            amount + " goes to \(recipient.checksummed), which no accepted profile names")
    }
}
