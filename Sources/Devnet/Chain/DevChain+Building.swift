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
        var builder = BlockBuilder(
            on: parent, in: environment, with: attributes,
            state: OverlayState(base: state(at: parent.number)), rules: configuration.rules)
        builder.begin()
        if let transactions {
            for item in transactions {
                guard builder.fits(item.transaction) else {
                    throw TransactionError(
                        code: "transaction.invalid-block-gas",
                        message: "gas limit reached: the transaction doesn't fit into the block")
                }
                try builder.run(item)
            }
        } else {
            _ = fill(&builder) { $0.type != 3 }
        }
        builder.end()
        let root = stateRoot(at: parent.number, with: builder.state.changes)
        return Built(
            block: builder.seal(stateRoot: root), value: builder.value, requests: builder.requests)
    }

    /// Puts into a block what waits and fits.
    ///
    /// - Parameter takes: which of them may be in it.
    /// - Returns: hashes of those that are in it, and of those that never can be in any.
    func fill(_ builder: inout BlockBuilder, where takes: (Transaction) -> Bool = { _ in true }) -> [Hash32] {
        let environment = builder.environment
        let height = builder.parent.number
        let waiting = pool.candidates(baseFee: environment.baseFee) { [state] in
            state.account($0, at: height)?.nonce ?? 0
        }
        let blobFee = environment.blobBaseFee(rules: configuration.rules)
        var settled: [Hash32] = []
        var skipped: Set<Address> = []
        for item in waiting where !skipped.contains(item.sender) {
            guard takes(item.transaction), builder.fits(item.transaction),
                item.transaction.type != 3 || item.transaction.maxFeePerBlobGas >= blobFee
            else {
                skipped.insert(item.sender)
                continue
            }
            do throws(TransactionError) { try builder.run(item) } catch { skipped.insert(item.sender) }
            settled.append(item.hash)
        }
        return settled
    }
}
