import Contracts
import Devnet
import EVM
import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestNodes
import TestSupport
import Testing

/// `coai devnet seed` on any node of a development chain, ours and one that isn't (alysis on py-evm), and where it must
/// not sign: elsewhere than on this machine, and on chains that aren't for development.
@Suite("coai devnet seed") struct DevnetCommandTests {
    private func refusal(_ words: String..., status: Int32) throws -> String? {
        let home = try Home()
        let out = home.root.appendingPathComponent("profile.json")
        let result = try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"),
            ["devnet", "seed", "--json", "--profile-out", out.path] + words, environment: home.environment)
        #expect(result.status == status, "\(words): \(result.error)")
        // A profile that names nothing is worse than none.
        #expect(!FileManager.default.fileExists(atPath: out.path))
        return try result.json()["error"]?["code"]?.stringValue
    }

    @Test func elsewhereThanOnThisMachine() throws {
        // Of the range for documentation (RFC 5737): nothing is there, and nothing is asked.
        for node in ["http://192.0.2.1:8545", "https://192.0.2.1", "ws://192.0.2.1:8546"] {
            #expect(try refusal("--node", node, status: 3) == "devnet.loopback")
        }
    }

    /// Where only the node's own account has ether, as with most nodes; what was told is what the node then has.
    @Test(arguments: NodeKind.allCases) func seeds(_ kind: NodeKind) throws {
        guard let node = try kind.start(startTime: nil, accounts: 10) else { return }
        let home = try Home()
        let out = home.root.appendingPathComponent("profile.json")
        let result = try home.coai(
            "devnet", "seed", "--node", node.webSocketURL, "--profile-out", out.path, "--json")
        try #require(result.status == 0, "\(result.error)")
        let told = try result.json()
        let client = NodeClient(try Endpoint(node.httpURL))
        #expect(told["notReached"] == [] && told["chainID"]?.numberText == "31337")
        let contracts = try #require(told["contracts"]?.arrayValue)
        #expect(Set(contracts.compactMap { $0["id"]?.stringValue }) == Set(Artifact.all.map(\.name)))
        for contract in contracts {
            let address = try Address(try #require(contract["address"]?.stringValue))
            #expect(try !client.code(address).isEmpty)
        }
        let head = try #require(try client.header(.latest))
        #expect(told["headTime"]?.numberText == String(head.timestamp))
        let profile = try JSON.parse(Array(try Data(contentsOf: out)))
        #expect(profile["contracts"]?.arrayValue?.count == contracts.count)
    }

    @Test(arguments: NodeKind.allCases) func aChainThatIsNotForDevelopment(_ kind: NodeKind) throws {
        guard let node = try kind.start(chainID: 1) else { return }
        #expect(try refusal("--node", node.httpURL, status: 3) == "devnet.chain")
        #expect(try refusal("--node", node.httpURL, "--dev-chain-id", "5", status: 3) == "devnet.chain")
    }

    /// As geth --dev is: one that isn't ours without its methods for that, and ours, which answers that it has none.
    @Test(arguments: NodeKind.allCases) func aClockThatCannotBeMoved(_ kind: NodeKind) throws {
        switch kind {
        case .own:
            let ether = UInt256(1_000_000_000_000_000_000)
            let account = try DevelopmentAccount(1)
            var configuration = DevChain.Configuration()
            configuration.accounts[account.address] = StoredAccount(balance: ether &* 10_000)
            let node = try MeddledNode(configuration, keys: [account.key]) { method, _, _, _ in
                method.hasPrefix("evm_") ? .error(-32_601) : nil
            }
            defer { node.stop() }
            try expectClockNotMoved(node.url)
            #expect(node.withNode { $0.chain.head.number } == 0)
        case .foreign:
            guard let node = try LocalNode.start(options: ["--no-control"]) else { return }
            try expectClockNotMoved(node.httpURL)
        }
    }

    private func expectClockNotMoved(_ url: String) throws {
        let home = try Home()
        let out = home.root.appendingPathComponent("profile.json").path
        let result = try home.coai("devnet", "seed", "--node", url, "--profile-out", out, "--json")
        #expect(result.status == 5)
        let error = try result.json()["error"]
        #expect(error?["code"] == "devnet.time")
        #expect(error?["hint"]?.stringValue?.contains("--short-periods") == true)
        // Nothing was deployed before it was found out.
        #expect(!result.error.contains("deployed"))
    }

    /// A signal ends it as it would any program, after it said what it leaves behind.
    @Test(arguments: NodeKind.allCases) func interrupted(_ kind: NodeKind) throws {
        guard let node = try kind.start(startTime: nil, accounts: 2) else { return }
        let home = try Home()
        let out = home.root.appendingPathComponent("profile.json")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai")
        process.arguments = [
            "devnet", "seed", "--short-periods", "--node", node.httpURL, "--profile-out", out.path,
        ]
        process.environment = home.environment
        let errors = Pipe()
        (process.standardError, process.standardOutput) = (errors, FileHandle.nullDevice)
        try process.run()
        var text = ""
        // The contracts are there then, and hundreds of transactions are to come.
        while !text.contains("accounts, providers") {
            let data = errors.fileHandleForReading.availableData
            try #require(!data.isEmpty, "it ended: \(text)")
            text += String(decoding: data, as: UTF8.self)
        }
        // Not SIGINT, which a test that runs in the background ignores.
        kill(process.processIdentifier, SIGTERM)
        text += String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM)
        for name in ["Timelock", "COAIToken", "StakingManager", "JobMarket", "CoaiGovernor"] {
            #expect(text.contains("deployed \(name) 0x"), "\(text)")
        }
        #expect(text.contains("interrupted"))
        #expect(!FileManager.default.fileExists(atPath: out.path))
    }

    @Test func wordsThatMakeNoSense() throws {
        #expect(try refusal(status: 2) == "usage")
        #expect(try refusal("--node", "http://127.0.0.1:1", "--dev-chain-id", "0", status: 2) == "usage")
        #expect(try refusal("--node", "http://127.0.0.1:1", "--dev-chain-id", "-1", status: 2) == "usage")
        #expect(try refusal("--node", "http://127.0.0.1:1", "more", status: 2) == "usage")
    }

    @Test func noNode() throws {
        // A port that is never listened on without being root.
        #expect(try refusal("--node", "http://127.0.0.1:1", status: 5) == "node.connect")
    }
}
