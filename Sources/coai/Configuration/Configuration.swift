import Console
import Ethereum
import Glibc
import StrictJSON

/// A person's settings: what the command line leaves open.
struct Configuration: Sendable, Equatable {
    /// The node's address, as `--node` takes it.
    var node: String?
    /// The profile's file, as `--profile` takes it; made whole from the file's folder.
    var profile: String?
    /// The account that is watched.
    var account: Address?
    /// Name of a theme: built in, or `themes/NAME.json` in the configuration folder.
    var theme: String?
    /// Name of a keymap: built in, or `keymaps/NAME.json` in the configuration folder.
    var keymap: String?
    /// Whether clicks and the wheel are read.
    var mouse = false

    /// The settings where there is no file.
    init() {}

    /// The settings in `bytes`.
    ///
    /// - Parameter folder: where the file lies, with which a profile's relative path begins.
    /// - Throws: a failure with exit code 4 that names the rule: `config.json`, `config.version`, `config.key`,
    ///   `config.value`.
    init(parsing bytes: [UInt8], folder: String) throws(Failure) {
        let json: JSON
        do { json = try JSON.parse(bytes) } catch {
            throw Self.wrong("json", "\(error.message), at byte \(error.offset)")
        }
        guard let members = json.objectValue else { throw Self.wrong("json", "it is not an object") }
        guard members["coaiConfig"]?.numberText == "1" else {
            throw Self.wrong("version", "\"coaiConfig\" must be 1")
        }
        for member in members.members {
            switch member.key {
            case "coaiConfig": continue
            case "node": node = try Self.text(member, maximum: 2048)
            case "profile":
                let path = try Self.text(member, maximum: 4096)
                profile = path.hasPrefix("/") ? path : folder + "/" + path
            case "account":
                let text = try Self.text(member, maximum: 64)
                do { account = try Address(text) } catch {
                    throw Self.wrong("value", "account: \(error.message)")
                }
            case "theme": theme = try Self.name(member)
            case "keymap": keymap = try Self.name(member)
            case "mouse":
                guard let flag = member.value.boolValue else {
                    throw Self.wrong("value", "mouse is true or false")
                }
                mouse = flag
            default:
                throw Self.wrong(
                    "key",
                    "\"\(member.key)\" is no setting (they are: node, profile, account, theme, keymap, mouse)"
                )
            }
        }
    }

    /// The person's settings; the standard ones where there is no file.
    ///
    /// - Throws: a failure with exit code 4 if the file can't be read or breaks a rule.
    static func load() throws(Failure) -> Configuration {
        let folder = try Paths.configuration()
        var status = stat()
        guard stat(path(in: folder), &status) == 0 || errno != ENOENT else { return Configuration() }
        return try Configuration(
            parsing: try FileBytes.read(path(in: folder), maximum: 1 << 16), folder: folder)
    }

    /// The file's path in the configuration folder.
    static func path(in folder: String) -> String { folder + "/config.json" }

    private static func text(_ member: JSONMember, maximum: Int) throws(Failure) -> String {
        guard let text = member.value.stringValue, !text.isEmpty, text.utf8.count <= maximum,
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
        else { throw wrong("value", "\(member.key) is text of up to \(maximum) bytes") }
        return text
    }

    /// A name that can't lead out of its folder.
    private static func name(_ member: JSONMember) throws(Failure) -> String {
        let text = try text(member, maximum: 64)
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) || byte == 0x2d
                || byte == 0x5f
        }
        guard isPlain else { throw wrong("value", "\(member.key) is a name of letters, digits, - and _") }
        return text
    }

    private static func wrong(_ rule: String, _ message: String) -> Failure {
        Failure(
            "config.\(rule)", "config.json: \(message)",
            hint: "coai config paths says where the file is; mend it",
            exitCode: 4)
    }
}
