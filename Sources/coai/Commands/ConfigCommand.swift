import Console
import Ethereum
import Glibc
import Profile
import SafeText
import StrictJSON

/// `coai config`: which files are read, and whether the settings hold.
enum ConfigCommand: Command {
    static let names = ["config"]

    static let usage = """
        coai config paths|check     which files are read; whether the settings can be understood

        config.json in the configuration folder (~/.config/coai, or coai below XDG_CONFIG_HOME):

          {"coaiConfig": 1, "node": "http://127.0.0.1:8545", "profile": "net.json", "account": "0x…",
           "theme": "dark", "keymap": "vim", "mouse": false}

        All but the first are optional; unknown ones are refused. The command line wins over the file.

          --json     paths: {"configuration", "config", "themes", "keymaps", "keystore", "signer"};
                     check: {"present", the settings}

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        let arguments = try Arguments(words, Arguments.Options(flags: ["--json", "--plain"]))
        let asJSON = arguments.has("--json")
        switch try arguments.operand("paths or check") {
        case "paths": try paths(asJSON)
        case "check": try check(asJSON)
        case let other: throw .usage("config takes: paths, or check; not \(other)")
        }
    }

    private static func paths(_ asJSON: Bool) throws(Failure) {
        let folder = try Paths.configuration()
        let places = [
            ("configuration", folder), ("config", Configuration.path(in: folder)),
            ("themes", folder + "/themes"),
            ("keymaps", folder + "/keymaps"), ("keystore", try Paths.keystore(nil)),
            ("signer", folder + "/signer"),
        ]
        Output.result(
            .object(JSONObject(places.map { ($0.0, .string($0.1)) })),
            plain: places.map { place in
                SafeText(cleaning: place.0).padded(to: 15) + SafeText(cleaning: place.1)
                    + (access(place.1, F_OK) == 0 ? SafeText("") : SafeText("  (absent)"))
            }, asJSON: asJSON)
    }

    private static func check(_ asJSON: Bool) throws(Failure) {
        let path = Configuration.path(in: try Paths.configuration())
        let isPresent = access(path, F_OK) == 0
        let settings = try Configuration.load()
        let problems = SettingsCheck(settings).problems
        if let problem = problems.first { throw problem }
        let rows: [(String, String?)] = [
            ("node", settings.node), ("profile", settings.profile),
            ("account", settings.account?.checksummed),
            ("theme", settings.theme), ("keymap", settings.keymap), ("mouse", settings.mouse ? "on" : "off"),
        ]
        var members: [(String, JSON)] = [("present", .bool(isPresent))]
        for row in rows.dropLast() { members.append((row.0, row.1.map { .string($0) } ?? .null)) }
        members.append(("mouse", .bool(settings.mouse)))
        Output.result(
            .object(JSONObject(members)),
            plain: [SafeText(cleaning: isPresent ? path : path + "  (absent: the standard settings)")]
                + rows.map { row in
                    SafeText(cleaning: row.0).padded(to: 15) + SafeText(cleaning: row.1 ?? "-")
                }, asJSON: asJSON)
    }
}
