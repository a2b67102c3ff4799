import Cryptography
import Ethereum

/// A block's header in full, as its hash is made of it (Yellow Paper, section 4.3; since Paris, EIP-3675).
public struct ChainHeader: Sendable, Hashable {
    /// Hash of no uncles: the Keccak-256 of the RLP of an empty list.
    public static let noUncles = Keccak256.hash([0xc0])
    /// Hash of no requests of the execution layer: the SHA-256 of no bytes (EIP-7685).
    public static let noRequests = Hash32(
        word: UInt256(
            limbs: 0xa495_991b_7852_b855, 0x27ae_41e4_649b_934c, 0x9afb_f4c8_996f_b924,
            0xe3b0_c442_98fc_1c14))

    /// Hash of the block before.
    public var parentHash: Hash32 = .zero
    /// Hash of the list of uncles: none from Paris on.
    public var unclesHash: Hash32 = ChainHeader.noUncles
    /// Who gets the priority fees.
    public var coinbase: Address = .zero
    /// Of the state after the block.
    public var stateRoot: Hash32 = Trie.emptyRoot
    /// Of the trie of its transactions.
    public var transactionsRoot: Hash32 = Trie.emptyRoot
    /// Of the trie of their receipts.
    public var receiptsRoot: Hash32 = Trie.emptyRoot
    /// Of all their logs.
    public var logsBloom = Bloom()
    /// How hard the block was to find: 0 from Paris on.
    public var difficulty: UInt256 = .zero
    /// Height; 0 is the genesis.
    public var number: UInt64 = 0
    /// Gas that its transactions may use together.
    public var gasLimit: UInt64 = 30_000_000
    /// Gas that they used.
    public var gasUsed: UInt64 = 0
    /// Unix time in seconds.
    public var timestamp: UInt64 = 0
    /// Up to 32 bytes.
    public var extraData: [UInt8] = []
    /// The beacon chain's randomness (EIP-4399); the mix hash of a block that was searched for.
    public var prevRandao: Hash32 = .zero
    /// What made the block's hash small enough: 0 from Paris on.
    public var nonce: UInt64 = 0
    /// Wei of a unit of gas that are burnt (EIP-1559).
    public var baseFeePerGas: UInt256 = .zero
    /// From Shanghai on (EIP-4895).
    public var withdrawalsRoot: Hash32?
    /// From Cancun on (EIP-4844).
    public var blobGasUsed: UInt64?
    /// From Cancun on (EIP-4844).
    public var excessBlobGas: UInt64?
    /// From Cancun on (EIP-4788).
    public var parentBeaconRoot: Hash32?
    /// From Prague on (EIP-7685).
    public var requestsHash: Hash32?

    /// A header of a block in which nothing happens.
    /// - Parameter rules: Paris or later; they say which of the optional fields there are.
    public init(rules: ForkRules) {
        if rules >= .shanghai { withdrawalsRoot = Trie.emptyRoot }
        if rules >= .cancun {
            blobGasUsed = 0
            excessBlobGas = 0
            parentBeaconRoot = .zero
        }
        if rules >= .prague { requestsHash = Self.noRequests }
    }

    /// The header's RLP, up to the first field that isn't there: a later one would be taken for it.
    public var encoded: [UInt8] {
        var items: [RLPItem] = [
            .bytes(parentHash.bytes), .bytes(unclesHash.bytes), .bytes(coinbase.bytes),
            .bytes(stateRoot.bytes), .bytes(transactionsRoot.bytes), .bytes(receiptsRoot.bytes),
            .bytes(logsBloom.bytes), .number(difficulty), .number(number), .number(gasLimit),
            .number(gasUsed), .number(timestamp), .bytes(extraData), .bytes(prevRandao.bytes),
            .bytes((0..<8).map { UInt8(truncatingIfNeeded: nonce >> (56 - 8 * $0)) }), .number(baseFeePerGas),
        ]
        let later: [RLPItem?] = [
            withdrawalsRoot.map { .bytes($0.bytes) }, blobGasUsed.map { .number($0) },
            excessBlobGas.map { .number($0) }, parentBeaconRoot.map { .bytes($0.bytes) },
            requestsHash.map { .bytes($0.bytes) },
        ]
        items += later.prefix { $0 != nil }.compactMap { $0 }
        return RLP.encode(.list(items))
    }

    /// Hash of requests of the execution layer, in order: the SHA-256 of their SHA-256s (EIP-7685).
    public static func requestsHash(_ requests: [[UInt8]]) -> Hash32 {
        let bytes = Digest.sha256.hash(requests.flatMap { Digest.sha256.hash($0) })
        return (try? Hash32(bytes: bytes)) ?? .zero
    }

    /// The block's hash.
    public var hash: Hash32 { Keccak256.hash(encoded) }

    /// The base fee of the block after this one: an eighth more after a full block, an eighth less after an empty one
    /// (EIP-1559).
    public var nextBaseFee: UInt256 {
        let target = gasLimit / 2
        guard gasUsed != target, target > 0 else { return baseFeePerGas }
        let distance = gasUsed > target ? gasUsed - target : target - gasUsed
        let (product, isTooLarge) = baseFeePerGas.multipliedReportingOverflow(by: UInt256(distance))
        guard !isTooLarge else { return baseFeePerGas }
        let change = product.dividedWithRemainder(by: UInt256(target) &* 8)?.quotient ?? .zero
        guard gasUsed > target else { return baseFeePerGas &- change }
        let (sum, overflow) = baseFeePerGas.addingReportingOverflow(change.isZero ? 1 : change)
        return overflow ? baseFeePerGas : sum
    }
}
