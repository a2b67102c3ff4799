import EVM
import Ethereum
import NodeClient
import Simulation
import StrictJSON
import TestNodes
import Testing

/// Nodes that lie, stammer, drown or keep silent: each ends in an error of a stable code, or in a result that says how
/// little it is worth.
@Suite("Hostile nodes")
struct HostileNodeTests {
    private static let zeroWord = JSON.string(Hash32.zero.description)

    private func code(
        _ options: SimulationOptions = SimulationOptions(), _ meddle: @escaping MeddledNode.Meddle
    )
        throws -> String?
    {
        let node = try MeddledNode(World.configuration(), meddle)
        defer { node.stop() }
        return try World.refusal(on: node, options)
    }

    /// A proof changed in one place.
    private func proof(
        _ change: @escaping @Sendable (_ proof: JSON, _ address: String) -> JSON?
    ) throws -> String? {
        try code { method, parameters, result, _ in
            guard method == "eth_getProof", let result, let address = parameters[0].stringValue else {
                return nil
            }
            return change(result, address).map { .result($0) }
        }
    }

    @Test func accountsThatAreNotProven() throws {
        #expect(try proof { proof, _ in proof.setting("balance", "0x1") } == "simulation.contradiction")
        #expect(try proof { proof, _ in proof.setting("nonce", "0x9") } == "simulation.contradiction")
        #expect(
            try proof { proof, _ in proof.setting("storageHash", Self.zeroWord) }
                == "simulation.contradiction")
        #expect(
            try proof { proof, _ in proof.setting("codeHash", Self.zeroWord) } == "simulation.contradiction")
        #expect(try proof { proof, _ in proof.setting("accountProof", []) } == "simulation.contradiction")
        #expect(
            try proof { proof, _ in
                // A bit in the last node.
                guard var nodes = proof["accountProof"]?.arrayValue, let last = nodes.last?.stringValue else {
                    return nil
                }
                nodes[nodes.count - 1] = .string(last.dropLast() + (last.hasSuffix("0") ? "1" : "0"))
                return proof.setting("accountProof", .array(nodes))
            } == "simulation.contradiction")
        let longest = [JSON](repeating: "0x00", count: 1_001)
        #expect(
            try proof { proof, _ in proof.setting("accountProof", .array(longest)) } == "simulation.answer")
        #expect(try proof { proof, _ in proof.setting("balance", "1") } == "simulation.answer")
        #expect(try proof { _, _ in .null } == "simulation.answer")
        #expect(try proof { _, _ in ["accountProof": "0x"] } == "simulation.answer")
    }

    /// The proof of another account proves nothing of this one.
    @Test func anotherAccountsProof() throws {
        let node = try MeddledNode(World.configuration())
        let other = try node.call(
            "eth_getProof", [.string(World.sender.checksummed), [], "latest"])
        node.stop()
        let contract = Hex.encode(World.contract.bytes)
        let code = try proof { _, address in
            address == contract ? other.setting("address", .string(contract)) : nil
        }
        #expect(code == "simulation.contradiction")
    }

    @Test func wordsThatAreNotProven() throws {
        func word(_ change: @escaping @Sendable (JSON) -> JSON) throws -> String? {
            try proof { proof, _ in
                guard let words = proof["storageProof"]?.arrayValue, !words.isEmpty else { return nil }
                return proof.setting("storageProof", .array(words.map(change)))
            }
        }
        #expect(try word { $0.setting("value", "0x7") } == "simulation.contradiction")
        #expect(try word { $0.setting("proof", ["0x80", "0x80"]) } == "simulation.contradiction")
        #expect(try word { $0.setting("key", "0x5") } == "simulation.answer")
        #expect(try word { $0.setting("value", .null) } == "simulation.answer")
        #expect(
            try proof { proof, _ in
                proof["storageProof"]?.arrayValue?.isEmpty == false ? proof.setting("storageProof", []) : nil
            } == "simulation.answer")
    }

    @Test func codeThatIsNotTheAccounts() throws {
        let contract = JSON.string(Hex.encode(World.contract.bytes))
        #expect(
            try code { method, parameters, _, _ in
                method == "eth_getCode" && parameters[0] == contract ? .result("0x00") : nil
            } == "simulation.contradiction")
        #expect(
            try code { method, _, _, _ in method == "eth_getCode" ? .result("0x0") : nil }
                == "simulation.answer")
    }

    @Test func headersThatAreNotTheirHash() throws {
        func header(_ change: @escaping @Sendable (JSON) -> JSON) -> MeddledNode.Meddle {
            { method, _, result, _ in
                method == "eth_getBlockByNumber" ? result.map { .result(change($0)) } : nil
            }
        }
        for (key, value) in [
            ("stateRoot", Self.zeroWord), ("timestamp", "0x1"), ("hash", Self.zeroWord), ("gasLimit", "0x1"),
            ("number", "0xffffffffffffffff"), ("baseFeePerGas", "0x1"), ("difficulty", "0x1"),
        ] as [(String, JSON)] {
            let code = try code(SimulationOptions(), header { $0.setting(key, value) })
            #expect(code == "simulation.contradiction" || key == "hash", "\(key)")
        }
        #expect(try code(SimulationOptions(), header { $0.dropping("stateRoot") }) == "simulation.answer")
        #expect(try code(SimulationOptions(), header { $0.dropping("baseFeePerGas") }) == "simulation.rules")
        #expect(try code(SimulationOptions(), header { _ in .null }) == "simulation.no-block")
        #expect(try code(SimulationOptions(), header { _ in [] }) == "simulation.answer")
        // What can't be checked is said to be unproven, not believed.
        for change in [
            { $0.dropping("mixHash") }, { $0.setting("slotNumber", "0x1").setting("timestamp", "0x5") },
        ] as [@Sendable (JSON) -> JSON] {
            let node = try MeddledNode(World.configuration(), header(change))
            defer { node.stop() }
            guard case .unproven = try World.simulate(on: node).block.provenance else {
                Issue.record("taken for proven")
                continue
            }
        }
    }

    /// Without proofs nothing contradicts, but nothing traps either.
    @Test func numbersWithoutProofs() throws {
        for (key, value) in [
            ("number", "0xffffffffffffffff"), ("timestamp", "0xffffffffffffffff"),
            ("excessBlobGas", "0xffffffffffffffff"), ("blobGasUsed", "0xffffffffffffffff"),
            ("baseFeePerGas", JSON.string(UInt256.max.quantity)), ("gasLimit", "0x0"),
            ("gasUsed", "0xffffffffffffffff"), ("gasLimit", "0xffffffffffffffff"), ("number", "0x0"),
        ] as [(String, JSON)] {
            let node = try MeddledNode(World.configuration()) { method, _, result, _ in
                if method == "eth_getProof" { return .error(-32_601) }
                guard method == "eth_getBlockByNumber" else { return nil }
                return result.map { .result($0.setting(key, value)) }
            }
            defer { node.stop() }
            let code = try World.refusal(on: node)
            #expect(code == nil || code == "simulation.answer", "\(key)")
        }
    }

    @Test func aNodeThatAnswersNothing() throws {
        var options = SimulationOptions()
        options.seconds = 0.3
        for method in ["eth_chainId", "eth_getBlockByNumber", "eth_getProof", "eth_createAccessList"] {
            #expect(
                try code(options) { asked, _, _, _ in asked == method ? .silence : nil }
                    == "simulation.deadline", "\(method)")
        }
    }

    @Test func aNodeThatDoesntEnd() throws {
        var options = SimulationOptions()
        options.seconds = 2
        let beginnings = ["HTTP/1.1 200 OK\r\nX-A: 1\r\n", "[", "HTTP/1.1 200 OK\r\n\r\n[[", "\n"]
        for text in beginnings {
            let code = try code(options) { method, _, _, _ in method == "eth_getProof" ? .endless(text) : nil
            }
            #expect(
                ["node.http", "node.too-large", "node.json", "simulation.deadline"].contains(code), "\(text)")
        }
    }

    @Test func whatIsNoAnswer() throws {
        let answers = [
            ("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>", "node.json"),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "node.reply"),
            ("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "node.http-status"),
            ("", "node.closed"),
        ]
        for (text, expected) in answers {
            #expect(
                try code { method, _, _, _ in method == "eth_getProof" ? .raw(text) : nil } == expected,
                "\(text)")
        }
        #expect(
            try code { method, _, _, _ in method == "eth_getCode" ? .error(-32_601) : nil }
                == "node.method-missing")
        #expect(
            try code { method, _, _, _ in method == "eth_chainId" ? .result("0x1") : nil } == "node.chain")
    }

    /// A block named by its number that has become another while it was read.
    @Test func aChainThatIsRewritten() throws {
        let node = try MeddledNode(World.configuration()) { method, parameters, result, before in
            // It takes no hashes of blocks.
            if parameters.last?.objectValue != nil, method != "eth_createAccessList" {
                return .error(-32_602)
            }
            guard method == "eth_getBlockByNumber", before > 0 else { return nil }
            return result.map { .result($0.setting("hash", Self.zeroWord)) }
        }
        defer { node.stop() }
        #expect(try World.refusal(on: node) == "simulation.moved")
    }

    @Test func tooMuch() throws {
        var options = SimulationOptions()
        options.maximumBytes = 5_000
        #expect(try code(options) { _, _, _, _ in nil } == "simulation.too-large")
        // Reads word after word until its gas is gone.
        let loop = World.bytes("6000 5b 80 54 50 6001 01 6002 56")
        let node = try MeddledNode(World.configuration(loop))
        defer { node.stop() }
        options = SimulationOptions()
        options.maximumSlots = 20
        #expect(try World.refusal(on: node, options) == "simulation.too-large")
        options = SimulationOptions()
        options.maximumAccounts = 2
        #expect(try World.refusal(on: node, options) == "simulation.too-large")
        options = SimulationOptions()
        options.maximumGas = 499_999
        #expect(try World.refusal(on: node, options) == "simulation.gas")
    }

    /// What a node thinks that a transaction will touch is a hint: it changes nothing.
    @Test func hintsThatLead() throws {
        let many: [JSON] = (0..<5_000).map { number in
            [
                "address": .string(Hex.encode(Address(truncating: UInt256(UInt64(number))).bytes)),
                "storageKeys": [Self.zeroWord, 7],
            ]
        }
        for hint in [["accessList": .array(many)], ["accessList": 5], .null, ["accessList": [[:], 3]]]
            as [JSON]
        {
            let node = try MeddledNode(World.configuration()) { method, _, _, _ in
                method == "eth_createAccessList" ? .result(hint) : nil
            }
            defer { node.stop() }
            let result = try World.simulate(on: node)
            #expect(result.outcome == SimulationResult.Outcome.succeeded)
            #expect(result.effects.storage.count == 1)
        }
    }

    @Test func anotherSimulation() throws {
        func comparison(_ seconds: Double, _ meddle: @escaping @Sendable (JSON) -> MeddledNode.Instead?)
            throws
            -> NodeComparison
        {
            let node = try MeddledNode(World.configuration()) { method, _, result, _ in
                method == "eth_simulateV1" ? meddle(result ?? .null) : nil
            }
            defer { node.stop() }
            var options = SimulationOptions()
            options.seconds = seconds
            return try World.simulate(on: node, options).comparison
        }
        @Sendable func changed(_ block: JSON, _ key: String, _ value: JSON) -> JSON {
            guard let first = block.arrayValue?.first, let call = first["calls"]?.arrayValue?.first else {
                return .null
            }
            return [first.setting("calls", [call.setting(key, value)])]
        }
        #expect(try comparison(15) { _ in nil } == .agrees)
        for (key, value, count) in [
            ("status", "0x0", 1), ("gasUsed", "0x5", 1), ("logs", [], 1),
        ] as [(String, JSON, Int)] {
            guard case .differs(let words) = try comparison(15, { .result(changed($0, key, value)) }) else {
                Issue.record("no difference in \(key)")
                continue
            }
            #expect(words.count == count)
        }
        guard case .differs = try comparison(15, { _ in .error(-38_014) }),
            case .notOffered = try comparison(15, { _ in .error(-32_601) }),
            case .notOffered = try comparison(15, { _ in .result([]) })
        else {
            Issue.record("a refusal is not told")
            return
        }
        // The result doesn't wait for a comparison beyond its time.
        #expect(try comparison(3, { _ in .silence }) == .notAsked)
    }
}
