import Foundation
import TestSupport

/// A seeded network on a node that is not ours (alysis on py-evm), with a person's folders beside it.
final class SeededNetwork {
    /// The main account of the scenario, and the passphrase of its published keystore.
    static let account = "0xAabad8915b56257D7F76Ec4c920d5d59b2e1e435"
    static let passphrase = "demo"

    let node: LocalNode
    let folder: URL
    let profile: String
    let environment: [String: String]

    /// Seeds a fresh node with the built `coai`; nil, with a line on the console, where Python is absent.
    static func start() throws -> SeededNetwork? {
        let start = Int(Date().timeIntervalSince1970) - 24 * 86_400 - 4 * 3_600 - 600
        guard let node = try LocalNode.start(startTime: start) else { return nil }
        return try SeededNetwork(node)
    }

    private init(_ node: LocalNode) throws {
        self.node = node
        // Not below a long path: a socket's path has little room.
        folder = URL(fileURLWithPath: "/tmp/coai-e2e-\(UUID().uuidString.prefix(8))")
        let keystore = folder.appendingPathComponent("config/coai/keystore")
        for path in [keystore, folder.appendingPathComponent("run"), folder.appendingPathComponent("data")] {
            try FileManager.default.createDirectory(
                at: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        }
        try FileManager.default.copyItem(
            at: Shared.package.appendingPathComponent("Keys/Devnet/ops-1.json"),
            to: keystore.appendingPathComponent("ops-1.json"))
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: keystore.appendingPathComponent("ops-1.json").path)
        profile = folder.appendingPathComponent("profile.json").path
        environment = [
            "XDG_CONFIG_HOME": folder.appendingPathComponent("config").path,
            "XDG_RUNTIME_DIR": folder.appendingPathComponent("run").path,
            "XDG_DATA_HOME": folder.appendingPathComponent("data").path, "HOME": folder.path,
            "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "LANG": "C.UTF-8",
        ]
        let seeded = try run("coai", ["devnet", "seed", "--node", node.httpURL, "--profile-out", profile])
        guard seeded.status == 0 else { throw NetworkError.failed("seed", seeded) }
        let digest = try run("coai-signer", ["profile", "digest", profile]).output
            .trimmingCharacters(in: .whitespacesAndNewlines)
        let accepted = try run("coai-signer", ["profile", "accept", profile, "--digest", digest])
        guard accepted.status == 0 else { throw NetworkError.failed("profile accept", accepted) }
    }

    deinit {
        _ = try? run("coai-signer", ["stop"])
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs one of our programs to its end.
    func run(_ program: String, _ arguments: [String]) throws -> ProgramResult {
        try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/" + program), arguments,
            environment: environment)
    }

    /// Runs a Python program with the node's URL as its argument.
    func python(_ text: String, _ arguments: [String] = []) throws -> ProgramResult? {
        guard let python = Program.python else { return nil }
        return try Program.run(python, ["-c", text, node.httpURL] + arguments)
    }

    /// The dashboard on a terminal of its own.
    func dashboard(columns: Int = 120, rows: Int = 40) -> PseudoTerminal? {
        PseudoTerminal(
            PseudoTerminal.productsDirectory + "/coai",
            ["--node", node.webSocketURL, "--profile", profile, "--account", Self.account],
            environment: environment, columns: columns, rows: rows)
    }
}

enum NetworkError: Error {
    case failed(String, ProgramResult)
}

/// What a person does at a terminal.
extension PseudoTerminal {
    static let pageDown = "\u{1b}[6~"

    /// Reads a review to its end, approves it, copies the code from the screen and types the passphrase.
    func approve(passphrase: String) -> Bool {
        guard wait(for: "REVIEW", seconds: 30) else { return false }
        for _ in 0..<60 where !screen.text.contains("Tab  Enter") {
            type(Self.pageDown)
            drain(quietMilliseconds: 120)
        }
        guard screen.text.contains("Tab  Enter") else { return false }
        type("\t")
        guard wait(seconds: 5, { $0.screen.lines.last?.contains("> Approve") == true }) else { return false }
        type("\r")
        guard wait(for: "Type these characters", seconds: 5) else { return false }
        drain()
        guard let place = screen.lines.firstIndex(where: { $0.contains("Type these characters") }),
            screen.lines.count > place + 2
        else { return false }
        for character in screen.lines[place + 2].filter({ $0 != " " }) {
            type(String(character))
            drain(quietMilliseconds: 60)
        }
        guard wait(for: "PASSPHRASE", seconds: 5) else { return false }
        drain()
        type(passphrase + "\r")
        return wait(seconds: 60) { !$0.screen.text.contains("PASSPHRASE") }
    }
}
