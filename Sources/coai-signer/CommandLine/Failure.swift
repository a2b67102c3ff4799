import Cryptography
import Keystore
import SafeText
import StrictJSON

/// Why a command ends without what was asked for, and with which exit code.
struct Failure: Error {
    let code: String
    let message: String
    let hint: String
    let exitCode: Int32

    init(_ code: String, _ message: String, hint: String = "", exitCode: Int32) {
        self.code = code
        self.message = message
        self.hint = hint
        self.exitCode = exitCode
    }

    /// The command line can't be understood.
    static func usage(_ message: String) -> Failure {
        Failure("usage", message, hint: "see coai-signer --help", exitCode: 2)
    }

    /// A person said no.
    static func refused(_ code: String, _ message: String, hint: String = "") -> Failure {
        Failure(code, message, hint: hint, exitCode: 3)
    }

    init(_ error: KeystoreError) { self.init(error.code, error.message, hint: error.hint, exitCode: 7) }

    init(_ error: PassphraseError) { self.init(error.code, error.message, hint: error.hint, exitCode: 7) }

    init(_ error: CryptographyError) {
        let isFault = [.randomUnavailable, .signingFailed, .signatureCheckFailed].contains(error)
        self.init(error.code, error.message, hint: error.hint, exitCode: isFault ? 1 : 7)
    }

    /// Runs `body`, and gives its error an exit code.
    static func keystore<Result>(_ body: @autoclosure () throws(KeystoreError) -> Result) throws(Failure)
        -> Result
    {
        do { return try body() } catch { throw Failure(error) }
    }

    /// Runs `body`, and gives its error an exit code.
    static func cryptography<Result>(
        _ body: @autoclosure () throws(CryptographyError) -> Result
    ) throws(Failure) -> Result {
        do { return try body() } catch { throw Failure(error) }
    }

    /// The error as a JSON document.
    var json: JSON {
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
    var text: String {
        let first = "coai-signer: \(SafeText(cleaning: message).text) (\(code))\n"
        return hint.isEmpty ? first : first + "  \(SafeText(cleaning: hint).text)\n"
    }
}
