import Foundation

/// A node for tests that need one: an address over HTTP and one over WebSocket, until it is stopped.
public protocol TestNode: AnyObject, Sendable {
    /// Its address over HTTP.
    var httpURL: String { get }
    /// Its address over WebSocket.
    var webSocketURL: String { get }
    /// Ends the node and waits until it is gone.
    func stop()
}

extension LocalNode: TestNode {}

/// `coai devnet` in a process of its own, on a free port; it ends with this value.
///
/// The node of tests to which the node's own nature doesn't matter. Where it does, `LocalNode` is one that isn't ours.
public final class OwnNode: TestNode, @unchecked Sendable {
    // Set once in init; a process may be asked to end from any thread.
    private let process: Process
    public let httpURL: String
    public let webSocketURL: String

    /// Starts a node and waits until it answers.
    ///
    /// - Parameter options: more options of `coai devnet`.
    /// - Throws: `LocalNodeError` if it isn't ready.
    public init(options: [String] = []) throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai")
        process.arguments = ["devnet", "--port", "0"] + options
        (httpURL, webSocketURL) = try NodeAnnouncement.start(process)
    }

    deinit { stop() }

    public func stop() {
        // Not SIGTERM: a child inherits the signals that the thread which starts it has blocked.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
