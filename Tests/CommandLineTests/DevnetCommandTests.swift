import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai devnet seed` where it must not sign: elsewhere than on this machine, and on chains that aren't for development.
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

    @Test func aChainThatIsNotForDevelopment() throws {
        guard let node = try LocalNode.start(chainID: 1) else { return }
        #expect(try refusal("--node", node.httpURL, status: 3) == "devnet.chain")
        #expect(try refusal("--node", node.httpURL, "--dev-chain-id", "5", status: 3) == "devnet.chain")
    }

    @Test func aClockThatCannotBeMoved() throws {
        guard let node = try LocalNode.start(options: ["--no-control"]) else { return }
        let home = try Home()
        let out = home.root.appendingPathComponent("profile.json").path
        let result = try home.coai("devnet", "seed", "--node", node.httpURL, "--profile-out", out, "--json")
        #expect(result.status == 5)
        let error = try result.json()["error"]
        #expect(error?["code"] == "devnet.time")
        #expect(error?["hint"]?.stringValue?.contains("--short-periods") == true)
        // Nothing was deployed before it was found out.
        #expect(!result.error.contains("deployed"))
    }

    /// A signal ends it as it would any program, after it said what it leaves behind.
    @Test func interrupted() throws {
        guard let node = try LocalNode.start(startTime: nil, options: ["--no-control", "--accounts", "2"])
        else { return }
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
