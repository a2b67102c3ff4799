import Foundation
import StrictJSON
import TestSupport

/// A person's folders for one test, and programs run with them.
final class Home {
    /// Root of the folders; gone with this value.
    let root: URL
    /// What the programs find in their environment: nothing of who runs the tests.
    var environment: [String: String]

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-home-\(UUID().uuidString.prefix(8))")
        let privately = [FileAttributeKey.posixPermissions: 0o700]
        for name in ["", "config/coai", "run"] {
            try FileManager.default.createDirectory(
                at: root.appendingPathComponent(name), withIntermediateDirectories: true,
                attributes: privately)
        }
        environment = [
            "HOME": root.path, "XDG_CONFIG_HOME": root.path + "/config",
            "XDG_RUNTIME_DIR": root.path + "/run",
            "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
        ]
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// The configuration folder.
    var configuration: URL { root.appendingPathComponent("config/coai") }

    /// Writes a file in the configuration folder.
    func write(_ name: String, _ text: String) throws {
        let file = configuration.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        try Data(text.utf8).write(to: file)
    }

    /// Runs `coai` to its end.
    func coai(_ words: String..., input: String = "") throws -> ProgramResult {
        try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"), words, input: Data(input.utf8),
            environment: environment)
    }
}

extension ProgramResult {
    /// Standard output as JSON.
    func json() throws -> JSON { try JSON.parse(output, limits: .node) }
}
