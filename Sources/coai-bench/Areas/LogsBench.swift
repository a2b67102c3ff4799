import Ethereum
import Foundation
import NodeClient

/// The scan of an `eth_getLogs` answer of 100,000 token transfers, against Foundation's decoder of the same bytes.
func benchLogs(_ report: inout Report) {
    let reply = LogsReply(count: 100_000)
    let scanner = LogScanner(filter: LogFilter(addresses: [reply.token]), from: 0, through: .max)
    var ours = 0
    var theirs = 0
    let (subject, peer) = interleaved(
        rounds: 3, calls: 1, { ours = (try? scanner.logs(inReply: reply.bytes, id: 1).count) ?? 0 },
        {
            theirs =
                (try? JSONDecoder().decode(LogsReply.Decoded.self, from: Data(reply.bytes)).result.count) ?? 0
        })
    guard ours == reply.count, theirs == reply.count else {
        return report.absent("eth_getLogs \(reply.count) logs", "the logs could not be read")
    }
    report.line(
        "eth_getLogs \(reply.count) logs", subject * 1e3, "ms", ratio: peer / subject,
        against: "Foundation JSONDecoder speed", limit: .atLeast(8))
}

/// An answer as geth writes it: one transfer a log, 50 logs a block.
private struct LogsReply {
    /// What Foundation decodes: the same members, still as text.
    struct Decoded: Decodable {
        struct Log: Decodable {
            let address: String
            let topics: [String]
            let data: String
            let blockNumber: String
            let transactionHash: String
            let transactionIndex: String
            let blockHash: String
            let logIndex: String
            let removed: Bool
        }

        let result: [Log]
    }

    let count: Int
    let token = Address(truncating: Keccak256.hash(utf8: "token").word)
    private(set) var bytes: [UInt8] = []

    init(count: Int) {
        self.count = count
        let transfer = Keccak256.hash(utf8: "Transfer(address,address,uint256)")
        let address = Hex.encode(token.bytes)
        var text = #"{"jsonrpc":"2.0","id":1,"result":["#
        for index in 0..<count {
            let block = index / 50
            let party = { (number: Int) in
                Hash32(word: Address(truncating: Keccak256.hash(utf8: "party \(number)").word).word)
            }
            let amount = Hash32(word: UInt256(UInt64(index) &* 1_000_000_007))
            text += """
                \(index == 0 ? "" : ","){"address":"\(address)","topics":["\(transfer)","\(party(index % 97))",\
                "\(party(index % 89))"],"data":"\(amount)","blockNumber":"\(UInt256(UInt64(block)).quantity)",\
                "transactionHash":"\(Keccak256.hash(utf8: "transaction \(index)"))",\
                "transactionIndex":"\(UInt256(UInt64(index % 50)).quantity)",\
                "blockHash":"\(Keccak256.hash(utf8: "block \(block)"))",\
                "logIndex":"\(UInt256(UInt64(index % 50)).quantity)","removed":false}
                """
        }
        text += "]}"
        bytes = Array(text.utf8)
    }
}
