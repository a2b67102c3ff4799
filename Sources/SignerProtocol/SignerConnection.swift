import Glibc
import StrictJSON

/// A requester's way to the signer: found at its socket, or started there.
public final class SignerConnection {
    private let channel: MessageChannel

    /// Connects to the signer at `socketPath`; where none listens, starts the program at `signerPath` and waits for it.
    ///
    /// - Parameters:
    ///   - words: what the program is started with; it finds `lifeline` as its descriptor 3.
    ///   - lifeline: its end is the signer's too.
    /// - Throws: `SignerError`: `signer.missing`, `signer.start`, `signer.unreachable`.
    public init(
        socketPath: String, signerPath: String, words: [String] = ["daemon"], lifeline: Int32? = nil
    ) throws(SignerError) {
        if let channel = MessageChannel(connectingTo: socketPath) {
            self.channel = channel
            return
        }
        guard access(signerPath, X_OK) == 0 else {
            throw SignerError(
                code: "signer.missing", message: "coai-signer is not at \(signerPath)",
                hint: "build it, and keep it beside coai")
        }
        try DetachedProgram.start(signerPath, words, lifeline: lifeline)
        // It listens within milliseconds; a loaded machine is given longer.
        let deadline = MessageChannel.now + 10_000
        while MessageChannel.now < deadline {
            if let channel = MessageChannel(connectingTo: socketPath) {
                self.channel = channel
                return
            }
            usleep(5_000)
        }
        throw SignerError(
            code: "signer.unreachable",
            message: "coai-signer was started, but doesn't listen at \(socketPath)",
            hint: "run coai-signer run in another pane to see why")
    }

    /// Asks for a signature and waits for the answer, as long as a person takes.
    ///
    /// The caller must not read from its terminal meanwhile: the signer may have borrowed it.
    /// - Parameters:
    ///   - passing: a descriptor from which the signer reads the passphrase.
    ///   - waits: whether it waits while others are served first.
    ///   - showing: takes what comes before the answer: that others are served first, and the review of a request that
    ///     was answered beforehand.
    /// - Throws: `SignerError` where the signer goes away or says what can't be understood; `signer.busy`.
    public func request(
        _ message: SignRequestMessage, passing: Int32? = nil, waits: Bool = true,
        showing: (SignerReply) -> Void = { _ in }
    ) throws(SignerError) -> SignerReply {
        try channel.send(message.json, passing: passing)
        while true {
            let reply = try SignerReply(parsing: try channel.receive().message)
            switch reply {
            case .signed, .refused: return reply
            case .waiting(let requester, _) where !waits:
                throw SignerError(
                    code: "signer.busy", message: "coai-signer is busy with a request of \(requester)",
                    hint: "answer that one, and try again")
            case .review, .waiting: showing(reply)
            }
        }
    }
}
