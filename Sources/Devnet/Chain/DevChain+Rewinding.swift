import EVM
import Ethereum

extension DevChain {
    /// Where a chain was.
    struct Snapshot {
        let id: UInt64
        let number: UInt64
        /// How many amendments of the state were noted.
        let amendments: Int
        let clock: BlockClock
        let pool: TransactionPool
        let nextBaseFee: UInt256?
        let nextRandom: Hash32?
        let branch: Hash32?
        let configuration: Configuration
    }

    /// Keeps where the chain is; answers a number by which it is found again.
    public func snapshot() -> UInt64 {
        snapshotCount += 1
        snapshots.append(
            Snapshot(
                id: snapshotCount, number: head.number, amendments: state.noteAmendments(), clock: clock,
                pool: pool, nextBaseFee: nextBaseFee, nextRandom: nextRandom, branch: branch,
                configuration: configuration))
        return snapshotCount
    }

    /// Goes back to a snapshot, which is used up, as are those made after it.
    ///
    /// Blocks, what was amended, the clock, what waits and what the next block was given are as they were then. Who is
    /// impersonated stays.
    ///
    /// - Returns: false if there is none of that number, or its block was replaced since.
    public func revert(to id: UInt64) -> Bool {
        guard let place = snapshots.firstIndex(where: { $0.id == id }) else { return false }
        let snapshot = snapshots[place]
        drop(after: snapshot.number)
        state.takeBackAmendments(until: snapshot.amendments)
        clock = snapshot.clock
        pool = snapshot.pool
        nextBaseFee = snapshot.nextBaseFee
        nextRandom = snapshot.nextRandom
        branch = snapshot.branch
        configuration = snapshot.configuration
        drafted = nil
        snapshots.removeSubrange(place...)
        if snapshots.isEmpty { state.forgetAmendments() }
        return true
    }

    /// Drops the last blocks, as a reorganization does: their transactions wait again.
    ///
    /// - Parameter depth: how many; the genesis stays in any case.
    public func rewind(_ depth: UInt64) {
        let number = head.number - min(depth, head.number)
        let dropped = blocks[Int(number + 1)...].flatMap(\.transactions)
        drop(after: number)
        for item in dropped {
            let nonce = state.account(item.sender, at: number)?.nonce ?? 0
            // One that can't wait, as another has its nonce by now, is gone, as with any node.
            try? pool.add(item, accountNonce: nonce)
        }
        drafted = nil
    }

    /// Drops the last blocks with their transactions; those that come in their place are others.
    ///
    /// - Parameter depth: how many; the genesis stays in any case.
    public func rollBack(_ depth: UInt64) {
        guard depth > 0 else { return }
        let replaced = head.hash
        drop(after: head.number - min(depth, head.number))
        branch = replaced
    }

    /// Puts as many other blocks in the place of the last ones.
    ///
    /// - Parameters:
    ///   - depth: how many, at most the head's number.
    ///   - given: what is in them, by place from 0 on; nil for what was in those that are replaced, and what waits.
    /// - Returns: what was given and couldn't be in its block, and why.
    func reorganize(
        _ depth: UInt64, with given: [UInt64: [ChainTransaction]]?
    ) -> [(item: ChainTransaction, error: TransactionError)] {
        let replaced = head.hash
        if given == nil { rewind(depth) } else { rollBack(depth) }
        if depth > 0 { branch = replaced }
        var failures: [(item: ChainTransaction, error: TransactionError)] = []
        for place in 0..<depth {
            if let given { failures += mine(only: given[place] ?? []) } else { mine() }
        }
        return failures
    }

    private func drop(after number: UInt64) {
        while head.number > number, let block = blocks.popLast() {
            numbers[block.hash] = nil
            for transaction in block.transactions { places[transaction.hash] = nil }
            index.remove(block)
            note(.removed(block))
        }
        state.rewind(to: number)
        // There is no way back to a block that is gone.
        snapshots.removeAll { $0.number > number }
        if snapshots.isEmpty { state.forgetAmendments() }
        drafted = nil
    }
}
