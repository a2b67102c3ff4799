import Foundation

/// `coai devnet` in a process of its own, on a free port; it ends with this value.
///
/// The node of tests. Where a test is to hold against a node that isn't ours as well, `NodeKind` names both.
public final class OwnNode: TestNode, @unchecked Sendable {
    // Set once in init; a process may be asked to end from any thread.
    private let process: Process
    private let folder: URL
    public let httpURL: String
    public let webSocketURL: String
    public let ipcPath: String

    /// Starts a node and waits until it answers.
    ///
    /// - Parameters:
    ///   - startTime: time of the genesis block, after which blocks are a second apart; nil for the wall clock.
    ///   - ipcPath: where its socket is; nil for a folder of its own.
    ///   - options: more options of `coai devnet`.
    /// - Throws: `LocalNodeError` if it isn't ready.
    public init(startTime: Int? = nil, ipcPath: String? = nil, options: [String] = []) throws {
        let program = PseudoTerminal.productsDirectory + "/coai"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw LocalNodeError.notReady("\(program) isn't built; with COAI_ONLY, name coai there too")
        }
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-own-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.ipcPath = ipcPath ?? folder.appendingPathComponent("node.ipc").path
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments =
            ["devnet", "--port", "0", "--ipc", self.ipcPath]
            + (startTime.map { ["--start-time", String($0)] } ?? []) + options
        (httpURL, webSocketURL) = try NodeAnnouncement.start(process)
    }

    deinit { stop() }

    public func stop() {
        // Not SIGTERM: a child inherits the signals that the thread which starts it has blocked.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
