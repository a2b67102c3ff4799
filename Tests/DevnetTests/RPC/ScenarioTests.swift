import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import NodeClient
import Profile
import StrictJSON
import TestSupport
import Testing

/// The scenario of the reference contracts, on this chain and on py-evm (alysis) with the same id, time and accounts:
/// every log, receipt and word of the contracts' storage is the same.
struct ScenarioTests {
    private static let start = 1_767_225_600

    /// A node with the accounts that the test node has.
    private func node() throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = UInt64(Self.start)
        let ether = UInt256(1_000_000_000_000_000_000)
        for number in 1...DevelopmentAccount.count {
            let balance = number == 1 ? ether : ether &* 10_000
            configuration.accounts[try DevelopmentAccount(number).address] = StoredAccount(balance: balance)
        }
        return DevNode(DevChain(configuration))
    }

    private func play(_ call: @escaping DevelopmentChain.Call) throws -> SeededNetwork {
        try Scenario.play(on: try DevelopmentChain(allowed: [31_337], call: call))
    }

    @Test func isTheSameOnBoth() throws {
        let ours = try node()
        let network = try play { (method, parameters) throws(ChainError) in
            do throws(RPCError) { return try ours.call(method, parameters) } catch {
                throw ChainError("node.\(error.code)", error.message)
            }
        }
        #expect(ours.chain.head.number > 400)
        guard let local = try LocalNode.start(startTime: Self.start) else { return }
        defer { local.stop() }
        let client = NodeClient(try Endpoint(local.httpURL))
        func theirs(_ method: String, _ parameters: [JSON]) throws(ChainError) -> JSON {
            do throws(NodeError) { return try client.call(method, parameters) } catch {
                throw ChainError(error.code, error.message)
            }
        }
        let other = try play { (method, parameters) throws(ChainError) in try theirs(method, parameters) }
        #expect(network.profile == other.profile)
        let head = try theirs("eth_blockNumber", [])
        #expect(try ours.call("eth_blockNumber", []) == head)

        // alysis writes addresses with their checksum.
        func plain(_ json: JSON?) -> JSON? { json?.stringValue.map { .string($0.lowercased()) } ?? json }
        // What each log says, apart from where hashes of blocks are in it.
        func logs(_ answer: JSON) -> [[JSON?]] {
            (answer.arrayValue ?? []).map { log in
                ["address", "topics", "data", "blockNumber", "transactionIndex", "logIndex"].map {
                    plain(log[$0])
                }
            }
        }
        let everything: JSON = ["fromBlock": "0x0", "toBlock": "latest"]
        let written = logs(try ours.call("eth_getLogs", [everything]))
        #expect(written.count > 700)
        let expected = logs(try theirs("eth_getLogs", [everything]))
        #expect(written.count == expected.count)
        for (left, right) in zip(written, expected) where left != right {
            Issue.record("\(zip(left, right).filter { $0 != $1 })")
            break
        }

        for number in 1...ours.chain.head.number {
            let quantity = JSON.string("0x" + String(number, radix: 16))
            let (left, right) = (
                try ours.call("eth_getBlockByNumber", [quantity, false]),
                try theirs("eth_getBlockByNumber", [quantity, false])
            )
            for key in ["timestamp", "gasUsed", "baseFeePerGas", "logsBloom", "gasLimit"] {
                #expect(left[key] == right[key], "\(key) of block \(number)")
            }
            // Their hashes differ, as does what the nodes suggest to pay.
            let (sent, others) = (
                left["transactions"]?.arrayValue ?? [], right["transactions"]?.arrayValue ?? []
            )
            #expect(sent.count == others.count)
            for (one, other) in zip(sent, others) {
                let (left, right) = (
                    try ours.call("eth_getTransactionReceipt", [one]),
                    try theirs("eth_getTransactionReceipt", [other])
                )
                for key in ["status", "gasUsed", "cumulativeGasUsed", "contractAddress", "logsBloom"] {
                    #expect(plain(left[key]) == plain(right[key]), "\(key) of a receipt in block \(number)")
                }
            }
        }
        for contract in network.profile.contracts {
            let address = JSON.string(contract.address.checksummed)
            for (slot, value) in ours.chain.storage(of: contract.address) {
                let theirs = try theirs("eth_getStorageAt", [address, .string(slot.quantity), "latest"])
                #expect(
                    theirs.stringValue.flatMap { UInt256(hex: $0) } == value,
                    "\(contract.id) \(slot.quantity)")
            }
        }
    }
}
