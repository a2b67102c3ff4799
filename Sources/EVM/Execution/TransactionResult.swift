import Ethereum

/// What running a transaction came to.
public struct TransactionResult: Sendable {
    /// How its first call ended.
    public var halt: Halt
    /// Gas that is paid for, after refunds.
    public var gasUsed: UInt64
    /// Gas that it needed before refunds: its limit must not be below.
    public var peakGas: UInt64
    /// What the first call returned, or the reason of its revert.
    public var output: [UInt8]
    /// Logs of all calls that weren't undone.
    public var logs: [LogEntry]
    /// The contract that the transaction made.
    public var created: Address?
    /// What is to be written over the state.
    public var changes: StateChanges

    /// Accounts and slots that were looked at, in ascending order; of a call (`Execution.call`), or if that was
    /// asked for.
    public var accessed: [AccessListEntry] = []

    /// What it called, itself first; only if that was asked for, and nothing where it is more than 64 MB.
    public var calls: [TracedCall] = []

    /// Its opcodes, in order; nil unless they were asked for, and where they are more than 16 MB.
    public var steps: [TracedStep]?

    /// Whether it ran to its end.
    public var succeeded: Bool { halt == .success }

    /// Calls whose effects last: those that weren't undone, by themselves or with one that they were made in.
    public var lastingCalls: [TracedCall] {
        // Depth of the failed call that we are inside of: nothing in it has happened.
        var failed: Int?
        return calls.filter { call in
            if let depth = failed, call.depth > depth { return false }
            failed = call.halt == .success ? nil : call.depth
            return failed == nil
        }
    }
}
