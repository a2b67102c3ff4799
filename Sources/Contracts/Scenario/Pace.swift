/// How fast the scenario goes by.
public enum Pace: Sendable, Equatable {
    /// In its own days, on a chain whose clock is moved.
    case days
    /// In minutes, with periods of seconds, on a chain whose time is waited for. Before each deadline there are
    /// `perTransaction` seconds of the chain, from 1 to 60, for every transaction that must be in a block by then.
    case seconds(perTransaction: UInt64)

    /// For nodes that make a block of each transaction: twice the second that blocks are apart.
    public static let seconds = Pace.seconds(perTransaction: 2)

    /// Seconds for a number of transactions, and a few for the node to be late.
    func room(_ transactions: UInt64) -> UInt64 {
        switch self {
        case .days: 0
        case .seconds(let each): transactions * min(max(each, 1), 60) + 4
        }
    }
}
