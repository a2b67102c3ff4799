import Console
import SafeText
import StrictJSON

/// One thing that the doctor looked at.
struct DoctorCheck: Sendable {
    /// How it stands.
    enum Status: String, Sendable {
        /// As it should be.
        case ok
        /// Works, with less than there could be.
        case notice
        /// Must be mended before daily work.
        case problem
    }

    /// Stable name of what was looked at, such as `terminal`.
    let name: SafeText
    let status: Status
    /// What was found, in words.
    let text: SafeText
    /// How to get what is missing; may be empty.
    let hint: SafeText
    /// Exit code of a problem.
    let exitCode: Int32

    init(
        _ name: SafeText, _ status: Status, _ text: SafeText, hint: SafeText = "", exitCode: Int32 = 1
    ) {
        self.name = name
        self.status = status
        self.text = text
        self.hint = hint
        self.exitCode = exitCode
    }

    /// A problem that a failure names.
    init(_ name: SafeText, _ failure: Failure) {
        self.init(
            name, .problem, SafeText(cleaning: failure.message) + SafeText(cleaning: " (\(failure.code))"),
            hint: SafeText(cleaning: failure.hint), exitCode: failure.exitCode)
    }

    var json: JSON {
        .object(
            JSONObject([
                ("name", .string(name.text)), ("status", .string(status.rawValue)),
                ("text", .string(text.text)), ("hint", .string(hint.text)),
            ]))
    }

    /// The check as lines for a person.
    var lines: [SafeText] {
        let mark: SafeText =
            switch status {
            case .ok: "ok      "
            case .notice: "notice  "
            case .problem: "PROBLEM "
            }
        let first = mark + name.padded(to: 11) + text
        return hint.text.isEmpty ? [first] : [first, SafeText("                   ") + hint]
    }
}
