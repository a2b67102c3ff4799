import Devnet
import EVM
import Ethereum
import Foundation
import TestSupport
import Testing

/// Headers of a chain that geth made (execution-apis, `chain.rlp`), through every fork from Paris to Prague: their RLP is
/// ours, their hashes are the parents that follow, and their base fees are what the block before says.
struct ChainHeaderTests {
    private func number(_ item: RLPItem) -> UInt64? {
        guard case .bytes(let bytes) = item else { return nil }
        return UInt256(bigEndianBytes: bytes)?.asUInt64
    }

    private func bytes(_ item: RLPItem) -> [UInt8] { if case .bytes(let bytes) = item { bytes } else { [] } }

    /// Blocks in the file, one RLP item after another.
    private func blocks(_ data: [UInt8]) throws -> [[RLPItem]] {
        var found: [[RLPItem]] = []
        var start = 0
        while start < data.count {
            let count = Int(data[start]) - 0xf7
            let length = data[(start + 1)..<(start + 1 + count)].reduce(0) { $0 << 8 | Int($1) }
            let end = start + 1 + count + length
            guard case .list(let parts) = try RLP.decode(Array(data[start..<end])) else { break }
            found.append(parts)
            start = end
        }
        return found
    }

    @Test func hashesAndFees() throws {
        guard let data = Shared.data("vectors/execution-apis/tests/chain.rlp") else { return }
        var parent: ChainHeader?
        var forks: Set<Int> = []
        for block in try blocks(Array(data)) {
            guard case .list(let items) = block[0], items.count >= 16, number(items[7]) == 0 else { continue }
            let rules: ForkRules =
                switch items.count {
                case 16: .paris
                case 17: .shanghai
                case 20: .cancun
                default: .prague
                }
            var header = ChainHeader(rules: rules)
            header.parentHash = try Hash32(bytes: bytes(items[0]))
            header.coinbase = try Address(bytes: bytes(items[2]))
            header.stateRoot = try Hash32(bytes: bytes(items[3]))
            header.transactionsRoot = try Hash32(bytes: bytes(items[4]))
            header.receiptsRoot = try Hash32(bytes: bytes(items[5]))
            header.logsBloom = try #require(Bloom(bytes: bytes(items[6])))
            header.number = try #require(number(items[8]))
            header.gasLimit = try #require(number(items[9]))
            header.gasUsed = try #require(number(items[10]))
            header.timestamp = try #require(number(items[11]))
            header.extraData = bytes(items[12])
            header.prevRandao = try Hash32(bytes: bytes(items[13]))
            header.baseFeePerGas = try #require(UInt256(bigEndianBytes: bytes(items[15])))
            if items.count > 16 { header.withdrawalsRoot = try Hash32(bytes: bytes(items[16])) }
            if items.count > 19 {
                header.blobGasUsed = number(items[17])
                header.excessBlobGas = number(items[18])
                header.parentBeaconRoot = try Hash32(bytes: bytes(items[19]))
            }
            if items.count > 20 { header.requestsHash = try Hash32(bytes: bytes(items[20])) }
            #expect(header.encoded == RLP.encode(block[0]))
            if let parent, parent.number + 1 == header.number {
                #expect(header.parentHash == parent.hash)
                #expect(header.baseFeePerGas == parent.nextBaseFee)
            }
            parent = header
            forks.insert(items.count)
        }
        #expect(forks.count >= 3)
    }

    @Test func noRequests() { #expect(ChainHeader.noRequests.description.hasPrefix("0xe3b0c44298fc1c14")) }
}
