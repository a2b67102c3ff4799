import Console
import Ethereum
import Glibc
import Keystore
import Review
import SafeText
import Signer
import SignerProtocol
import StrictJSON
import Terminal

/// `coai-signer sign`: the whole review on this terminal, with no daemon, no socket and no network.
enum SignCommand {
    static let usage = """
        coai-signer sign FILE|- --account ADDRESS     shows the whole review, and signs after a yes

          --output FILE     writes the signature there (mode 0600; never over a file that exists, unless --force)
          --force           replaces the output file
          --json            {"signature", "digest", "address", "rawTransaction", "transactionHash"}
          --kind KIND       typed-data, transaction or message: where the bytes alone don't say it
          --chain-id N      refuse a document for another chain
          --keystore DIR    the keystore folder

        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            .init(
                flags: ["--json", "--force"],
                valued: ["--account", "--output", "--kind", "--chain-id", "--keystore"]))
        let request = try request(arguments)
        let output = try arguments.value("--output")
        // Found out before a person reads for nothing.
        if let output, !arguments.has("--force"), access(output, F_OK) == 0 {
            throw Failure(
                "output.exists", "\(output) exists", hint: "name another file, or add --force", exitCode: 2)
        }
        let flow = SigningFlow(
            folder: try Paths.signerFolder(),
            keystore: KeystoreDirectory(path: try Paths.keystore(try arguments.value("--keystore"))),
            now: { UInt64(max(time(nil), 0)) })
        let reply: SignerReply
        do {
            let noColor = Paths.environment("NO_COLOR").map { !$0.isEmpty } ?? false
            let terminal = try TerminalDriver(options: TerminalOptions(color: noColor ? .never : .auto))
            defer { terminal.close() }
            reply = flow.run(
                request, requester: "coai-signer sign (you)",
                way: .terminal(terminal, passphrase: nil, isRequesterAlive: { true }))
        } catch { throw Failure(error.code, error.message, hint: error.hint, exitCode: 1) }
        switch reply {
        case .signed(let signed): try report(signed, output, arguments)
        case .refused(let refusal): throw Failure(refusal)
        case .review, .waiting: throw Failure("signer.fault", "the signer gave no answer", exitCode: 1)
        }
    }

    private static func request(_ arguments: Arguments) throws(Failure) -> SigningRequest {
        guard let text = try arguments.value("--account") else { throw .usage("--account is missing") }
        let account: Address
        do { account = try Address(text) } catch { throw .usage("\(text): \(error.message)") }
        var request = SigningRequest(
            document: try FileBytes.read(try arguments.operand("FILE")), account: account)
        if let text = try arguments.value("--kind") {
            guard let kind = DocumentKind(rawValue: text) else {
                throw .usage("--kind takes typed-data, transaction or message")
            }
            request.kind = kind
        }
        if let text = try arguments.value("--chain-id") {
            guard let number = UInt64(text), number > 0 else {
                throw .usage("--chain-id takes a number above 0")
            }
            request.expectedChainID = number
        }
        return request
    }

    private static func report(
        _ signed: SignerReply.SignedDocument, _ output: String?, _ arguments: Arguments
    ) throws(Failure) {
        let plain = SafeText(reviewing: Hex.encode(signed.rawTransaction ?? signed.signature))
        guard let output else {
            return Output.result(signed.json, plain: [plain], asJSON: arguments.has("--json"))
        }
        let text = arguments.has("--json") ? signed.json.serialized() : plain.text
        try FileBytes.write(Array((text + "\n").utf8), to: output, replacing: arguments.has("--force"))
        Output.note("coai-signer: written to \(output)")
    }
}
