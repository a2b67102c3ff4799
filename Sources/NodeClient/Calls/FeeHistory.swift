import Ethereum
import StrictJSON

/// What gas cost in the last blocks (`eth_feeHistory`).
public struct FeeHistory: Sendable, Hashable {
    /// The first block that is told of.
    public let oldestBlock: UInt64
    /// Base fee of each block, in wei, and of the one that comes next.
    public let baseFeePerGas: [UInt256]
    /// Part of each block's gas that was used, 0 to 1.
    public let gasUsedRatio: [Double]
    /// Priority fees of each block, in wei, at the percentiles asked for; empty if none were.
    public let reward: [[UInt256]]

    init(_ value: JSON) throws(NodeError) {
        let method = "eth_feeHistory"
        oldestBlock = try Quantity.uint64(value["oldestBlock"], of: method)
        guard let fees = value["baseFeePerGas"]?.arrayValue, let used = value["gasUsedRatio"]?.arrayValue
        else { throw .result(method, "no fees") }
        baseFeePerGas = try Self.quantities(fees)
        var ratios: [Double] = []
        for entry in used {
            guard let ratio = entry.numberText.flatMap({ Double($0) }), (0...1).contains(ratio) else {
                throw .result(method, "a part of gas used that isn't from 0 to 1")
            }
            ratios.append(ratio)
        }
        gasUsedRatio = ratios
        var rewards: [[UInt256]] = []
        for entry in value["reward"]?.arrayValue ?? [] {
            rewards.append(try Self.quantities(entry.arrayValue ?? []))
        }
        reward = rewards
        guard fees.count == used.count + 1, reward.isEmpty || reward.count == used.count else {
            throw .result(method, "lists of different lengths")
        }
    }

    private static func quantities(_ values: [JSON]) throws(NodeError) -> [UInt256] {
        var numbers: [UInt256] = []
        for value in values { numbers.append(try Quantity.uint256(value, of: "eth_feeHistory")) }
        return numbers
    }
}
