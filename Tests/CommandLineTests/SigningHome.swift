import Foundation
import StrictJSON
import TestSupport
import Testing

/// A person's folders with one account in the keystore, and a signer that ends with this value.
final class SigningHome {
    static let passphrase = "correct horse"
    /// Account of the key 01 02 … 20.
    static let account = "0x6370eF2f4Db3611D657b90667De398a2Cc2a370C"
    static let message = #"{"message":"hello coai"}"#

    let home: Home
    static var coai: String { PseudoTerminal.productsDirectory + "/coai" }
    static var signer: String { PseudoTerminal.productsDirectory + "/coai-signer" }

    init() throws {
        home = try Home()
        let key = (1...32).map { String(format: "%02x", $0) }.joined()
        try home.write("passphrase", Self.passphrase + "\n")
        try home.write("wrong", "battery staple\n")
        try home.write("key", key)
        let result = try shell(
            "exec \(Self.signer) keys import --private-key --light --secret-fd 4 --passphrase-fd 3 3<passphrase 4<key"
        )
        try #require(result.status == 0, "\(result.error)")
    }

    deinit {
        _ = try? Program.run(URL(fileURLWithPath: Self.signer), ["stop"], environment: home.environment)
    }

    /// Runs a line of shell in the configuration folder: descriptors are opened by the shell, as users do it.
    func shell(_ line: String, input: String = "") throws -> ProgramResult {
        try Program.run(
            URL(fileURLWithPath: "/bin/sh"), ["-c", "cd '\(home.configuration.path)' && " + line],
            input: Data(input.utf8), environment: home.environment)
    }

    /// `coai sign` without questions.
    func sign(_ document: String, _ options: String = "", passphrase: String = "passphrase") throws
        -> ProgramResult
    {
        try shell(
            "exec \(Self.coai) sign - --account \(Self.account) --yes --json --passphrase-fd 3 \(options) "
                + "3<\(passphrase)", input: document)
    }

    /// `coai sign FILE` on a terminal of its own.
    func terminal(_ document: String, columns: Int = 80, rows: Int = 24) throws -> PseudoTerminal {
        try home.write("document", document)
        return try #require(
            PseudoTerminal(
                Self.coai,
                ["sign", home.configuration.path + "/document", "--account", Self.account, "--json"],
                environment: home.environment, columns: columns, rows: rows))
    }

    /// `coai-signer run` on a terminal of its own, once it waits for requests.
    func pane() throws -> PseudoTerminal {
        let pane = try #require(
            PseudoTerminal(Self.signer, ["run"], environment: home.environment, columns: 100, rows: 30))
        try #require(pane.wait(for: "waiting for requests at", seconds: 30), "\(pane.screen.text)")
        return pane
    }

    /// `coai sign` that has no terminal, and goes on while the test does.
    func request(_ document: String) throws -> RunningProgram {
        try home.write("requested", document)
        return try RunningProgram(
            URL(fileURLWithPath: "/usr/bin/setsid"),
            [
                "--wait", Self.coai, "sign", home.configuration.path + "/requested", "--account",
                Self.account,
                "--json",
            ], environment: home.environment)
    }

    /// Events in the journal, in order.
    func journal() throws -> [String] {
        let result = try shell("exec \(Self.signer) journal --json")
        try #require(result.status == 0, "\(result.error)")
        return try result.output.split(separator: "\n").map {
            try JSON.parse(String($0))["event"]?.stringValue ?? ""
        }
    }
}
