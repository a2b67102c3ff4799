import Console
import Glibc
import SafeText
import SignerProtocol

/// Looks for coai-signer and the folder of its socket.
enum SignerDoctor {
    static func checks() -> [DoctorCheck] { [program(), socket()] }

    private static func program() -> DoctorCheck {
        do throws(Failure) {
            let path = try Signer.programPath()
            guard access(path, X_OK) == 0 else {
                return DoctorCheck(
                    "signer", .problem, SafeText(cleaning: path) + SafeText(": no such program"),
                    hint: "swift build -c release builds it; keep it beside coai")
            }
            return DoctorCheck("signer", .ok, SafeText(cleaning: path))
        } catch { return DoctorCheck("signer", error) }
    }

    private static func socket() -> DoctorCheck {
        do throws(Failure) {
            let configuration = try Paths.configuration()
            let path: String
            do throws(SignerError) {
                path = try SocketLocation.path(
                    runtimeDirectory: Paths.environment("XDG_RUNTIME_DIR"), configuration: configuration)
            } catch { throw Failure(error) }
            let isRunning = MessageChannel(connectingTo: path) != nil
            return DoctorCheck(
                "socket", .ok,
                SafeText(cleaning: path)
                    + (isRunning
                        ? SafeText(", a signer listens") : SafeText(", a signer is started on demand")))
        } catch { return DoctorCheck("socket", error) }
    }
}
