import Ethereum

/// How a transaction is simulated, and what that may cost.
public struct SimulationOptions: Sendable {
    /// Rules that the chain follows; nil for those that a proven header's fields show, else Prague.
    public var rules: ForkRules?
    /// Seconds for the whole simulation, all that the node is asked included.
    public var seconds: Double = 15
    /// Most bytes that the node may answer in all.
    public var maximumBytes = 32 << 20
    /// Most accounts that are read.
    public var maximumAccounts = 1_000
    /// Most words of storage that are read.
    public var maximumSlots = 10_000
    /// Most gas that a transaction may have to be simulated; it may have no more than a block either.
    public var maximumGas: UInt64 = 100_000_000
    /// The wall clock, in seconds since 1970: the transaction runs no earlier than this.
    public var now: UInt64 = 0
    /// Whether `eth_getProof` is asked and checked where the node has it.
    public var usesProofs = true
    /// Whether the node's own simulation (`eth_simulateV1`) is asked for and compared.
    public var comparesWithNode = true

    /// The defaults.
    public init() {}
}
