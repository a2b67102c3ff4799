import Foundation
import StrictJSON
import TestSupport
import Testing

@Suite("coai config, coai doctor")
struct ConfigTests {
    @Test func pathsFollowTheEnvironment() throws {
        let home = try Home()
        let result = try home.coai("config", "paths", "--json")
        #expect(result.status == 0)
        #expect(try result.json()["config"]?.stringValue == home.configuration.path + "/config.json")
        home.environment["XDG_CONFIG_HOME"] = nil
        #expect(
            try home.coai("config", "paths", "--json").json()["keystore"]?.stringValue
                == home.root.path + "/.config/coai/keystore")
        #expect(try home.coai("config", "paths").output.contains("(absent)"))
    }

    @Test func absentSettingsAreTheStandardOnes() throws {
        let result = try Home().coai("config", "check", "--json")
        #expect(result.status == 0)
        #expect(try result.json()["present"]?.boolValue == false)
        #expect(try result.json()["mouse"]?.boolValue == false)
    }

    @Test func settingsAreRead() throws {
        let home = try Home()
        let account = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        try home.write(
            "config.json",
            #"{"coaiConfig":1,"node":"http://127.0.0.1:1","account":"\#(account)","theme":"light","keymap":"emacs","mouse":true}"#
        )
        let result = try home.coai("config", "check", "--json")
        #expect(result.status == 0, "\(result.error)")
        let json = try result.json()
        #expect(json["present"]?.boolValue == true && json["mouse"]?.boolValue == true)
        #expect(json["account"]?.stringValue == account && json["theme"]?.stringValue == "light")
    }

    @Test(arguments: [
        ("", "config.json"), ("[]", "config.json"), ("{", "config.json"), ("{}", "config.version"),
        (#"{"coaiConfig":"1"}"#, "config.version"), (#"{"coaiConfig":2}"#, "config.version"),
        (#"{"coaiConfig":1,"colour":"dark"}"#, "config.key"),
        (#"{"coaiConfig":1,"theme":"dark","theme":"dark"}"#, "config.json"),
        (#"{"coaiConfig":1,"theme":"../../etc/passwd"}"#, "config.value"),
        (#"{"coaiConfig":1,"theme":"nowhere"}"#, "config.theme"),
        (#"{"coaiConfig":1,"keymap":"nowhere"}"#, "config.keymap"),
        (#"{"coaiConfig":1,"mouse":"yes"}"#, "config.value"),
        (#"{"coaiConfig":1,"account":"0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD"}"#, "config.value"),
        (#"{"coaiConfig":1,"node":"gopher://x"}"#, "node.endpoint"),
        (#"{"coaiConfig":1,"node":"\u001b[31m"}"#, "config.value"),
        (#"{"coaiConfig":1,"profile":"absent.json"}"#, "file.unreadable"),
    ])
    func wrongSettingsAreNamed(text: String, code: String) throws {
        let home = try Home()
        try home.write("config.json", text)
        let result = try home.coai("config", "check", "--json")
        #expect(result.status == 4)
        #expect(try result.json()["error"]?["code"]?.stringValue == code)
        #expect(!result.error.contains("\u{1b}"))
        // The doctor sees the same, and goes on with the rest.
        let doctor = try home.coai("doctor", "--json")
        #expect(doctor.status == 4)
        let checks = try #require(try doctor.json()["checks"]?.arrayValue)
        #expect(checks.contains { $0["text"]?.stringValue?.contains("(\(code))") == true })
        #expect(checks.contains { $0["name"]?.stringValue == "signer" })
    }

    /// Status of one check of the doctor's.
    private func status(_ result: ProgramResult, _ name: String) throws -> String? {
        try result.json()["checks"]?.arrayValue?.first { $0["name"]?.stringValue == name }?["status"]?
            .stringValue
    }

    @Test func doctorFindsWhatIsThere() throws {
        let result = try Home().coai("doctor", "--json")
        #expect(result.status == 0, "\(result.output)")
        #expect(try result.json()["ok"]?.boolValue == true)
        for (name, expected) in [
            ("terminal", "ok"), ("size", "notice"), ("locale", "ok"), ("settings", "ok"),
            ("keystore", "notice"),
            ("signer", "ok"), ("socket", "ok"), ("profile", "notice"), ("node", "notice"),
        ] {
            #expect(try status(result, name) == expected, "\(name)")
        }
    }

    @Test func doctorNamesWhatIsMissing() throws {
        let home = try Home()
        home.environment["TERM"] = "no-such-terminal"
        home.environment["LANG"] = "C"
        var result = try home.coai("doctor", "--json")
        #expect(result.status == 1)
        #expect(try status(result, "terminal") == "problem" && status(result, "locale") == "notice")
        home.environment["TERM"] = "xterm"

        let keystore = home.configuration.appendingPathComponent("keystore")
        try FileManager.default.createDirectory(
            at: keystore, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        result = try home.coai("doctor", "--json")
        #expect(result.status == 7)
        #expect(try status(result, "keystore") == "problem")

        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: keystore.path)
        try Data("{}".utf8).write(to: keystore.appendingPathComponent("key"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: keystore.appendingPathComponent("key").path)
        #expect(try home.coai("doctor", "--json").status == 7)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: keystore.appendingPathComponent("key").path)
        #expect(try status(try home.coai("doctor", "--json"), "keystore") == "ok")

        // Nobody listens on port 1.
        result = try home.coai("doctor", "--json", "--node", "http://127.0.0.1:1")
        #expect(result.status == 5)
        #expect(try status(result, "node") == "problem")
        #expect(try home.coai("doctor").output.contains("coai keys new") == false)
    }

    @Test func doctorOnATerminalSaysItsSize() throws {
        let home = try Home()
        for (columns, word) in [(80, "80 columns, 24 rows"), (40, "PROBLEM")] {
            let terminal = try #require(
                PseudoTerminal(
                    PseudoTerminal.productsDirectory + "/coai", ["doctor"], environment: home.environment,
                    columns: columns, rows: 24))
            let end = terminal.waitForEnd()
            #expect(end == .exited(columns == 80 ? 0 : 1))
            #expect(String(decoding: terminal.output, as: UTF8.self).contains(word))
        }
    }

    @Test func usage() throws {
        let home = try Home()
        #expect(try home.coai("config").status == 2)
        #expect(try home.coai("config", "destroy").status == 2)
        #expect(try home.coai("doctor", "now").status == 2)
        #expect(try home.coai("doctor", "--node").status == 2)
        #expect(try home.coai("config", "--help").output.contains("coaiConfig"))
    }
}
