import Foundation
import TestSupport
import Testing

/// The main job: from an empty chain to a signature and a vote that count, with the real programs on a real node.
///
/// What is on the chain is checked by web3.py and eth-account, not by our own code.
@Suite("The main job, end to end", .serialized)
struct MainJobTests {
    @Test func browsesSignsAnOrderAndVotes() throws {
        guard let network = try SeededNetwork.start() else { return }
        let terminal = try #require(network.dashboard())

        // Jobs come, one is opened.
        #expect(terminal.wait(for: "needs attention", seconds: 60), "\(terminal.screen.text)")
        terminal.type("2")
        #expect(terminal.wait(for: "Jobs  44", seconds: 20), "\(terminal.screen.text)")
        terminal.type("j\r")
        #expect(terminal.wait(for: "in escrow", seconds: 5), "\(terminal.screen.text)")

        // An order is made from it and signed.
        terminal.type("o")
        #expect(terminal.wait(for: "Order for a job (JobOrder)", seconds: 5))
        terminal.type("\u{13}")
        #expect(terminal.approve(passphrase: SeededNetwork.passphrase), "\(terminal.screen.text)")
        #expect(terminal.wait(for: "signed, and kept as", seconds: 20), "\(terminal.screen.text)")

        // A vote is cast on the proposal that is open.
        terminal.type("4")
        #expect(terminal.wait(for: "Governance  8", seconds: 5))
        terminal.type("/state:active\r")
        #expect(terminal.wait(for: "1 of 8", seconds: 5), "\(terminal.screen.text)")
        terminal.type("v")
        #expect(terminal.wait(for: "Vote by transaction", seconds: 5), "\(terminal.screen.text)")
        terminal.type("for\r")
        terminal.drain()
        terminal.type("counted\r")
        #expect(terminal.approve(passphrase: SeededNetwork.passphrase), "\(terminal.screen.text)")
        #expect(terminal.wait(for: "confirmed in block", seconds: 60), "\(terminal.screen.text)")

        // Leaving gives the terminal back as it was.
        terminal.type("q")
        #expect(terminal.waitForEnd() == .exited(0))
        #expect(terminal.isCooked)
        #expect(!terminal.screen.modes.contains(1049))
        #expect(terminal.screen.unknown.isEmpty, "\(terminal.screen.unknown)")

        try checkOrder(network)
        try checkVote(network)
    }

    /// eth-account recovers the order's signer from the saved document.
    private func checkOrder(_ network: SeededNetwork) throws {
        let folder = network.folder.appendingPathComponent("data/coai/signed")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let order = try #require(files.first { $0.lastPathComponent.hasPrefix("job-order-") })
        let program = """
            import json, sys
            from eth_account import Account
            from eth_account.messages import encode_typed_data
            saved = json.load(open(sys.argv[2]))
            message = encode_typed_data(full_message=saved["document"])
            print(Account.recover_message(message, signature=saved["signature"]))
            print(saved["document"]["primaryType"])
            """
        let result = try #require(try network.python(program, [order.path]))
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output == "\(SeededNetwork.account)\nJobOrder\n")
    }

    /// web3.py finds the vote on the chain, with the account's whole power.
    private func checkVote(_ network: SeededNetwork) throws {
        let program = """
            import json, sys
            from web3 import Web3
            w3 = Web3(Web3.HTTPProvider(sys.argv[1]))
            profile = json.load(open(sys.argv[2]))
            at = {c["id"]: Web3.to_checksum_address(c["address"]) for c in profile["contracts"]}
            account = Web3.to_checksum_address(sys.argv[3])
            topic = Web3.keccak(text="VoteCast(address,uint256,uint8,uint256,string)")
            logs = w3.eth.get_logs({"fromBlock": 0, "toBlock": "latest", "address": at["CoaiGovernor"],
                "topics": [topic, "0x" + "00" * 12 + account[2:].lower()]})
            assert len(logs) == 1, logs
            proposal, support, weight = w3.codec.decode(["uint256", "uint8", "uint256", "string"], logs[0]["data"])[:3]
            abi = [{"name": "hasVoted", "type": "function", "stateMutability": "view",
                "inputs": [{"name": "p", "type": "uint256"}, {"name": "a", "type": "address"}],
                "outputs": [{"name": "", "type": "bool"}]}]
            governor = w3.eth.contract(address=at["CoaiGovernor"], abi=abi)
            print(support, weight > 0, governor.functions.hasVoted(proposal, account).call())
            """
        let result = try #require(try network.python(program, [network.profile, SeededNetwork.account]))
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output == "1 True True\n")
    }

    /// A review that is rejected signs nothing, and says so on the dashboard.
    @Test func aRejectedReviewSignsNothing() throws {
        guard let network = try SeededNetwork.start() else { return }
        let terminal = try #require(network.dashboard(columns: 80, rows: 24))
        #expect(terminal.wait(for: "needs attention", seconds: 60))
        terminal.type("2")
        #expect(terminal.wait(for: "Jobs  44", seconds: 20))
        terminal.type("o")
        #expect(terminal.wait(for: "Order for a job", seconds: 5))
        terminal.type("\u{13}")
        #expect(terminal.wait(for: "REVIEW", seconds: 30), "\(terminal.screen.text)")
        terminal.drain()
        terminal.type("\u{1b}")
        #expect(terminal.wait(for: "rejected", seconds: 20), "\(terminal.screen.text)")
        let signed = network.folder.appendingPathComponent("data/coai/signed").path
        #expect((try? FileManager.default.contentsOfDirectory(atPath: signed))?.isEmpty != false)
        let journal = try network.run("coai-signer", ["journal", "--json"])
        #expect(journal.output.contains("\"refused\""))
        #expect(!journal.output.contains("\"signed\""))
        terminal.type("q")
        #expect(terminal.waitForEnd() == .exited(0))
        #expect(terminal.isCooked)
    }
}
