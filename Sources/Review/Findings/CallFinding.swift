import Ethereum
import SafeText

/// Calls that can't be put into words in full.
enum CallFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.effects.compactMap { effect -> Finding? in
            switch effect {
            case .unknownCall(let target, let selector):
                let place = place(target, subject)
                guard selector.count == 4 else {
                    return Finding(
                        .warning, "call.short",
                        "calldata of \(selector.count) bytes names no function" + place)
                }
                return Finding(
                    .warning, "call.unknown",
                    "a function that coai does not know is called: \(Hex.encode(selector))" + place)
            case .unreadableCall(let target, let signature):
                return Finding(
                    .danger, "call.unreadable",
                    "the arguments of \(SafeText(reviewing: signature)) can't be read"
                        + place(target, subject))
            case .trailingBytes(let count):
                return Finding(
                    .warning, "call.trailing", "\(count) bytes stand behind the arguments of a call")
            default: return nil
            }
        }
    }

    private static func place(_ target: Address?, _ subject: ReviewSubject) -> SafeText {
        target.map { " at \(subject.shown($0))" } ?? ""
    }
}
