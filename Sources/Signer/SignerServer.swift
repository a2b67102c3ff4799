import Approval
import CLocalSocket
import Cryptography
import Ethereum
import Glibc
import Keystore
import Policy
import Review
import SafeText
import SignerProtocol
import StrictJSON
import Terminal

/// The signer behind its socket: one request at a time, each on the terminal of who asks, or on one of its own.
public final class SignerServer {
    /// Where a person is asked.
    public enum Place: Sendable {
        /// On the terminal of the program that asks.
        case requester
        /// On the signer's own terminal.
        case own
    }

    private let listener: Int32
    private let socketPath: String
    private let lock: Int32
    private var hasLeft = false
    private let folder: SignerFolder
    private let keystorePath: String
    private let place: Place
    /// Says what happens, for a person who watches a signer in the foreground.
    private let report: (SafeText) -> Void

    /// A signer that listens at `socketPath`.
    ///
    /// - Throws: `SignerError` `signer.running` if another one does.
    public init(
        socketPath: String, folder: SignerFolder, keystorePath: String, place: Place,
        report: @escaping (SafeText) -> Void = { _ in }
    ) throws(SignerError) {
        self.socketPath = socketPath
        self.folder = folder
        self.keystorePath = keystorePath
        self.place = place
        self.report = report
        // The lock, not the socket, says whether a signer runs: it goes with its process, however that ends.
        lock = open(socketPath + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            if lock >= 0 { close(lock) }
            throw SignerError(
                code: "signer.running", message: "another signer listens at \(socketPath)",
                hint: "coai-signer stop ends it")
        }
        unlink(socketPath)
        listener = local_socket_listen(socketPath)
        guard listener >= 0 else {
            let reason = String(cString: strerror(errno))
            close(lock)
            throw SignerError(
                code: "signer.socket", message: "the socket \(socketPath) can't be made: \(reason)")
        }
    }

    deinit {
        close(listener)
        // Once it has left, the path is another signer's.
        if !hasLeft { unlink(socketPath) }
        close(lock)
    }

    /// Serves until it is told to stop, or nobody has asked for `idleSeconds`; nil for no end.
    public func run(idleSeconds: Int?) {
        let room = WaitingRoom(
            listener: listener,
            traits: [
                ("process", .number(String(getpid()))), ("keystore", .string(keystorePath)),
                ("folder", .string(folder.path)), ("place", place == .own ? "own" : "requester"),
            ], report: tell)
        let idle = idleSeconds.map { Int64($0).multipliedReportingOverflow(by: 1000).partialValue }
        while !room.isAskedToStop, room.wait(idleMilliseconds: idle) { serve(room) }
        // The place is given up first, and who came before that is served: nobody who asked is left without an answer.
        hasLeft = true
        unlink(socketPath)
        flock(lock, LOCK_UN)
        serve(room)
        while !room.isEmpty {
            _ = room.wait(idleMilliseconds: nil)
            serve(room)
        }
    }

    private func serve(_ room: WaitingRoom) {
        room.hear()
        while let request = room.next() { room.answer(request.channel, sign(request, room)) }
    }

    private func tell(_ reply: SignerReply) {
        switch reply {
        case .signed(let signed): report("signed  \(signed.digest.description)")
        case .refused(let refusal): report("refused  \(refusal.code)  \(refusal.message)")
        case .review, .waiting: break
        }
    }

    /// Serves one request; meanwhile those in the room are heard.
    private func sign(_ request: WaitingRequest, _ room: WaitingRoom) -> SignerReply {
        let message = request.message
        let flow = SigningFlow(
            folder: folder, keystore: KeystoreDirectory(path: message.keystorePath ?? keystorePath),
            now: { UInt64(max(time(nil), 0)) })
        let isAlive = {
            room.hear()
            return request.watch.isAlive
        }
        // A process that is gone has left its number, and so its terminal, to any other.
        guard request.watch.isAlive else { return .refused(SigningStop.requesterGone.reason) }
        var passphrase: SecretBytes?
        if message.passesPassphrase {
            do { passphrase = try Self.passphrase(request.passed.number) } catch {
                return .refused(error.reason)
            }
        }
        if let accepted = message.acceptedCodes {
            guard let passphrase else {
                return .refused(
                    .init(
                        code: "signer.no-passphrase", message: "no passphrase came with the request",
                        exitCode: 2))
            }
            return flow.run(
                message.request, requester: request.requester,
                way: .beforehand(
                    passphrase: passphrase, accepted: accepted, isRequesterAlive: isAlive)
            ) { lines in try? request.channel.send(SignerReply.review(lines).json) }
        }
        do {
            let terminal = try terminal(message, request.process)
            defer { terminal.close() }
            return flow.run(
                message.request, requester: request.requester,
                way: .terminal(terminal, passphrase: passphrase, isRequesterAlive: isAlive))
        } catch {
            // Nobody could be asked: that is a no, and no fault of this program.
            return .refused(.init(error, exitCode: 3))
        }
    }

    /// The passphrase from the descriptor that came with a request.
    private static func passphrase(_ descriptor: Int32?) throws(SigningStop) -> SecretBytes {
        guard let descriptor else {
            throw .passphrase("passphrase.no-descriptor", "no descriptor came with the request", "")
        }
        do {
            // A descriptor that stays open must not keep the signer from others.
            return try PassphraseInput.read(
                descriptor: descriptor, timeoutMilliseconds: Int(WaitingRoom.messageMilliseconds))
        } catch { throw .passphrase(error.code, error.message, error.hint) }
    }

    private func terminal(
        _ message: SignRequestMessage, _ process: Int32
    ) throws(SignerError) -> TerminalDriver {
        switch place {
        case .requester:
            guard let traits = message.terminal else {
                throw SignerError(
                    code: "terminal.unavailable", message: "the program that asks lends no terminal",
                    hint: "run coai-signer run in another pane, and try again")
            }
            return try BorrowedTerminal.open(of: process, traits: traits)
        case .own:
            do { return try TerminalDriver() } catch {
                throw SignerError(code: error.code, message: error.message, hint: error.hint)
            }
        }
    }
}

extension SignerReply.Refusal {
    init(_ error: SignerError, exitCode: Int32 = 2) {
        self.init(code: error.code, message: error.message, hint: error.hint, exitCode: exitCode)
    }
}
