/// A node for tests that need one: its addresses, until it is stopped.
public protocol TestNode: AnyObject, Sendable {
    /// Its address over HTTP.
    var httpURL: String { get }
    /// Its address over WebSocket.
    var webSocketURL: String { get }
    /// The path of its IPC socket.
    var ipcPath: String { get }
    /// Ends the node and waits until it is gone.
    func stop()
}

/// Which node a test runs on: ours always, and where a second opinion is worth its time one that isn't ours.
public enum NodeKind: CaseIterable, Sendable {
    /// `coai devnet`: always there.
    case own
    /// alysis on py-evm: where Python's packages are.
    case foreign

    /// Time of the first block where the clock is fixed: 1 January 2026.
    public static let fixedStart = 1_767_225_600

    /// Starts one and waits until it answers; nil, with a line on the console, for a foreign one that can't be had.
    ///
    /// - Parameters:
    ///   - startTime: time of the genesis block, after which blocks are a second apart; nil for the wall clock.
    ///   - accounts: how many published accounts have ether.
    /// - Throws: `LocalNodeError` if it isn't ready.
    public func start(
        startTime: Int? = fixedStart, chainID: Int = 31_337, accounts: Int = 60
    ) throws -> (any TestNode)? {
        switch self {
        case .own:
            // Where time is given, nothing is left to chance: the same requests give the same blocks.
            try OwnNode(
                startTime: startTime,
                options: ["--chain-id", String(chainID), "--accounts", String(accounts)]
                    + (startTime == nil ? [] : ["--seed", "1"]))
        case .foreign:
            try LocalNode.start(
                startTime: startTime, chainID: chainID, options: ["--accounts", String(accounts)])
        }
    }
}
