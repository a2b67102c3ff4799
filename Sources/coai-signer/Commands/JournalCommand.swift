import Console
import Policy
import SafeText
import Signer
import StrictJSON

/// `coai-signer journal`: checks the journal, and writes it out.
enum JournalCommand {
    static let usage = """
        coai-signer journal [--json]    every request and signature, after a check of the whole journal

        """

    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, .init(flags: ["--json"]))
        try arguments.expectNoOperands()
        let path = try Paths.signerFolder().journalPath
        let count: UInt64
        do { count = try Journal(path: path).count } catch {
            throw Failure(error.code, error.message, hint: error.hint, exitCode: 8)
        }
        let text = String(decoding: try FileBytes.read(path, maximum: 512 << 20), as: UTF8.self)
        for line in text.split(separator: "\n") {
            if arguments.has("--json") {
                Output.write(line + "\n")
                continue
            }
            guard let entry = try? JSON.parse(String(line)) else { continue }
            let parts =
                ["sequence", "at"].map { entry[$0]?.numberText ?? "" }
                + ["event", "account", "kind", "digest", "decision"].map { entry[$0]?.stringValue ?? "" }
            Output.write(SafeText(cleaning: parts.joined(separator: "  ")).text + "\n")
        }
        Output.note("coai-signer: \(count) lines, each follows the one before")
    }
}
