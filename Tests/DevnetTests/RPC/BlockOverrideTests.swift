import Devnet
import EVM
import Ethereum
import StrictJSON
import Testing

/// A block that calls see otherwise than it is: another price of blobs, and what a block has that is simulated whole.
struct BlockOverrideTests {
    private let sender = Address(truncating: 0xa11ce)
    private static let target = "0x0000000000000000000000000000000000123456"
    private static let contract = "0x000000000000000000000000000000000000c0de"
    /// Returns BLOBBASEFEE.
    private static let blobFeeCode = "0x4a5f5260205ff3"

    private func node() -> DevNode {
        var configuration = DevChain.Configuration()
        configuration.startTime = 1_700_000_000
        configuration.accounts[sender] = StoredAccount(balance: UInt256(1 << 62))
        return DevNode(DevChain(configuration))
    }

    private func code(_ body: () throws -> JSON) -> Int? {
        do { _ = try body() } catch { return (error as? RPCError)?.code }
        return nil
    }

    @Test func blobBaseFee() throws {
        let node = node()
        let accounts: JSON = [Self.contract: ["code": .string(Self.blobFeeCode)]]
        let call: JSON = ["to": .string(Self.contract)]
        let block: JSON = ["blobBaseFee": "0x64"]
        func word(_ value: UInt64) -> JSON { .string(Hex.encode(UInt256(value).bigEndianBytes)) }
        #expect(try node.call("eth_call", [call, "latest", accounts]) == word(1))
        #expect(try node.call("eth_call", [call, "latest", accounts, block]) == word(100))
        let trace = try node.call(
            "debug_traceCall", [call, "latest", ["stateOverrides": accounts, "blockOverrides": block]])
        #expect(trace["returnValue"] == word(100))
        let simulated = try node.call(
            "eth_simulateV1",
            [
                [
                    "blockStateCalls": [
                        ["stateOverrides": accounts, "blockOverrides": block, "calls": [call]],
                        ["calls": [call]],
                    ]
                ]
            ])
        let made = simulated.arrayValue ?? []
        #expect(made.map { $0["calls"]?.arrayValue?.first?["returnData"] } == [word(100), word(1)])
        // The header says what follows from the blocks before.
        #expect(made.map { $0["excessBlobGas"] } == ["0x0", "0x0"])
        // Who sends blobs pays it, and can't offer less.
        var members: [(String, JSON)] = [
            ("from", .string(sender.checksummed)), ("to", .string(Self.contract)),
            ("blobVersionedHashes", [.string("0x01" + String(repeating: "ab", count: 31))]),
            ("maxFeePerBlobGas", "0x64"),
        ]
        let blobs = JSON.object(JSONObject(members))
        members[3].1 = "0x63"
        let poorer = JSON.object(JSONObject(members))
        #expect(try node.call("eth_call", [blobs, "latest", accounts, block]) == word(100))
        #expect(code { try node.call("eth_call", [poorer, "latest", accounts, block]) } == -32000)
        #expect(try node.call("eth_call", [poorer, "latest", accounts]) == word(1))
        let gas = try node.call("eth_estimateGas", [blobs, "latest", accounts, block])
        #expect(gas.stringValue?.hasPrefix("0x52") == true)
        #expect(code { try node.call("eth_estimateGas", [poorer, "latest", accounts, block]) } == -32000)
        // Whose call names no price pays none, and gains nothing: the contract returns the sender's balance.
        members.removeLast()
        members[0].1 = .string(Self.target)
        let balance: JSON = [Self.contract: ["code": "0x32315f5260205ff3"]]
        #expect(
            try node.call("eth_call", [.object(JSONObject(members)), "latest", balance, block]) == word(0))
    }

    /// A simulated block has the withdrawals and the beacon root that it is given; calls have none.
    @Test func withdrawals() throws {
        let node = node()
        let withdrawal: JSON = [
            "index": "0x0", "validatorIndex": "0x1", "address": .string(Self.target), "amount": "0x2",
        ]
        let root = Hash32(word: 0xbeac)
        let block: JSON = ["withdrawals": [withdrawal], "beaconRoot": .string(root.description)]
        let simulated = try node.call(
            "eth_simulateV1",
            [
                [
                    "blockStateCalls": [
                        ["blockOverrides": block],
                        [
                            "stateOverrides": [Self.contract: ["code": "0x5f35315f5260205ff3"]],
                            "calls": [
                                [
                                    "to": .string(Self.contract),
                                    "input": .string(
                                        "0x" + String(repeating: "0", count: 24) + Self.target.dropFirst(2)),
                                ]
                            ],
                        ],
                    ]
                ]
            ]
        ).arrayValue
        #expect(simulated?.first?["withdrawals"] == [withdrawal])
        #expect(simulated?.first?["parentBeaconBlockRoot"]?.stringValue == root.description)
        #expect(
            simulated?.last?["calls"]?.arrayValue?.first?["returnData"]?.stringValue
                == Hex.encode(UInt256(2_000_000_000).bigEndianBytes))
        // Ethereum's executable specification has accepted such a block (BuildBlockTests).
        let built = try node.call(
            "testing_buildBlockV1",
            [
                .string(node.chain.head.hash.description),
                [
                    "timestamp": "0x6553f11f", "prevRandao": .string(Hash32.zero.description),
                    "suggestedFeeRecipient": .string(Address.zero.checksummed), "withdrawals": [withdrawal],
                    "parentBeaconBlockRoot": .string(root.description),
                ], [],
            ])
        let header = try Payload(built, parentBeaconRoot: root).header
        #expect(simulated?.first?["withdrawalsRoot"]?.stringValue == header.withdrawalsRoot?.description)
        #expect(code { try node.call("eth_call", [[:], "latest", [:], block]) } == -32000)
        let many = JSON.array(Array(repeating: withdrawal, count: 17))
        #expect(
            code {
                try node.call(
                    "eth_simulateV1", [["blockStateCalls": [["blockOverrides": ["withdrawals": many]]]]])
            } == -32602)
    }
}
