import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// A seeded network on a node, and a person's folders with a key and an accepted profile.
final class Stage {
    static let passphrase = "correct horse"
    let node: any TestNode
    /// Root of the person's folders; gone with this value.
    let home: URL
    let environment: [String: String]
    /// The network's profile.
    let profile: String
    /// Account 1 of the development network: it has stake, votes and tokens.
    let account: String

    /// nil for a foreign node where Python's packages are absent.
    init?(_ kind: NodeKind) throws {
        guard let node = try kind.start(startTime: nil) else { return nil }
        self.node = node
        home = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-e2e-\(UUID().uuidString.prefix(8))")
        for folder in ["", "config", "data", "run"] {
            try FileManager.default.createDirectory(
                at: home.appendingPathComponent(folder), withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700])
        }
        environment = [
            "HOME": home.path, "XDG_CONFIG_HOME": home.path + "/config", "XDG_DATA_HOME": home.path + "/data",
            "XDG_RUNTIME_DIR": home.path + "/run", "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "PATH": "/usr/bin:/bin",
        ]
        profile = home.appendingPathComponent("profile.json").path
        let seeded = try Self.run(
            environment, "coai",
            ["devnet", "seed", "--node", node.httpURL, "--profile-out", profile, "--json"])
        let accounts = try #require(try JSON.parse(seeded.output, limits: .node)["accounts"]?.arrayValue)
        account = try #require(accounts.first?["address"]?.stringValue)
        try keepKey()
        try acceptProfile()
    }

    deinit { try? FileManager.default.removeItem(at: home) }

    /// Runs one of the programs to its end, which must be a good one.
    @discardableResult
    static func run(_ environment: [String: String], _ program: String, _ words: [String]) throws
        -> ProgramResult
    {
        let path = PseudoTerminal.productsDirectory + "/" + program
        let result = try Program.run(URL(fileURLWithPath: path), words, environment: environment)
        try #require(result.status == 0, "\(program) \(words): \(result.error)")
        return result
    }

    /// Starts coai on a terminal.
    func dashboard(columns: Int = 120, rows: Int = 40) throws -> PseudoTerminal {
        try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/coai",
                ["--node", node.webSocketURL, "--profile", profile, "--account", account],
                environment: environment,
                columns: columns, rows: rows))
    }

    /// Files of signed documents.
    func signedDocuments() throws -> [URL] {
        let folder = home.appendingPathComponent("data/coai/signed")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    }

    /// Puts the account's published key into the keystore, as a person would: by descriptors.
    private func keepKey() throws {
        let key = home.appendingPathComponent("key")
        let words = home.appendingPathComponent("passphrase")
        try Data((Keccak256.hash(utf8: "coai devnet account 1").description + "\n").utf8).write(to: key)
        try Data((Self.passphrase + "\n").utf8).write(to: words)
        let command =
            #"exec "$0" keys import --private-key --light --name ops-1 --secret-fd 3 --passphrase-fd 4 3<"$1" 4<"$2""#
        let result = try Program.run(
            URL(fileURLWithPath: "/bin/sh"),
            ["-c", command, PseudoTerminal.productsDirectory + "/coai", key.path, words.path],
            environment: environment)
        try #require(result.status == 0, "\(result.error)")
        for file in [key, words] { try FileManager.default.removeItem(at: file) }
    }

    private func acceptProfile() throws {
        let shown = try Self.run(environment, "coai", ["doctor", "--profile", profile, "--json"])
        let checks = try #require(try JSON.parse(shown.output)["checks"]?.arrayValue)
        let text = checks.first { $0["name"]?.stringValue == "profile" }?["text"]?.stringValue ?? ""
        let digest = try #require(text.split(separator: " ").last)
        try Self.run(environment, "coai-signer", ["profile", "accept", profile, "--digest", String(digest)])
    }
}
