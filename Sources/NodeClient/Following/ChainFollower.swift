import Ethereum
import SafeText

/// Follows a chain from a block on: its logs range by range, its reorganizations, its head.
///
/// It works in the thread that calls `next`. A range of logs is given out only when the hash of each log's block is
/// that of the block's header, the headers link up with those held, and the last of them is unchanged afterwards.
public final class ChainFollower {
    let client: NodeClient
    let filter: LogFilter
    let fromBlock: UInt64
    let options: FollowOptions
    var held: HeldHeaders
    /// The block that is read next.
    var cursor: UInt64
    var range: RangeSize
    private var waiting: [ChainEvent] = []
    private var state: ConnectionState?
    private var announcedHead: BlockHeader?
    private var backoff: Backoff
    private var nextLook = Deadline(seconds: 0)
    private var isSubscribed = false
    /// Looks in a row at which the chain was shorter than what was given out, but the same as far as it went.
    private var shorterLooks = 0
    /// Ranges in a row that didn't fit the chain.
    private var misfits = 0
    private var random = SystemRandomNumberGenerator()

    /// A node behind others may show an older head for a moment: this many looks must agree that the chain is shorter.
    private static let looksBeforeCut = 2

    /// Follows the node of `client`, giving the logs that `filter` wants from block `fromBlock` on.
    public init(
        client: NodeClient, filter: LogFilter, fromBlock: UInt64, options: FollowOptions = FollowOptions()
    ) {
        self.client = client
        self.filter = filter
        // Heights of real chains are far below this, so that sums of them can't overflow.
        self.fromBlock = min(fromBlock, UInt64(Int64.max))
        self.options = options
        held = HeldHeaders(undoDepth: options.undoDepth)
        cursor = self.fromBlock
        range = RangeSize(
            first: options.firstRange, maximum: options.maximumRange, logsPerRange: options.logsPerRange)
        backoff = Backoff(
            firstSeconds: min(0.5, options.longestBackoffSeconds),
            longestSeconds: options.longestBackoffSeconds)
    }

    /// The next event, or nil if none came in time; a request that is under way is finished first.
    ///
    /// - Throws: `NodeError` that nothing can mend: `node.chain` if the node is for another chain, `node.cancelled`.
    public func next(timeoutSeconds: Double) throws(NodeError) -> ChainEvent? {
        let deadline = Deadline(seconds: timeoutSeconds)
        while true {
            if !waiting.isEmpty { return waiting.removeFirst() }
            if try isTimeToLook(before: deadline) {
                try step()
            } else if waiting.isEmpty, deadline.hasPassed {
                return nil
            }
        }
    }

    func emit(_ event: ChainEvent) { waiting.append(event) }

    // MARK: One step

    private func step() throws(NodeError) {
        nextLook = Deadline(seconds: 0)
        do {
            if state == nil { change(to: .connecting) }
            try client.connect()
            isSubscribed = try client.subscribeToHeads()
            let connected = ConnectionState.connected(
                chainID: client.connectedChainID ?? 0, subscribed: isSubscribed)
            if state == .connecting { change(to: connected) }
            let before = waiting.count
            try look()
            // After a fault the connection counts once something came of it; then it is told first.
            if state != connected {
                state = connected
                waiting.insert(.connection(connected), at: before)
            }
            backoff.reset()
        } catch {
            if error.isCancelled || error.isWrongChain { throw error }
            fail(error)
        }
    }

    private func change(to new: ConnectionState) {
        guard state != new else { return }
        state = new
        emit(.connection(new))
    }

    private func fail(_ error: NodeError) {
        // What a faulty or hostile node sends isn't mended by haste; the connection is made anew.
        client.disconnect()
        // Once all is well again the head is told again, though it be the same: so that this can be seen.
        announcedHead = nil
        let seconds = max(backoff.next(using: &random), Double(min(error.retryAfterSeconds ?? 0, 60)))
        change(to: .retrying(error, inSeconds: seconds))
        nextLook = Deadline(seconds: seconds)
    }

    /// Waits until the head must be looked at, the node tells of a block, or `deadline` passes.
    private func isTimeToLook(before deadline: Deadline) throws(NodeError) -> Bool {
        if nextLook.hasPassed { return true }
        if case .connected = state, isSubscribed {
            do {
                if try client.waitForHead(until: min(nextLook, deadline)) { return true }
            } catch {
                if error.isCancelled { throw error }
                fail(error)
                return false
            }
        } else {
            try client.cancellation.sleep(seconds: min(nextLook, deadline).remaining)
        }
        return nextLook.hasPassed
    }

    /// Looks at the head; gives out the next range, or what a reorganization undoes, or nothing if all is known.
    private func look() throws(NodeError) {
        guard let head = try client.header(.latest), head.number <= UInt64(Int64.max) else {
            throw .result("eth_getBlockByNumber", "no newest block")
        }
        if let last = held.last, try !agrees(head, with: last) { return }
        shorterLooks = 0
        if cursor <= head.number {
            if try readRange(upTo: head) {
                misfits = 0
            } else {
                misfits += 1
                guard misfits < 4 else {
                    misfits = 0
                    throw .logs("the blocks of its logs aren't those of its headers")
                }
            }
            // More to read, or a head to find: without a pause.
            guard cursor > head.number else { return }
        }
        if let last = held.last, announcedHead != last, last.hash == head.hash {
            announcedHead = last
            emit(.head(last))
        }
        nextLook = Deadline(
            seconds: isSubscribed ? options.subscribedPollSeconds : options.pollSeconds)
    }

    // MARK: Reorganizations

    /// Whether the chain of `head` still holds the block `last`; if not, what must be undone is told.
    private func agrees(_ head: BlockHeader, with last: BlockHeader) throws(NodeError) -> Bool {
        if head.hash == last.hash { return true }
        if head.number == last.number + 1, head.parentHash == last.hash { return true }
        if head.number > last.number {
            if try client.header(.number(last.number))?.hash == last.hash { return true }
        } else if head.number < last.number, held.header(head.number)?.hash == head.hash {
            shorterLooks += 1
            guard shorterLooks > Self.looksBeforeCut else {
                nextLook = Deadline(seconds: min(0.5, options.pollSeconds))
                return false
            }
        }
        shorterLooks = 0
        try undo(below: head)
        return false
    }

    /// Finds the newest held block that is still of the chain and undoes what is above.
    private func undo(below head: BlockHeader) throws(NodeError) {
        var rest = held.headers.filter { $0.number <= head.number }[...]
        var count = 4
        announcedHead = nil
        while !rest.isEmpty {
            let part = rest.suffix(count)
            rest = rest.dropLast(part.count)
            let current = try client.headers(part.map(\.number))
            for (mine, theirs) in zip(part, current).reversed() where mine.hash == theirs?.hash {
                held.cut(above: mine.number)
                cursor = mine.number + 1
                emit(.undo(to: mine.number))
                return
            }
            count = min(count * 4, 128)
        }
        held.removeAll()
        cursor = fromBlock
        emit(.rebuild("the chain was replaced further back than \(options.undoDepth) blocks"))
    }
}
