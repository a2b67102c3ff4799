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

    /// How long a requester may take for its message, in milliseconds.
    static let messageMilliseconds: Int64 = 5_000

    private let listener: Int32
    private let socketPath: String
    private let lock: Int32
    private var hasLeft = false
    private let folder: SignerFolder
    private let keystorePath: String
    private let place: Place
    private let mark: SafeText?
    /// Says what happens, for a person who watches a signer in the foreground.
    private let report: (SafeText) -> Void

    /// A signer that listens at `socketPath`.
    ///
    /// - Throws: `SignerError` `signer.running` if another one does.
    public init(
        socketPath: String, folder: SignerFolder, keystorePath: String, place: Place, mark: SafeText? = nil,
        report: @escaping (SafeText) -> Void = { _ in }
    ) throws(SignerError) {
        self.socketPath = socketPath
        self.folder = folder
        self.keystorePath = keystorePath
        self.place = place
        self.mark = mark
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
        while true {
            let wait = idleSeconds.map {
                Int32(clamping: $0.multipliedReportingOverflow(by: 1000).partialValue)
            }
            let start = MessageChannel.now
            guard local_socket_wait(listener, -1, wait ?? -1) > 0 else {
                // A signal ends a wait too.
                if let wait, MessageChannel.now - start >= Int64(wait) { return serveThoseWhoCame() }
                continue
            }
            let descriptor = local_socket_accept(listener)
            guard descriptor >= 0 else { continue }
            if serve(MessageChannel(descriptor: descriptor)) == .stop { return serveThoseWhoCame() }
        }
    }

    /// Gives up the place, and serves who connected before that: nobody who asked is left without an answer.
    private func serveThoseWhoCame() {
        hasLeft = true
        unlink(socketPath)
        flock(lock, LOCK_UN)
        while local_socket_wait(listener, -1, 0) > 0 {
            let descriptor = local_socket_accept(listener)
            guard descriptor >= 0 else { return }
            _ = serve(MessageChannel(descriptor: descriptor))
        }
    }

    private enum Outcome {
        case goOn, stop
    }

    private func serve(_ channel: MessageChannel) -> Outcome {
        // Folder and mode keep others out; this makes sure.
        guard let peer = channel.peer, peer.user == getuid() else { return .goOn }
        let message: JSON
        let passed: Int32?
        do {
            (message, passed) = try channel.receive(deadline: MessageChannel.now + Self.messageMilliseconds)
        } catch {
            answer(channel, .refused(.init(error)))
            return .goOn
        }
        defer { if let passed { close(passed) } }
        switch message["type"]?.stringValue {
        case "stop":
            try? channel.send(["type": "stopping"])
            return .stop
        case "status":
            try? channel.send([
                "type": "status", "process": .number(String(getpid())), "keystore": .string(keystorePath),
                "folder": .string(folder.path), "place": place == .own ? "own" : "requester",
            ])
        default:
            do {
                let request = try SignRequestMessage(parsing: message)
                answer(channel, sign(request, peer.process, channel, passed))
            } catch { answer(channel, .refused(.init(error))) }
        }
        return .goOn
    }

    private func answer(_ channel: MessageChannel, _ reply: SignerReply) {
        switch reply {
        case .signed(let signed): report("signed  \(signed.digest.description)")
        case .refused(let refusal): report("refused  \(refusal.code)  \(refusal.message)")
        case .review: break
        }
        try? channel.send(reply.json)
    }

    private func sign(
        _ message: SignRequestMessage, _ process: Int32, _ channel: MessageChannel, _ passed: Int32?
    ) -> SignerReply {
        let requester: SafeText = "\(message.requester) (pid \(process), you)"
        let flow = SigningFlow(
            folder: folder, keystore: KeystoreDirectory(path: message.keystorePath ?? keystorePath),
            mark: mark,
            now: { UInt64(max(time(nil), 0)) })
        let watch = RequesterWatch(process: process, channel: channel)
        // A process that is gone has left its number, and so its terminal, to any other.
        guard watch.isAlive else { return .refused(SigningStop.requesterGone.reason) }
        var passphrase: SecretBytes?
        if message.passesPassphrase {
            do { passphrase = try Self.passphrase(passed) } catch { return .refused(error.reason) }
        }
        if let accepted = message.acceptedCodes {
            guard let passphrase else {
                return .refused(
                    .init(
                        code: "signer.no-passphrase", message: "no passphrase came with the request",
                        exitCode: 2))
            }
            return flow.run(
                message.request, requester: requester,
                way: .beforehand(
                    passphrase: passphrase, accepted: accepted, isRequesterAlive: { watch.isAlive })
            ) { lines in try? channel.send(SignerReply.review(lines).json) }
        }
        do {
            let terminal = try terminal(message, process)
            defer { terminal.close() }
            return flow.run(
                message.request, requester: requester,
                way: .terminal(terminal, passphrase: passphrase, isRequesterAlive: { watch.isAlive }))
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
                descriptor: descriptor, timeoutMilliseconds: Int(messageMilliseconds))
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
