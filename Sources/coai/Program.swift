import Console

/// What the first word asks for.
enum Program {
    /// All commands, in the order in which `coai --help` lists them: a command is one file in `Commands` and one line
    /// here.
    static var commands: [any Command.Type] {
        [
            ReviewCommand.self, SignCommand.self, VerifyCommand.self, KeysCommand.self,
            JobsCommand.self, ProvidersCommand.self, ProposalsCommand.self, DemoCommand.self,
            DevnetCommand.self,
            ConfigCommand.self, DoctorCommand.self,
        ]
    }

    static func run(_ words: [String]) throws(Failure) {
        guard let first = words.first, !first.hasPrefix("--") || first == "--version" || first == "--help"
        else {
            if words.contains("--help") { return Output.write(usage) }
            return try DashboardCommand.run(words)
        }
        let rest = Array(words.dropFirst())
        if first == "--version" { return Output.write("coai \(Console.version)\n") }
        if first == "--help" || first == "-h" || first == "help" && rest.isEmpty {
            return Output.write(usage)
        }
        let name = first == "help" ? rest[0] : first
        guard let command = commands.first(where: { $0.names.contains(name) }) else {
            throw .usage("unknown command \(name)")
        }
        if first == "help" { return Output.write(command.usage) }
        if rest.contains("--help") { return Output.write(command.usage) }
        try command.run(first, rest)
    }

    static var usage: String {
        var text = "coai: shows a compute network in a terminal, and has coai-signer sign for it.\n\n"
        text += DashboardCommand.usage + "\n"
        for command in commands { text += command.usage.prefix { $0 != "\n" } + "\n" }
        return text
    }
}

/// A command of the command line.
protocol Command {
    /// The first words that call it.
    static var names: [String] { get }
    /// How it is called: the first line stands in `coai --help`, all of it in `coai NAME --help`.
    static var usage: String { get }
    /// Runs it: `name` is the word that called it, `words` are the words after that.
    static func run(_ name: String, _ words: [String]) throws(Failure)
}
