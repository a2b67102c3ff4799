import Cryptography
import Devnet
import EVM
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// The chain on which the exchanges of execution-apis were recorded, played again on ours: the same accounts, and in
/// every block the same transactions at the same time.
///
/// That chain begins at Homestead and ours has Prague's rules throughout, so hashes of blocks differ, and some gas.
/// Transactions with blobs, which a development chain refuses, are left out; those of the same sender
/// behind one go into the next block.
struct RecordedChain {
    static let folder = "vectors/execution-apis/tests"

    let node: DevNode
    /// Hashes of the recorded blocks as the exchanges have them, with ours.
    private(set) var hashes: [String: String] = [:]
    /// By number of the block, the recorded hash of its requests, where it has one.
    private(set) var requests: [UInt64: Hash32] = [:]

    /// Nil where the shared files are absent.
    init?() throws {
        guard let data = Shared.data(Self.folder + "/genesis.json"),
            let blocks = Shared.data(Self.folder + "/chain.rlp")
        else { return nil }
        let genesis = try JSON.parse(Array(data), limits: .node)
        var configuration = DevChain.Configuration()
        configuration.chainID = try #require(genesis["config"]?["chainId"]?.numberText.flatMap { UInt64($0) })
        // That of its last block.
        configuration.gasLimit = 200_000_000
        configuration.startTime = 0
        configuration.baseFee = 0
        for member in try #require(genesis["alloc"]?.objectValue?.members) {
            let text = { (name: String) in member.value[name]?.stringValue }
            configuration.accounts[try Address("0x" + member.key)] = StoredAccount(
                nonce: text("nonce").flatMap { UInt256(hex: $0)?.asUInt64 } ?? 0,
                balance: text("balance").flatMap { UInt256(hex: $0) } ?? .zero,
                code: Code(try Hex.decode(text("code") ?? "0x")))
        }
        node = DevNode(DevChain(configuration))
        node.mining = .manual
        hashes["0x44fd89d504659cd58f48f4796b77a7e7012cf296a2409afa2f6c3cb99b5b3d99"] =
            node.chain.head.hash.description
        for block in try Self.items(Array(blocks)) { try play(block) }
    }

    private mutating func play(_ block: [UInt8]) throws {
        guard case .list(let parts) = try RLP.decode(block), case .list(let header) = parts[0],
            case .list(let transactions) = parts[1], case .bytes(let time) = header[11]
        else { return }
        for item in transactions {
            let raw: [UInt8] = if case .bytes(let typed) = item { typed } else { RLP.encode(item) }
            try node.chain.submit(raw)
        }
        if header.count > 15, case .bytes(let fee) = header[15] {
            node.chain.nextBaseFee = UInt256(bigEndianBytes: fee)
        } else {
            node.chain.nextBaseFee = .zero
        }
        let time256 = try #require(UInt256(bigEndianBytes: time))
        _ = try node.call(
            "evm_setNextBlockTimestamp", [.string("0x" + String(try #require(time256.asUInt64), radix: 16))])
        let mined = node.chain.mine()
        if header.count > 20, case .bytes(let hash) = header[20] {
            requests[mined.number] = try Hash32(bytes: hash)
        }
        hashes[Keccak256.hash(RLP.encode(parts[0])).description] = mined.hash.description
    }

    /// RLP lists one after another.
    private static func items(_ bytes: [UInt8]) throws -> [[UInt8]] {
        var items: [[UInt8]] = []
        var rest = bytes[...]
        while let first = rest.first {
            var count = Int(first) - 0xc0 + 1
            if first > 0xf7 {
                let width = Int(first) - 0xf7
                count = 1 + width + rest.dropFirst().prefix(width).reduce(0) { $0 << 8 | Int($1) }
            }
            try #require(first >= 0xc0 && count <= rest.count)
            items.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return items
    }
}
