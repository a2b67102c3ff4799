import Console
import Cryptography
import Keystore

extension Failure {
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
}
