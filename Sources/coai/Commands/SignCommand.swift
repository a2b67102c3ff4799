import Console
import Ethereum
import Glibc
import Review
import SafeText
import SignerProtocol

/// `coai sign`: has coai-signer review and sign a document.
enum SignCommand: Command {
    static let names = ["sign"]

    static let usage = """
        coai sign FILE|- --account ADDRESS     has coai-signer show the whole review, and sign after a yes

          --json               {"signature", "digest", "address"}, and of a transaction "rawTransaction",
                               "transactionHash"
          --kind KIND          typed-data, transaction or message: where the bytes alone don't say it
          --chain-id N         refuse a document for another chain
          --profile FILE       the same, with the chain of a profile
          --keystore DIR       the keystore folder
          --yes                no questions: the review goes to standard error; only with --passphrase-fd
          --passphrase-fd N    the signer reads the passphrase from descriptor N; one newline at its end is removed
          --accept CODE        a danger that was read and is accepted; --yes alone covers none

        A missing nonce, gas or chain id: exit 4, nothing is filled in. A no, or a danger that wasn't accepted: exit 3.

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            DocumentInput.options.adding(
                flags: ["--json", "--plain", "--yes"], valued: ["--keystore", "--passphrase-fd", "--accept"]))
        guard try arguments.value("--account") != nil else { throw .usage("--account is missing") }
        let descriptor = try arguments.descriptor("--passphrase-fd")
        guard !arguments.has("--yes") || descriptor != nil else {
            throw .usage("--yes works only with --passphrase-fd")
        }
        let accepted = arguments.all("--accept")
        guard accepted.isEmpty || arguments.has("--yes") else {
            throw .usage("--accept works only with --yes")
        }
        if let descriptor, fcntl(descriptor, F_GETFD) < 0 {
            throw .usage("--passphrase-fd \(descriptor): no such descriptor is open")
        }
        if descriptor == STDIN_FILENO, arguments.operands == ["-"] {
            throw .usage("the document and the passphrase can't both come from standard input")
        }
        let input = try DocumentInput(arguments)
        guard let account = input.account else { throw .usage("--account is missing") }
        let message = SignRequestMessage(
            request: SigningRequest(
                document: input.bytes, kind: input.kind, account: account, expectedChainID: input.chainID),
            requester: "coai sign", terminal: arguments.has("--yes") ? nil : Signer.terminal,
            keystorePath: try absolute(try arguments.value("--keystore")),
            passesPassphrase: descriptor != nil,
            acceptedCodes: arguments.has("--yes") ? accepted : nil)
        // What is no document at all, or is never signed, is refused before a signer is started for it.
        do throws(ReviewError) {
            let document = try Document.parse(input.bytes, kind: input.kind)
            if let refusal = SigningRules.refusal(of: document, expectedChainID: input.chainID) {
                throw refusal
            }
        } catch { throw Failure(error) }
        let reply: SignerReply
        let connection = try Signer.connect()
        do throws(SignerError) {
            reply = try connection.request(message, passing: descriptor) { news in
                if let notice = news.waitingNotice { Output.note(notice) }
                guard case .review(let lines) = news else { return }
                for line in lines { Output.note(line) }
            }
        } catch { throw Failure(error) }
        switch reply {
        case .signed(let signed):
            Output.result(
                signed.json,
                plain: [SafeText(reviewing: Hex.encode(signed.rawTransaction ?? signed.signature))],
                asJSON: arguments.has("--json"))
        case .refused(let refusal): throw Failure(refusal)
        case .review, .waiting: throw Failure("signer.malformed", "the signer gave no answer", exitCode: 1)
        }
    }

    /// The signer runs elsewhere: a path means the same there only from the root.
    private static func absolute(_ path: String?) throws(Failure) -> String? {
        guard let path else { return nil }
        guard let whole = realpath(path, nil) else {
            throw Failure(
                "keystore.unreadable", "\(path): \(String(cString: strerror(errno)))",
                hint: "name a keystore folder", exitCode: 7)
        }
        defer { free(whole) }
        return String(cString: whole)
    }
}
