import Console
import Cryptography
import SafeText

/// What the first word asks for.
enum Program {
    static let usage = """
        coai-signer: holds keys, shows a person in full what is asked for, and signs after a yes.

        coai-signer keys new|import|list|export|passwd    the accounts in the keystore folder
        coai-signer sign FILE|- --account ADDRESS         a review on this terminal, and a signature
        coai-signer run                                   waits for requests, and asks on this terminal
        coai-signer daemon                                waits for requests, and asks where they come from
        coai-signer status | stop                         the signer that waits
        coai-signer profile accept|list|remove            whose names a review may show
        coai-signer journal                               what was asked and signed
        coai-signer --help | --version

        """

    static func run(_ words: [String], shortfall: ProcessHardening.Shortfall) throws(Failure) {
        guard let first = words.first else { throw .usage("no command") }
        let rest = Array(words.dropFirst())
        if first == "--version" { return Output.write("coai-signer \(Console.version)\n") }
        if first == "--help" || first == "help" { return Output.write(usage) }
        if rest.contains("--help") { return Output.write(help(first)) }
        for sentence in shortfall.sentences { Output.note("coai-signer: \(sentence)") }
        switch first {
        case "keys": try KeysCommand.run(rest)
        case "sign": try SignCommand.run(rest)
        case "run": try ServeCommands.run(rest)
        case "daemon": try ServeCommands.daemon(rest)
        case "status": try ServeCommands.status(rest)
        case "stop": try ServeCommands.stop(rest)
        case "profile": try ProfileCommand.run(rest)
        case "journal": try JournalCommand.run(rest)
        default: throw .usage("unknown command \(first)")
        }
    }

    private static func help(_ command: String) -> String {
        switch command {
        case "keys": KeysCommand.usage
        case "sign": SignCommand.usage
        case "run", "daemon", "status", "stop": ServeCommands.usage
        case "profile": ProfileCommand.usage
        case "journal": JournalCommand.usage
        default: usage
        }
    }
}
