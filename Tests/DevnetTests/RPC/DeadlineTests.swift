import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// A call ends in time, whatever it computes, and blocks of a simulation cost what they change.
@Suite struct DeadlineTests {
    /// Calls BLAKE2's precompile with 100,000 rounds, until the gas is gone: seconds.
    private static let busy = Address(truncating: 0xc0de)

    private static func node(_ rules: ForkRules = .prague) throws -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.rules = rules
        let code = try Hex.decode("0x63000186a060e01b5f525b604061010060d55f60095afa50600a56")
        configuration.accounts[busy] = StoredAccount(nonce: 1, code: Code(code))
        return DevNode(DevChain(configuration))
    }

    @Test(arguments: [
        "eth_call", "eth_estimateGas", "eth_createAccessList", "debug_traceCall", "eth_simulateV1",
    ])
    func longCallsAreStopped(_ method: String) throws {
        let node = try Self.node()
        node.limits.callMilliseconds = 50
        let call: JSON = ["to": .string(Self.busy.checksummed)]
        let isSimulation = method == "eth_simulateV1"
        let argument: JSON = isSimulation ? ["blockStateCalls": [["calls": [call]]]] : call
        // The words are geth's, the simulation's code is the specification's.
        #expect(
            throws: RPCError(
                code: isSimulation ? -32_016 : -32_000, message: "execution aborted (timeout = 0.05s)")
        ) { try node.call(method, [argument, "latest"]) }
        #expect(try node.call("eth_blockNumber", []) == "0x0")
    }

    @Test func simulationsOfManyBlocksAreStopped() throws {
        let node = try Self.node()
        node.limits.callMilliseconds = 50
        let overrides = JSONObject(
            (1...2_000).map { number in
                (Address(truncating: UInt256(UInt64(number) + 0x10000)).checksummed, ["balance": "0x1"])
            })
        let blocks: [JSON] = (0..<256).map { _ in ["stateOverrides": .object(overrides)] }
        #expect(throws: RPCError(code: -32_016, message: "execution aborted (timeout = 0.05s)")) {
            try node.call("eth_simulateV1", [["blockStateCalls": .array(blocks)], "latest"])
        }
    }

    /// The root after two blocks is that after one with the changes of both: rules before Cancun write nothing else.
    @Test func rootsGoOnFromBlockToBlock() throws {
        let node = try Self.node(.shanghai)
        let first: JSON = [
            "0x00000000000000000000000000000000000a0001": ["balance": "0x5", "nonce": "0x1"],
            "0x00000000000000000000000000000000000a0002": [
                "code": "0x00",
                "state": ["0x0000000000000000000000000000000000000000000000000000000000000001": Self.word(7)],
            ],
        ]
        let second: JSON = [
            "0x00000000000000000000000000000000000a0002": [
                "stateDiff": [
                    "0x0000000000000000000000000000000000000000000000000000000000000002": Self.word(8)
                ]
            ],
            "0x00000000000000000000000000000000000a0003": ["balance": "0x9"],
        ]
        let both: JSON = [
            "0x00000000000000000000000000000000000a0001": ["balance": "0x5", "nonce": "0x1"],
            "0x00000000000000000000000000000000000a0002": [
                "code": "0x00",
                "state": [
                    "0x0000000000000000000000000000000000000000000000000000000000000001": Self.word(7),
                    "0x0000000000000000000000000000000000000000000000000000000000000002": Self.word(8),
                ],
            ],
            "0x00000000000000000000000000000000000a0003": ["balance": "0x9"],
        ]
        let apart = try Self.roots(node, [["stateOverrides": first], ["stateOverrides": second], [:]])
        let together = try Self.roots(node, [["stateOverrides": both]])
        #expect(apart.count == 3 && apart[0] != apart[1])
        #expect(apart[1] == together[0] && apart[2] == together[0])
    }

    private static func word(_ number: UInt64) -> JSON { .string(Hash32(word: UInt256(number)).description) }

    private static func roots(_ node: DevNode, _ blocks: [JSON]) throws -> [String] {
        let answer = try node.call("eth_simulateV1", [["blockStateCalls": .array(blocks)], "latest"])
        return (answer.arrayValue ?? []).compactMap { $0["stateRoot"]?.stringValue }
    }
}
