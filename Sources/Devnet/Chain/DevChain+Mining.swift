import EVM
import Ethereum

extension DevChain {
    /// Makes the next block of what waits and fits; what doesn't, waits on.
    @discardableResult
    public func mine() -> ChainBlock {
        let draft = draft
        drafted = nil
        return append(draft)
    }

    /// Makes a block of some transactions and of nothing that waits.
    ///
    /// - Returns: those that can't be in it, and why.
    func mine(only given: [ChainTransaction]) -> [(item: ChainTransaction, error: TransactionError)] {
        var draft = PendingDraft(builder(in: nextEnvironment))
        var failures: [(item: ChainTransaction, error: TransactionError)] = []
        for item in given {
            do throws(TransactionError) { try draft.put(item) } catch { failures.append((item, error)) }
        }
        append(draft)
        return failures
    }

    @discardableResult
    private func append(_ draft: PendingDraft) -> ChainBlock {
        for hash in draft.included { pool.remove(hash) }
        let builder = draft.ended()
        let changes = builder.state.changes
        let block = builder.seal(stateRoot: state.append(changes))
        for (address, account) in changes.accounts {
            if let account { pool.remove(of: address, below: account.nonce) }
        }
        append(block)
        clock.didSeal()
        nextBaseFee = nil
        nextRandom = nil
        return block
    }

    /// The next block as it would be now, with what waits and fits.
    public var pendingBlock: ChainBlock {
        let builder = draft.ended()
        return builder.seal(stateRoot: stateRoot(at: head.number, with: builder.state.changes))
    }

    /// What the next block's calls see, and the state after those that wait.
    var pending: (reader: any StateReader, environment: BlockEnvironment) {
        let builder = draft.builder
        return (builder.state, builder.environment)
    }

    /// The next block in the making, as of now.
    var draft: PendingDraft {
        refreshDraft()
        return drafted ?? PendingDraft(builder(in: nextEnvironment))
    }

    private func refreshDraft() {
        let environment = nextEnvironment
        guard drafted?.builder.environment.timestamp != environment.timestamp else { return }
        var draft = PendingDraft(builder(in: environment))
        draft.fill(candidates(after: head, in: environment))
        drafted = draft
    }

    private func builder(in environment: BlockEnvironment) -> BlockBuilder {
        BlockBuilder(
            on: head, in: environment, state: OverlayState(base: state(at: head.number)),
            rules: configuration.rules)
    }

    /// What could be in a block on one of the chain's, in the order in which a builder would take it.
    func candidates(after parent: ChainBlock, in environment: BlockEnvironment) -> [ChainTransaction] {
        pool.candidates(baseFee: environment.baseFee) { [state] in
            state.account($0, at: parent.number)?.nonce ?? 0
        }
    }
}
