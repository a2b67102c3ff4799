import Ethereum

/// How many blobs a fork's blocks hold, and how their price follows from that (EIP-7840).
public struct BlobSchedule: Sendable, Hashable {
    /// Gas that a blob takes (EIP-4844).
    public static let gasPerBlob: UInt64 = 131_072
    /// Gas of execution that counts as much as a blob's price at least (EIP-7918).
    private static let reserveCost: UInt64 = 8_192

    /// Blobs of a block at which the price stays.
    public let target: UInt64
    /// Most blobs of a block.
    public let most: UInt64
    /// Most blobs of a transaction: fewer than a block holds since Osaka (EIP-7594).
    public var mostOfTransaction: Int { Int(min(most, hasReserve ? 6 : most)) }
    /// How much excess multiplies the price by e.
    public let updateFraction: UInt64
    private let hasReserve: Bool

    /// The schedule of a fork; nil before blobs came.
    public init?(rules: ForkRules) {
        guard rules >= .cancun else { return nil }
        (target, most, updateFraction) = rules >= .prague ? (6, 9, 5_007_716) : (3, 6, 3_338_477)
        hasReserve = rules >= .osaka
    }

    /// Gas of blobs beyond the target so far, in the block after one (EIP-4844, `calc_excess_blob_gas`; EIP-7918).
    ///
    /// - Parameters:
    ///   - excess: that of the block before, and `used` what its blobs used.
    ///   - baseFee: of the block before, in wei; `blobBaseFee` likewise.
    public func excess(
        after excess: UInt64, used: UInt64, baseFee: UInt256, blobBaseFee: UInt256
    ) -> UInt64 {
        let targetGas = target * Self.gasPerBlob
        let (sum, overflow) = excess.addingReportingOverflow(used)
        guard !overflow else { return excess }
        guard sum >= targetGas else { return 0 }
        if hasReserve {
            let (execution, isTooLarge) = baseFee.multipliedReportingOverflow(by: UInt256(Self.reserveCost))
            let (blob, isBlobTooLarge) = blobBaseFee.multipliedReportingOverflow(by: UInt256(Self.gasPerBlob))
            if !isBlobTooLarge, isTooLarge || execution > blob {
                return excess &+ used &* (most - target) / most
            }
        }
        return sum - targetGas
    }
}
