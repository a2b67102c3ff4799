import SafeText
import StrictJSON

/// Why a command ends without what was asked for, and with which exit code.
public struct Failure: Error, Sendable, Equatable {
    /// Stable name of the error, such as `document.empty`.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What to do about it; may be empty.
    public let hint: String
    /// 1 a fault of ours, 2 usage, 3 refused, 4 bad document, 5 node, 6 device, 7 keystore or passphrase, 8 journal or
    /// policy unreadable.
    public let exitCode: Int32

    /// A failure of these parts.
    public init(_ code: String, _ message: String, hint: String = "", exitCode: Int32) {
        self.code = code
        self.message = message
        self.hint = hint
        self.exitCode = exitCode
    }

    /// The command's answer was no, and said so already: only the exit code is left.
    public static func silent(exitCode: Int32) -> Failure { Failure("", "", exitCode: exitCode) }

    /// Whether everything was said already.
    var isSilent: Bool { code.isEmpty }

    /// The command line can't be understood.
    public static func usage(_ message: String) -> Failure {
        Failure("usage", message, hint: "see \(Console.program) --help", exitCode: 2)
    }

    /// A person said no.
    public static func refused(_ code: String, _ message: String, hint: String = "") -> Failure {
        Failure(code, message, hint: hint, exitCode: 3)
    }

    /// The error as a JSON document.
    public var json: JSON {
        .object(
            JSONObject([
                (
                    "error",
                    .object(
                        JSONObject([
                            ("code", .string(code)), ("message", .string(message)), ("hint", .string(hint)),
                        ]))
                )
            ]))
    }

    /// The error for a person; control characters of paths and the like are escaped.
    public var text: String {
        let first = "\(Console.program): \(SafeText(cleaning: message).text) (\(code))\n"
        return hint.isEmpty ? first : first + "  \(SafeText(cleaning: hint).text)\n"
    }
}
