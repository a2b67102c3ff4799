/// How the time of a development chain goes by while it is seeded.
public enum ChainClock {
    /// Sleeps for milliseconds; what it throws ends the seeding.
    public typealias Pause = (_ milliseconds: UInt64) throws(ChainError) -> Void

    /// The node moves it when it is told to (`evm_setNextBlockTimestamp`).
    case moved
    /// It is waited for: no method that moves time or mines a block is called, even where the node has it.
    case awaited(Pause)
}
