import EVM
import Ethereum

extension DevChain {
    /// A block that was built on one of the chain's and isn't on it, with what belongs to it besides.
    struct Built {
        let block: ChainBlock
        /// What who builds it gets, in wei.
        let value: UInt256
        /// What it hands to the beacon chain (EIP-7685).
        let requests: [[UInt8]]
    }

    /// Builds a block on one of the chain's, which stays as it is.
    ///
    /// - Parameters:
    ///   - environment: that of the block, whose number is the parent's next.
    ///   - transactions: all that are in it, in order; nil for those that wait and fit, without those that have blobs: the
    ///     pool keeps none.
    /// - Throws: `TransactionError` if one of them can't be in it.
    func build(
        on parent: ChainBlock, in environment: BlockEnvironment, with attributes: BlockAttributes,
        transactions: [ChainTransaction]?
    ) throws(TransactionError) -> Built {
        var draft = PendingDraft(
            BlockBuilder(
                on: parent, in: environment, with: attributes,
                state: OverlayState(base: state(at: parent.number)), rules: configuration.rules))
        if let transactions {
            for item in transactions { try draft.put(item) }
        } else {
            draft.fill(candidates(after: parent, in: environment)) { $0.type != 3 }
        }
        let builder = draft.ended()
        let root = stateRoot(at: parent.number, with: builder.state.changes)
        return Built(
            block: builder.seal(stateRoot: root), value: builder.value, requests: builder.requests)
    }
}
