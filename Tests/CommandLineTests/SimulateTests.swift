import Devnet
import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestNodes
import TestSupport
import Testing

/// `coai review --simulate` as a person and a script use it, on `coai devnet` with the reference network.
@Suite("coai review --simulate", .serialized)
struct SimulateTests {
    /// A node with the state of another, which offers no proofs and lies about every word of storage.
    private static func liar(_ node: OwnNode) throws -> MeddledNode {
        let liar = try MeddledNode(DevChain.Configuration()) { method, _, _, _ in
            switch method {
            case "eth_getProof", "eth_simulateV1": .error(-32_601)
            case "eth_getStorageAt":
                .result(
                    .string("0x" + String(repeating: "00", count: 12) + String(repeating: "ff", count: 20)))
            default: nil
            }
        }
        try liar.call(
            "coai_loadState", [try NodeClient(try Endpoint(node.httpURL)).call("coai_dumpState")])
        return liar
    }

    private static let account = "0xAabad8915b56257D7F76Ec4c920d5d59b2e1e435"
    private static let provider = "0x7bE774a1f632635027e3EE7b164325EC1717DD5e"

    /// A transaction that calls a token, with a nonce that is too low unless it is named.
    private func transaction(to: String, _ data: [UInt8], nonce: String = "0x0", from: String? = account)
        -> String
    {
        let sender = from.map { #""from":"\#($0)","# } ?? ""
        return #"{\#(sender)"type":"0x2","chainId":"0x7a69","nonce":"\#(nonce)","gas":"0x30d40","#
            + #""maxFeePerGas":"0x2540be400","maxPriorityFeePerGas":"0x3b9aca00","to":"\#(to)","#
            + #""value":"0x0","input":"\#(Hex.encode(data))","accessList":[]}"#
    }

    @Test func whatATransactionWouldDo() throws {
        let home = try Home()
        let node = try OwnNode()
        let profilePath = home.root.appendingPathComponent("profile.json").path
        let seeded = try home.coai("devnet", "seed", "--node", node.httpURL, "--profile-out", profilePath)
        try #require(seeded.status == 0, "\(seeded.error)")
        let profile = try JSON.parse(Array(try Data(contentsOf: URL(fileURLWithPath: profilePath))))
        let token = try #require(
            profile["contracts"]?.arrayValue?.first { $0["id"] == "COAIToken" }?["address"]?.stringValue)
        let transfer = try ABIFunction("transfer(address,uint256)").encodeCall([
            .address(try Address(Self.provider)), .uint(5_000_000_000_000_000_000),
        ])
        let document = transaction(to: token, transfer)

        // The review itself stays what it is.
        let alone = try home.coai("review", "-", "--profile", profilePath, input: document)
        let plain = try home.coai(
            "review", "-", "--profile", profilePath, "--simulate", "--node", node.httpURL, input: document)
        #expect(plain.status == 0 && alone.status == 0)
        // "in 3 d" and the like aside, which a second may change, there is nothing of time in it.
        #expect(plain.output.hasPrefix(alone.output))
        let lines = plain.output.dropFirst(alone.output.count).split(separator: "\n").map(String.init)
        func line(_ label: String) -> String? { lines.first { $0.hasPrefix("  " + label) } }
        #expect(lines.first?.hasPrefix("SIMULATION  advice") == true)
        #expect(line("state")?.contains("state consistent with header 0x") == true)
        // The account has sent others since.
        #expect(line("outcome")?.hasSuffix("its nonce is used up; with a free one it succeeds") == true)
        #expect(line("finding")?.contains("[transaction.invalid-nonce-too-low]") == true)
        #expect(
            line("transfer")?.contains(
                "5 COAI from \(Self.account) (this account) (ops-1) to \(Self.provider) (gpu-west-1)") == true
        )
        #expect(line("event")?.contains("Transfer(") == true)
        #expect(line("node")?.contains("agrees") == true)
        #expect(plain.output.utf8.allSatisfy { $0 == 0x0a || (0x20...0x7e).contains($0) })

        // Another node is asked about the same block: this one twice, one of another chain, and one that isn't there.
        let other = try OwnNode()
        let compared = try home.coai(
            "review", "-", "--simulate", "--json", "--node", node.httpURL, "--node", node.httpURL, "--node",
            other.httpURL,
            "--node", "http://127.0.0.1:1", input: document)
        #expect(compared.status == 0)
        let opinions = try compared.json()["simulation"]?["others"]?.arrayValue ?? []
        #expect(opinions.map { $0["verdict"]?.stringValue } == ["agrees-proven", "failed", "failed"])
        #expect(
            opinions.map { $0["code"]?.stringValue } == [nil, "simulation.no-block", "node.connect"])

        // One that lies without proofs is found out by one that doesn't.
        let liar = try Self.liar(node)
        defer { liar.stop() }
        let believed = try home.coai("review", "-", "--simulate", "--node", liar.url, input: document)
        #expect(believed.output.contains("from node, unproven (the node offers no proofs)"))
        let both = try home.coai(
            "review", "-", "--simulate", "--node", node.httpURL, "--node", liar.url, input: document)
        #expect(both.status == 0 && both.output.contains("leads to ANOTHER result"))

        // The node may stand in the settings; what isn't there is told, and the review is printed all the same.
        try home.write("config.json", #"{"coaiConfig": 1, "node": "\#(node.httpURL)"}"#)
        let json = try home.coai("review", "-", "--simulate", "--json", input: document).json()
        let simulation = try #require(json["simulation"])
        #expect(json["fields"]?.arrayValue?.isEmpty == false)
        #expect(simulation["outcome"] == "succeeded" && simulation["block"]?["isProven"] == true)
        #expect(simulation["transfers"]?.arrayValue?.first?["amount"] == "5000000000000000000")
        #expect(simulation["node"]?["comparison"] == "agrees")
        #expect(simulation["events"]?.arrayValue?.first?["event"] == .null)

        let most = try ABIFunction("transfer(address,uint256)").encodeCall([
            .address(try Address(Self.provider)), .uint(.max),
        ])
        let reverted = try home.coai("review", "-", "--simulate", input: transaction(to: token, most))
        #expect(reverted.status == 0 && reverted.output.contains("; with a free one it REVERTS: "))
    }

    @Test func whatIsNotPossibleIsSaid() throws {
        let home = try Home()
        let document = transaction(to: Self.provider, [])
        func code(_ words: [String], _ input: String) throws -> String? {
            let result = try Program.run(
                URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"),
                ["review", "-", "--simulate", "--json"] + words, input: Data(input.utf8),
                environment: home.environment)
            #expect(result.status == 0)
            return try result.json()["simulation"]?["error"]?["code"]?.stringValue
        }
        let nowhere = ["--node", "http://127.0.0.1:1"]
        #expect(try code(nowhere, document) == "node.connect")
        #expect(try code(nowhere, ReviewCommandTests.mail) == "simulation.not-a-transaction")
        #expect(
            try code(nowhere, transaction(to: Self.provider, [], from: nil)) == "simulation.no-sender")
        for words in [
            ["--simulate"], ["--node", "x"], ["--simulate", "--node", "x"], ["--rules", "prague"],
            ["--simulate", "--node", "http://127.0.0.1:1", "--rules", "berlin"],
            ["--simulate", "--node", "http://127.0.0.1:1", "--timeout", "0"],
            ["--simulate"] + (1...5).flatMap { ["--node", "http://127.0.0.1:\($0)"] },
        ] {
            let result = try Program.run(
                URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"), ["review", "-"] + words,
                input: Data(document.utf8), environment: home.environment)
            #expect(result.status == 2, "\(words)")
        }
    }
}
