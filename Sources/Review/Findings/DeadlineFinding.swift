import Ethereum
import SafeText

/// How long the signature holds.
enum DeadlineFinding {
    private static let longSeconds: UInt64 = 30 * 86_400
    private static let farSeconds: UInt64 = 365 * 86_400

    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.effects.compactMap { effect -> Finding? in
            guard case .deadline(let name, let stated) = effect else { return nil }
            let label = SafeText(reviewing: name)
            guard let stated else {
                return Finding(.warning, "deadline.missing", label + ": none, so the signature never ends")
            }
            guard !stated.isZero else {
                return Finding(
                    .warning, "deadline.missing",
                    label + ": 0, so the signature never ends, or is past: contracts differ")
            }
            guard let seconds = stated.asUInt64, let date = Moment.date(seconds) else {
                return Finding(.warning, "deadline.far", label + ": so far away that it never ends")
            }
            let now = subject.context.now
            let distance = Moment.distance(seconds, now: now)
            guard seconds > now else {
                return Finding(.warning, "deadline.past", label + ": is past (\(date), \(distance))")
            }
            if seconds - now > farSeconds {
                return Finding(.warning, "deadline.far", label + ": is far away (\(date), \(distance))")
            }
            guard seconds - now >= longSeconds else { return nil }
            return Finding(.notice, "deadline.long", label + ": the signature holds for long (\(distance))")
        }
    }
}
