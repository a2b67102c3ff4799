import Console
import SafeText
import StrictJSON

/// `coai doctor`: what is missing, and how to get it.
enum DoctorCommand: Command {
    static let names = ["doctor"]

    static let usage = """
        coai doctor     what is missing for daily work, and how to get it

        Looks at the terminal, the locale, the settings, the keystore folder, coai-signer and its socket, and, where one
        is named, at the node and the profile.

          --node URL        ask this node too (default: the settings')
          --profile FILE    read this profile too (default: the settings')
          --keystore DIR    look at this keystore folder
          --json            {"ok", "checks": [{"name", "status": "ok"|"notice"|"problem", "text", "hint"}]}

        Exit 0 without problems; else 4 (settings, profile), 5 (node), 7 (keystore) or 1, by the first one.

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            Arguments.Options(flags: ["--json", "--plain"], valued: ["--node", "--profile", "--keystore"]))
        try arguments.expectNoOperands()
        let settings: Configuration
        var checks: [DoctorCheck] = []
        do throws(Failure) {
            settings = try Configuration.load()
            checks += SettingsCheck(settings).problems.map { DoctorCheck("settings", $0) }
        } catch {
            settings = Configuration()
            checks.append(DoctorCheck("settings", error))
        }
        if checks.isEmpty { checks.append(DoctorCheck("settings", .ok, "can be read")) }
        checks = TerminalDoctor.checks() + checks
        checks += KeystoreDoctor.checks(try Paths.keystore(try arguments.value("--keystore")))
        checks += SignerDoctor.checks()
        checks += NetworkDoctor.checks(
            node: try arguments.value("--node") ?? settings.node,
            profile: try arguments.value("--profile") ?? settings.profile)
        let problem = checks.first { $0.status == .problem }
        Output.result(
            .object(
                JSONObject([
                    ("ok", .bool(problem == nil)), ("checks", .array(checks.map(\.json))),
                ])), plain: checks.flatMap(\.lines), asJSON: arguments.has("--json"))
        if let problem { throw .silent(exitCode: problem.exitCode) }
    }
}
