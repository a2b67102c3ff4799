import Console
import Cryptography
import SafeText

/// What the first word asks for.
enum Program {
    static let usage = """
        coai-signer: holds keys, shows a person in full what is asked for, and signs after a yes.

        coai-signer keys new|import|list|export|passwd    the accounts in the keystore folder
        coai-signer --help | --version

        """

    static func run(_ words: [String], shortfall: ProcessHardening.Shortfall) throws(Failure) {
        guard let first = words.first else { throw .usage("no command") }
        let rest = Array(words.dropFirst())
        if first == "--version" { return Output.write("coai-signer \(Console.version)\n") }
        if first == "--help" || first == "help" { return Output.write(usage) }
        if rest.contains("--help") { return Output.write(first == "keys" ? KeysCommand.usage : usage) }
        for sentence in shortfall.sentences { Output.note("coai-signer: \(sentence)") }
        switch first {
        case "keys": try KeysCommand.run(rest)
        default: throw .usage("unknown command \(first)")
        }
    }
}
