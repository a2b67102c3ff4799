import Console
import Glibc
import Review
import SafeText
import SignerProtocol

/// How coai reaches coai-signer.
enum Signer {
    /// The signer's program: beside this one.
    static func programPath() throws(Failure) -> String { try OwnProgram.beside("coai-signer") }

    /// The words that start a signer behind its socket, which ends with `lifeline` if there is one.
    static func words(lifeline: Int32?) -> [String] {
        ["daemon"] + (lifeline == nil ? [] : ["--lifeline", String(Lifeline.descriptor)])
    }

    /// A connection to the signer, started if need be, and then with `lifeline`.
    static func connect(lifeline: Int32? = nil) throws(Failure) -> SignerConnection {
        let configuration = try Paths.configuration()
        let program = try programPath()
        do throws(SignerError) {
            let path = try SocketLocation.path(
                runtimeDirectory: Paths.environment("XDG_RUNTIME_DIR"), configuration: configuration)
            return try SignerConnection(
                socketPath: path, signerPath: program, words: words(lifeline: lifeline), lifeline: lifeline)
        } catch { throw Failure(error) }
    }

    /// What the signer must know of this process's terminal to borrow it.
    static var terminal: SignRequestMessage.RequesterTerminal {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { name -> String? in
            Paths.environment(name).flatMap { $0.isEmpty ? nil : $0 }
        }.first
        return SignRequestMessage.RequesterTerminal(
            type: Paths.environment("TERM") ?? "", locale: locale,
            noColor: Paths.environment("NO_COLOR").map { !$0.isEmpty } ?? false)
    }
}

extension Failure {
    /// The signer can't be asked.
    init(_ error: SignerError) { self.init(error.code, error.message, hint: error.hint, exitCode: 1) }

    /// The signer said no.
    init(_ refusal: SignerReply.Refusal) {
        self.init(refusal.code, refusal.message, hint: refusal.hint, exitCode: refusal.exitCode)
    }
}
