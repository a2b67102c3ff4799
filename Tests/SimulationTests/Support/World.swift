import Devnet
import EVM
import Ethereum
import NodeClient
import Simulation
import StrictJSON
import TestNodes

/// A small chain: somebody with coins, and contracts whose code a test writes.
enum World {
    static let sender = Address(truncating: 0xa11ce)
    static let contract = Address(truncating: 0xc0de)
    static let ether = UInt256(1_000_000_000_000_000_000)

    /// A chain on which `contract` has this code, with a word of storage at slot 1.
    static func configuration(_ code: [UInt8] = reading, _ more: [Address: [UInt8]] = [:])
        -> DevChain.Configuration
    {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[sender] = StoredAccount(balance: ether)
        configuration.accounts[contract] = StoredAccount(nonce: 1, balance: 5, code: Code(code))
        for (address, code) in more {
            configuration.accounts[address] = StoredAccount(nonce: 1, code: Code(code))
        }
        return configuration
    }

    /// Adds one to the word at slot 0, and logs what it was.
    static let reading = bytes("6000 54 80 6000 52 6001 01 6000 55 6020 6000 a0 00")

    static func bytes(_ text: String) -> [UInt8] {
        (try? Hex.decode("0x" + text.filter { !$0.isWhitespace })) ?? []
    }

    /// A call of `to`, with gas and fees that do.
    static func transaction(
        to: Address? = contract, value: UInt256 = .zero, data: [UInt8] = [1], nonce: UInt64 = 0,
        type: UInt8 = 2
    ) -> Transaction {
        var transaction = Transaction(
            type: type, chainID: 31_337, nonce: nonce, gasLimit: 500_000, to: to, value: value, data: data)
        transaction.maxFeePerGas = 10_000_000_000
        transaction.maxPriorityFeePerGas = 1_000_000_000
        return transaction
    }

    /// Code that writes these events, one after another.
    static func logging(_ logs: [(topics: [Hash32], data: [UInt8])]) -> [UInt8] {
        var code: [UInt8] = []
        for log in logs {
            for start in stride(from: 0, to: log.data.count, by: 32) {
                let word = Array(log.data[start..<min(start + 32, log.data.count)])
                code += [0x7f] + word + [UInt8](repeating: 0, count: 32 - word.count)
                code += [0x61, UInt8(start >> 8), UInt8(start & 0xff), 0x52]
            }
            for topic in log.topics.reversed() { code += [0x7f] + topic.bytes }
            code += [0x61, UInt8(log.data.count >> 8), UInt8(log.data.count & 0xff), 0x60, 0]
            code.append(0xa0 + UInt8(log.topics.count))
        }
        return code + [0]
    }

    /// Simulates on a node; what it throws is the error's code.
    static func simulate(
        _ transaction: Transaction = transaction(), on node: MeddledNode, at block: BlockReference = .latest,
        _ options: SimulationOptions = SimulationOptions()
    ) throws -> SimulationResult {
        try Simulation.run(
            transaction, from: sender, at: block, of: try Endpoint(node.url), options: options)
    }

    /// The code of the error that a simulation ends with; nil if it comes to a result.
    static func refusal(
        _ transaction: Transaction = transaction(), on node: MeddledNode,
        _ options: SimulationOptions = SimulationOptions()
    ) throws -> String? {
        do throws(SimulationError) {
            let endpoint: Endpoint
            do { endpoint = try Endpoint(node.url) } catch { return error.code }
            _ = try Simulation.run(transaction, from: sender, of: endpoint, options: options)
            return nil
        } catch { return error.code }
    }
}

extension JSON {
    /// The object with a member replaced, or added.
    func setting(_ key: String, _ value: JSON) -> JSON {
        var members = (objectValue?.members ?? []).map { ($0.key, $0.value) }
        if let place = members.firstIndex(where: { $0.0 == key }) {
            members[place].1 = value
        } else {
            members.append((key, value))
        }
        return .object(JSONObject(members))
    }

    /// The object without a member.
    func dropping(_ key: String) -> JSON {
        .object(
            JSONObject((objectValue?.members ?? []).filter { $0.key != key }.map { ($0.key, $0.value) }))
    }
}
