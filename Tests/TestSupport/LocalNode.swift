import Foundation

/// A node that isn't ours, that of `Tests/LocalNode`, in a process of its own, on a free port; it ends with this value.
public final class LocalNode: TestNode, @unchecked Sendable {
    // Set once in init; a process may be asked to end from any thread.
    private let process: Process
    private let folder: URL
    public let httpURL: String
    public let webSocketURL: String
    public let ipcPath: String

    /// Starts a node and waits until it answers; nil, with a line on the console, where Python's packages are absent.
    ///
    /// - Parameters:
    ///   - startTime: time of the genesis block, after which blocks are a second apart; nil for the wall clock.
    ///   - options: more options of `node.py`.
    public static func start(
        startTime: Int? = NodeKind.fixedStart, chainID: Int = 31_337, options: [String] = []
    ) throws -> LocalNode? {
        guard let python = Program.python else {
            print("left out: the extra check on a node that isn't ours")
            return nil
        }
        return try LocalNode(python: python, startTime: startTime, chainID: chainID, options: options)
    }

    private init(python: URL, startTime: Int?, chainID: Int, options: [String]) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-node-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ipcPath = folder.appendingPathComponent("node.ipc").path
        process = Process()
        process.executableURL = python
        process.arguments =
            [
                Shared.package.appendingPathComponent("Tests/LocalNode/node.py").path, "--port", "0", "--ipc",
                ipcPath,
                "--chain-id", String(chainID),
            ] + (startTime.map { ["--start-time", String($0)] } ?? []) + options
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

/// Why a local node can't be used.
public enum LocalNodeError: Error {
    /// It ended, or said something else, before it was ready.
    case notReady(String)
}
