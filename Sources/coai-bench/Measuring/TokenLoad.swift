import Contracts
import Cryptography
import Ethereum
import Foundation
import StrictJSON

/// The reference token and a contract that writes logs, on a fresh node, and what its JSON-RPC does with them.
final class TokenLoad {
    /// What was done in a second of the node's processor time: either node has one thread that does it all.
    struct Rates {
        /// Transfers of the token, each mined in a block of its own.
        var transfers: Double
        /// Balances read with `eth_call`.
        var calls: Double
        /// Logs read with `eth_getLogs`.
        var logs: Double
    }

    private let node: NodeProcess
    private let pipeline: RPCPipeline
    private let chainID: UInt64
    private let account: DevelopmentAccount
    private var nonce: UInt64 = 0
    private var token = Address.zero
    private var writer = Address.zero

    /// Deploys both on a node; nil if it isn't fresh.
    init?(_ node: NodeProcess) {
        self.node = node
        guard let pipeline = RPCPipeline(port: node.port), let account = try? DevelopmentAccount(2),
            let id = pipeline.call("eth_chainId", [])?.stringValue.flatMap({ UInt256(hex: $0) })?.asUInt64
        else { return nil }
        (self.pipeline, self.account, chainID) = (pipeline, account, id)
        let supply = UInt256(1 << 60)
        guard let code = try? Hex.decode("0x" + COAITokenArtifact.creationCode.description),
            let arguments = try? ABI.encode(
                [.address(account.address), .address(account.address), .address(.zero)]
                    + [.uint(supply), .uint(supply)],
                as: [.address, .address, .address, .uint(256), .uint(256)]),
            let token = create(code + arguments), let writer = create(Self.logWriter)
        else { return nil }
        (self.token, self.writer) = (token, writer)
    }

    /// The rates of so many requests of each kind; nil if an answer isn't what it must be.
    ///
    /// The best of some rounds counts: what else the machine does slows any of them by half.
    func measure(transfers: Int, calls: Int, queries: Int, rounds: Int) -> Rates? {
        var (mining, balances, query) = (Double.infinity, Double.infinity, Double.infinity)
        for _ in 0..<rounds {
            let transferring = (0..<transfers).map { send(to: token, data: Self.transfer(to: $0 % 500)) }
            guard let time = seconds(transferring), isMined(transferring) else { return nil }
            mining = min(mining, time)
        }
        let reading = (0..<calls).map { index -> (String, [JSON]) in
            let data: JSON = .string(Hex.encode(Self.balanceOf(index % 500)))
            return ("eth_call", [["to": .string(Hex.encode(token.bytes)), "data": data], "latest"])
        }
        let filter: JSON = [
            "address": .string(Hex.encode(token.bytes)), "fromBlock": "0x1", "toBlock": "latest",
        ]
        // The transfers, and the one by which the supply was made.
        guard let logs = pipeline.call("eth_getLogs", [filter])?.arrayValue, logs.count >= transfers * rounds
        else { return nil }
        for _ in 0..<rounds {
            guard let time = seconds(reading),
                let other = seconds(Array(repeating: ("eth_getLogs", [filter]), count: queries))
            else { return nil }
            balances = min(balances, time)
            query = min(query, other)
        }
        return Rates(
            transfers: Double(transfers) / mining, calls: Double(calls) / balances,
            logs: Double(logs.count * queries) / query)
    }

    /// Has so many transactions mined that write ten logs each; false if one wasn't.
    func writeLogs(calls: Int) -> Bool {
        var left = calls
        while left > 0 {
            let count = min(left, 10_000)
            let requests = (0..<count).map {
                send(to: writer, data: UInt256(UInt64(left - $0)).bigEndianBytes)
            }
            guard seconds(requests) != nil, isMined(requests) else { return false }
            left -= count
        }
        return true
    }

    /// Logs a second, read from one window of so many blocks after another, each transaction of which wrote ten; the best
    /// of three rounds.
    func logRate(blocks: Int, windows: Int) -> Double? {
        var best: Double?
        for _ in 0..<3 {
            let queries = (0..<windows).map { window -> (String, [JSON]) in
                func number(_ block: Int) -> JSON { .string("0x" + String(block, radix: 16)) }
                // The first two blocks made the contracts.
                let first = 3 + window * blocks
                let filter: JSON = [
                    "address": .string(Hex.encode(writer.bytes)), "fromBlock": number(first),
                    "toBlock": number(first + blocks - 1),
                ]
                return ("eth_getLogs", [filter])
            }
            guard let time = seconds(queries),
                let logs = pipeline.call(queries[0].0, queries[0].1)?.arrayValue, logs.count == blocks * 10
            else { return nil }
            best = max(best ?? 0, Double(blocks * 10 * windows) / time)
        }
        return best
    }

    // MARK: Requests

    /// Processor seconds of the node from the first byte of the requests to the last of their answers; nil if one is an
    /// error.
    private func seconds(_ calls: [(String, [JSON])]) -> Double? {
        let requests = pipeline.requests(calls)
        let result = Data("\"result\"".utf8)
        var isRight = true
        let start = node.processorSeconds
        let isWhole = pipeline.run(requests, answers: calls.count) { body in
            isRight = isRight && Data(body.prefix(100)).range(of: result) != nil
        }
        return isWhole && isRight ? node.processorSeconds - start : nil
    }

    /// Whether the last of transactions that were sent is in a block, and ran to its end.
    private func isMined(_ requests: [(String, [JSON])]) -> Bool {
        guard let raw = requests.last?.1.first?.stringValue.flatMap({ try? Hex.decode($0) }) else {
            return false
        }
        let hash = Keccak256.hash(raw)
        return pipeline.call("eth_getTransactionReceipt", [.string(hash.description)])?["status"] == "0x1"
    }

    private func create(_ code: [UInt8]) -> Address? {
        let address = ContractAddress.create(sender: account.address, nonce: nonce)
        let request = send(to: nil, data: code)
        return seconds([request]) != nil && isMined([request]) ? address : nil
    }

    /// The next transaction of the account, signed.
    private func send(to: Address?, data: [UInt8]) -> (String, [JSON]) {
        var transaction = Transaction(
            type: 2, chainID: chainID, nonce: nonce, gasLimit: to == nil ? 8_000_000 : 200_000, to: to,
            value: .zero,
            data: data)
        transaction.maxFeePerGas = 10_000_000_000
        transaction.maxPriorityFeePerGas = 1_000_000_000
        nonce += 1
        guard let signature = try? account.key.sign(transaction.signingHash()) else { return ("", []) }
        return ("eth_sendRawTransaction", [.string(Hex.encode(transaction.encoded(signature: signature)))])
    }

    private static func party(_ number: Int) -> [UInt8] {
        Address(truncating: UInt256(UInt64(number + 1) << 32)).word.bigEndianBytes
    }

    private static func transfer(to number: Int) -> [UInt8] {
        [0xa9, 0x05, 0x9c, 0xbb] + party(number) + UInt256.one.bigEndianBytes
    }

    private static func balanceOf(_ number: Int) -> [UInt8] { [0x70, 0xa0, 0x82, 0x31] + party(number) }

    /// Creates a contract that writes ten logs like a token's: the event's hash, the caller, and its argument twice.
    private static let logWriter: [UInt8] = {
        let event: [UInt8] = Keccak256.hash(utf8: "Transfer(address,address,uint256)").bytes
        // The argument into memory, and the event's hash on the stack.
        var code: [UInt8] = [0x60, 0, 0x35, 0x60, 0, 0x52, 0x7f] + event
        // Topics from the last to the first, then 32 bytes from 0, and LOG3.
        for _ in 0..<10 { code += [0x60, 0, 0x35, 0x33, 0x82, 0x60, 0x20, 0x60, 0, 0xa3] }
        let size = UInt8(code.count)
        return [0x60, size, 0x80, 0x60, 11, 0x60, 0, 0x39, 0x60, 0, 0xf3] + code
    }()
}
