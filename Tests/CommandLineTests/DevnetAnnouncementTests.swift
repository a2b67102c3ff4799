import Cryptography
import Ethereum
import Foundation
import StrictJSON
import TestSupport
import Testing

/// What programs say before they go on: that a node is ready, or that a demonstration can't be shown.
@Suite struct DevnetAnnouncementTests {
    /// Another tool can use the accounts: their keys are told, in the order of `eth_accounts`.
    @Test func theKeysOfTheAccounts() throws {
        let node = Process()
        node.executableURL = URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai")
        node.arguments = ["devnet", "--port", "0", "--accounts", "3", "--json"]
        let output = Pipe()
        node.standardOutput = output
        try node.run()
        defer { kill(node.processIdentifier, SIGKILL) }
        var line: [UInt8] = []
        while !line.contains(10), let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty
        {
            line += byte
        }
        let json = try JSON.parse(Array(line.dropLast()))
        let keys = (json["privateKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
        let addresses = try keys.map {
            try PrivateKey(SecretBytes(copying: try Hex.decode($0))).address.checksummed
        }
        #expect(addresses.count == 3)
        #expect(json["accounts"]?.arrayValue?.compactMap(\.stringValue) == addresses)
        let list = try Program.run(
            URL(fileURLWithPath: "/usr/bin/env"),
            [
                "python3", "-c",
                "import sys,urllib.request as r;print(r.urlopen(r.Request(sys.argv[1],sys.argv[2].encode(),"
                    + "{'content-type':'application/json'})).read().decode())",
                try #require(json["http"]?.stringValue),
                #"{"jsonrpc":"2.0","id":1,"method":"eth_accounts","params":[]}"#,
            ])
        let told = try JSON.parse(list.output.trimmingCharacters(in: .whitespacesAndNewlines))
        #expect(
            told["result"]?.arrayValue?.compactMap(\.stringValue) == addresses.map { $0.lowercased() },
            "\(list.error)")
    }

    /// A network that can't be deployed says what its contracts need.
    @Test func networkOnEarlierRules() throws {
        let home = try Home()
        let node = try OwnNode(options: ["--fork-rules", "paris"])
        let result = try Program.run(
            URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai"),
            ["devnet", "seed", "--node", node.httpURL, "--profile-out", home.root.path + "/profile.json"],
            environment: home.environment)
        #expect(result.status != 0)
        #expect(result.error.contains("(devnet.reverted)"), "\(result.error)")
        #expect(result.error.contains("compiled for Prague"), "\(result.error)")
    }

    /// A terminal on which nothing can be shown is told before the network is made.
    @Test(arguments: ["dumb", "no-such-terminal"]) func demonstrationOnAPlainTerminal(_ type: String) throws {
        let home = try Home()
        let terminal = try #require(
            PseudoTerminal(
                PseudoTerminal.productsDirectory + "/coai", ["demo"],
                environment: home.environment.merging(["TERM": type]) { $1 }))
        #expect(terminal.waitForEnd(seconds: 30) == .exited(1))
        let text = terminal.screen.text
        #expect(text.contains("(terminal."), "\(text)")
        #expect(!text.contains("the dashboard ended"), "\(text)")
    }
}
