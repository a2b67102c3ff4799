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
