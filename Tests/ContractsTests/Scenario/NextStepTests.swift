import Contracts
import Cryptography
import Ethereum
import NodeClient
import StrictJSON
import Testing

extension ContractsTests {
    /// What people may do next on the seeded network, by `eth_simulateV1`: it happens, and the chain stays as it is.
    @Suite("Next steps") struct NextSteps {
        /// What a call in a block of its own came to.
        struct Outcome {
            let succeeded: Bool
            let data: [UInt8]
            let logs: Int
        }

        /// Calls by an account, one after the other, in blocks from `time` on.
        private func simulate(
            _ seeded: SeededChain, at time: UInt64, by account: Address,
            _ calls: [(contract: String, function: String, arguments: [ABIValue])]
        ) throws -> [Outcome] {
            let blocks = try calls.enumerated().map { place, call -> JSON in
                let data = try ABIFunction(call.function).encodeCall(call.arguments)
                return [
                    "blockOverrides": ["time": .string(UInt256(time + UInt64(place)).quantity)],
                    "calls": [
                        [
                            "from": .string(account.checksummed),
                            "to": .string(try seeded.address(call.contract).checksummed),
                            "input": .string(Hex.encode(data)),
                        ]
                    ],
                ]
            }
            let answer = try seeded.client.call(
                "eth_simulateV1", [["blockStateCalls": .array(blocks)], "latest"])
            return try (answer.arrayValue ?? []).map { block in
                guard let call = block["calls"]?.arrayValue?.first,
                    let data = call["returnData"]?.stringValue, let logs = call["logs"]?.arrayValue
                else { throw MissingValue() }
                return Outcome(
                    succeeded: call["status"] == "0x1", data: try Hex.decode(data), logs: logs.count)
            }
        }

        @Test func aPersonVotes() throws {
            let seeded = try SeededChain.first()
            let main = try DevelopmentAccount(1).address
            let active = try #require(try Proposals.all(seeded).first { $0.state == 1 })
            let id = ABIValue.uint(active.id)
            let votes = "proposalVotes(uint256) returns (uint256,uint256,uint256)"
            let before = try seeded.read("CoaiGovernor", votes, [id]).compactMap(\.number)
            let start = try seeded.number("CoaiGovernor", "proposalSnapshot(uint256)", [id])
            let weight = try seeded.number(
                "COAIToken", "getPastVotes(address,uint256)", [.address(main), .uint(start)])
            let vote = "castVote(uint256,uint8)"
            let outcomes = try simulate(
                seeded, at: seeded.head.timestamp + 1, by: main,
                [
                    ("CoaiGovernor", vote, [id, .uint(1)]), ("CoaiGovernor", votes, [id]),
                    ("CoaiGovernor", vote, [id, .uint(0)]),
                ])
            try #require(outcomes.count == 3)
            #expect(outcomes[0].succeeded && outcomes[0].logs == 1)
            let after = try ABIFunction(votes).decodeResult(outcomes[1].data).compactMap(\.number)
            #expect(after == [before[0], before[1] &+ weight, before[2]])
            #expect(!outcomes[2].succeeded, "nobody votes twice")
            #expect(try seeded.read("CoaiGovernor", votes, [id]).compactMap(\.number) == before)
        }

        @Test func whatIsQueuedIsExecutedInItsTime() throws {
            let seeded = try SeededChain.first()
            let event = try #require(try Artifact.governor.interface().event("ProposalCreated"))
            let queued = try #require(try Proposals.all(seeded).first { $0.state == 5 })
            let values = try #require(
                try seeded.events(.governor, "ProposalCreated").map {
                    try event.decode(topics: $0.topics, data: $0.data)
                }.first { $0[0] == .uint(queued.id) })
            guard case .string(let description) = values[8] else { throw MissingValue() }
            let execute = (
                contract: "CoaiGovernor", function: "execute(address[],uint256[],bytes[],bytes32)",
                arguments: [
                    values[2], values[3], values[5], .fixedBytes(Keccak256.hash(utf8: description).bytes),
                ]
            )
            let state = (
                contract: "CoaiGovernor", function: "state(uint256) returns (uint8)",
                arguments: [ABIValue.uint(queued.id)]
            )
            let eta = try #require(
                try seeded.number("CoaiGovernor", "proposalEta(uint256)", [.uint(queued.id)]).asUInt64)
            // Anybody may: an account that is nobody's does.
            let nobody = Address(truncating: 0xb0b)
            for (time, works) in [(seeded.head.timestamp + 1, false), (eta, true)] {
                let outcomes = try simulate(seeded, at: time, by: nobody, [execute, state])
                try #require(outcomes.count == 2)
                #expect(outcomes[0].succeeded == works)
                #expect(UInt256(bigEndianBytes: outcomes[1].data) == (works ? 7 : 5))
            }
            #expect(try seeded.number("CoaiGovernor", "state(uint256)", [.uint(queued.id)]) == 5)
        }
    }
}
