import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// What `eth_simulateV1` refuses, and that it leaves nothing behind. What it answers is held against recorded exchanges in
/// `ExecutionAPITests`.
struct SimulationTests {
    private let sender = Address(truncating: 0xa11ce)

    private func node() -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[sender] = StoredAccount(balance: 1_000_000)
        return DevNode(DevChain(configuration))
    }

    private func simulate(_ blocks: JSON, validation: JSON = false) -> (result: JSON?, code: Int?) {
        do throws(RPCError) {
            let request: JSON = ["blockStateCalls": blocks, "validation": validation]
            return (try node().call("eth_simulateV1", [request]), nil)
        } catch { return (nil, error.code) }
    }

    @Test(
        arguments: [
            ([], -32602), ([5], -32602), ([["blockOverrides": ["number": "0x0"]]], -38020),
            ([["blockOverrides": ["number": "0x101"]]], -38026),
            ([["blockOverrides": ["number": "0xffffffffffffffff"]]], -38026),
            ([["blockOverrides": ["number": "0x10000000000000000"]]], -32602),
            ([["blockOverrides": ["time": "0x1"]]], -38021),
            ([["blockOverrides": ["time": "0xffffffffffffffff"]], [:]], -32602),
            ([["calls": [["gas": "0x5207"]]]], -38013), ([["calls": [["gas": "0x1c9c381"]]]], -38015),
            ([["calls": [["value": "0x1"]]]], -38014), ([["calls": [7]]], -32602),
            ([["stateOverrides": ["0x01": [:]]]], -32602),
        ] as [(JSON, Int)])
    func refuses(_ blocks: JSON, _ code: Int) {
        #expect(simulate(blocks).code == code)
    }

    @Test func validation() {
        let from = JSON.string(sender.checksummed)
        #expect(simulate([["calls": [["from": from]]]], validation: true).code == -38012)
        let fee: JSON = "0x3b9aca00"
        let paid: JSON = ["from": from, "maxFeePerGas": fee, "nonce": "0x1"]
        #expect(simulate([["calls": [paid]]], validation: true).code == -38011)
        #expect(simulate([[:]], validation: 1).code == -32602)
    }

    /// The words that execution-apis has for a call that fails: its patterns.
    @Test func failures() throws {
        let code = "0x000000000000000000000000000000000000c0de"
        func error(_ bytes: String) throws -> JSON? {
            let answer = simulate([
                ["stateOverrides": [code: ["code": .string(bytes)]], "calls": [["to": .string(code)]]]
            ])
            return answer.result?.arrayValue?.first?["calls"]?.arrayValue?.first?["error"]
        }
        let invalid = try #require(try error("0xfe"))
        #expect(invalid["code"] == -32015)
        #expect(invalid["message"]?.stringValue?.hasPrefix("vm execution error") == true)
        let reverted = try #require(try error("0x5f5ffd"))
        #expect(reverted["code"] == 3)
        #expect(reverted["message"]?.stringValue?.hasPrefix("execution reverted") == true)
        #expect(simulate([["calls": ["to": .string(code)]]]).code == -32602)
    }

    /// Many blocks, each with the state of the one before, and none of it on the chain.
    @Test func leavesNothingBehind() throws {
        let node = node()
        let head = node.chain.head.hash
        let call: JSON = [
            "from": .string(sender.checksummed), "to": "0x000000000000000000000000000000000000beef",
            "value": "0x3e8",
        ]
        let blocks = JSON.array((0..<256).map { _ in ["calls": [call]] })
        let answer = try node.call("eth_simulateV1", [["blockStateCalls": blocks]])
        let made = try #require(answer.arrayValue)
        #expect(made.count == 256 && made[255]["number"]?.stringValue == "0x100")
        #expect(made.allSatisfy { $0["calls"]?.arrayValue?.first?["status"]?.stringValue == "0x1" })
        #expect(zip(made, made.dropFirst()).allSatisfy { $0["hash"] == $1["parentHash"] })
        #expect(node.chain.head.hash == head)
        #expect(try node.call("eth_getBalance", ["0x000000000000000000000000000000000000beef"]) == "0x0")
    }

    /// A block that is made has the root that its simulation had.
    @Test func stateRoot() throws {
        let node = node()
        _ = try node.call("anvil_impersonateAccount", [.string(sender.checksummed)])
        let code = "0x6005600155600760025560016001f3"
        let simulated = try node.call(
            "eth_simulateV1",
            [
                [
                    "blockStateCalls": [
                        [
                            "blockOverrides": ["prevRandao": .string(Hash32.zero.description)],
                            "calls": [
                                [
                                    "from": .string(sender.checksummed), "input": .string(code),
                                    "gas": "0x30d40", "maxFeePerGas": "0x0",
                                ]
                            ],
                        ]
                    ]
                ]
            ])
        _ = try node.call("anvil_setNextBlockBaseFeePerGas", ["0x0"])
        _ = try node.call("evm_setNextBlockTimestamp", [.string("0x" + String(1_700_000_012, radix: 16))])
        _ = try node.call(
            "eth_sendTransaction",
            [
                [
                    "from": .string(sender.checksummed), "input": .string(code), "gas": "0x30d40",
                    "maxFeePerGas": "0x0", "maxPriorityFeePerGas": "0x0",
                ]
            ])
        let made = try node.call("eth_getBlockByNumber", ["latest", false])
        #expect(made["number"]?.stringValue == "0x1")
        #expect(made["stateRoot"] == simulated.arrayValue?[0]["stateRoot"])
        #expect(made["gasUsed"] == simulated.arrayValue?[0]["gasUsed"])
    }
}
