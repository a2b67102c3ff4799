import Console
import Glibc
import Signer
import SignerProtocol

extension Paths {
    /// The signer's own folder.
    static func signerFolder() throws(Failure) -> SignerFolder {
        do { return try SignerFolder(path: try configuration() + "/signer") } catch let error as SignerError {
            throw Failure(error)
        } catch let error as Failure {
            throw error
        } catch { throw Failure("signer.folder", "the signer's folder can't be used", exitCode: 1) }
    }

    /// The signer's socket.
    static func signerSocket() throws(Failure) -> String {
        let configuration = try configuration()
        do {
            return try SocketLocation.path(
                runtimeDirectory: environment("XDG_RUNTIME_DIR"), configuration: configuration)
        } catch { throw Failure(error) }
    }
}

extension Failure {
    init(_ error: SignerError, exitCode: Int32 = 1) {
        self.init(error.code, error.message, hint: error.hint, exitCode: exitCode)
    }

    init(_ refusal: SignerReply.Refusal) {
        self.init(refusal.code, refusal.message, hint: refusal.hint, exitCode: refusal.exitCode)
    }
}
