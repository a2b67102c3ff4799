import Ethereum

/// The headers of the newest blocks whose logs were given out, rising, each the parent of the next.
///
/// The first may stand apart from the others: the end of a range of history.
struct HeldHeaders {
    private(set) var headers: [BlockHeader] = []
    private let capacity: Int

    /// Holds what it takes to undo `undoDepth` blocks: them and the one below.
    init(undoDepth: Int) { capacity = max(undoDepth, 1) + 1 }

    var last: BlockHeader? { headers.last }

    func header(_ number: UInt64) -> BlockHeader? {
        // Nearly always near the end.
        headers.last { $0.number <= number }.flatMap { $0.number == number ? $0 : nil }
    }

    /// Adds headers that follow `last`.
    mutating func append(_ more: some Collection<BlockHeader>) {
        headers += more
        if headers.count > capacity { headers.removeFirst(headers.count - capacity) }
    }

    /// Holds nothing but the end of a range of history.
    mutating func restart(at header: BlockHeader) { headers = [header] }

    /// Forgets the headers above `number`.
    mutating func cut(above number: UInt64) { headers.removeAll { $0.number > number } }

    mutating func removeAll() { headers = [] }
}
