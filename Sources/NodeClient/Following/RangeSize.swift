/// How many blocks to ask for at once: adapts to what the node can answer.
struct RangeSize {
    /// Blocks of the next range, at least 1.
    private(set) var blocks: UInt64
    /// What is known to be too much stays out of reach for a while.
    private var ceiling: UInt64
    private var successes = 0
    private let maximum: UInt64
    private let logsPerRange: Int

    /// Successes after which a size that was too much once is tried again.
    private static let patience = 32

    init(first: UInt64, maximum: UInt64, logsPerRange: Int) {
        self.maximum = min(max(maximum, 1), 1 << 32)
        blocks = min(max(first, 1), self.maximum)
        ceiling = self.maximum
        self.logsPerRange = max(logsPerRange, 1)
    }

    /// A range of this many blocks was too much for the node; false if that was one block.
    mutating func tooMuch(_ asked: UInt64) -> Bool {
        guard asked > 1 else { return false }
        ceiling = asked - 1
        blocks = max(asked / 2, 1)
        successes = 0
        return true
    }

    /// A range of `asked` blocks was answered with this many logs.
    mutating func answered(_ asked: UInt64, logs: Int) {
        successes += 1
        if successes % Self.patience == 0 { ceiling = min(ceiling * 2, maximum) }
        if logs > logsPerRange {
            blocks = max(asked / 2, 1)
        } else if logs < logsPerRange / 2, asked >= blocks {
            blocks = min(blocks * 2, ceiling)
        }
    }
}
