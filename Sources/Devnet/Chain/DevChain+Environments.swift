import EVM
import Ethereum

/// What transactions and calls see of the block that they run in.
extension DevChain {
    /// What the next block's transactions see.
    public var nextEnvironment: BlockEnvironment {
        var environment = environment(after: head)
        environment.timestamp = clock.time(after: head.header.timestamp)
        if let nextBaseFee { environment.baseFee = nextBaseFee }
        environment.random = nextRandom ?? randomness(environment.number)
        return environment
    }

    /// The environment of a block on one of the chain's, as it follows from that.
    func environment(after parent: ChainBlock) -> BlockEnvironment {
        BlockEnvironment(
            number: parent.number + 1, timestamp: parent.header.timestamp &+ 1,
            coinbase: configuration.coinbase, gasLimit: configuration.gasLimit,
            baseFee: parent.header.nextBaseFee, excessBlobGas: excessBlobGas(after: parent),
            chainID: configuration.chainID)
    }

    /// Gas of blobs beyond the target, in the block after one.
    func excessBlobGas(after parent: ChainBlock) -> UInt64 {
        let header = parent.header
        return BlobSchedule(rules: configuration.rules)?.excess(
            after: header.excessBlobGas ?? 0, used: header.blobGasUsed ?? 0, baseFee: header.baseFeePerGas,
            blobBaseFee: blobBaseFee(of: parent)) ?? 0
    }

    /// Wei of a unit of a block's blob gas.
    func blobBaseFee(of block: ChainBlock) -> UInt256 {
        environment(of: block).blobBaseFee(rules: configuration.rules)
    }

    /// What calls at a block see.
    public func environment(of block: ChainBlock) -> BlockEnvironment {
        let header = block.header
        return BlockEnvironment(
            number: header.number, timestamp: header.timestamp, coinbase: header.coinbase,
            gasLimit: header.gasLimit, baseFee: header.baseFeePerGas, random: header.prevRandao,
            excessBlobGas: header.excessBlobGas ?? 0, chainID: configuration.chainID)
    }

    /// A block's randomness follows from its number, the seed and the block that was replaced last: the same requests
    /// give the same chain.
    private func randomness(_ number: UInt64) -> Hash32 {
        let numbers = [configuration.seed, number].compactMap { $0 }
        let bytes = numbers.flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        }
        return Keccak256.hash(bytes + (branch?.bytes ?? []))
    }
}
