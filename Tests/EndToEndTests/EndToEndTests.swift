import Foundation
import StrictJSON
import TestSupport
import Testing

/// The main job from end to end: a person opens a terminal, sees the network of a real node, signs an order and a vote
/// with a key that only coai-signer can open, and the chain agrees.
///
/// The node is ours, and once more py-evm's; where Python is, what was signed is checked by web3.py and eth-account.
@Suite("End to end")
struct EndToEndTests {
    @Test(arguments: NodeKind.allCases) func orderAndVote(_ kind: NodeKind) throws {
        guard let stage = try Stage(kind) else { return }
        let terminal = try stage.dashboard()
        let modeBefore = terminal.modeBefore
        let person = Person(terminal)

        // Wait for jobs, and open one.
        try person.see("Overview")
        person.press("2")
        try person.seeLine("Completed")
        person.press("G", "\r")
        try person.see("escrow")
        person.press("\u{1b}")

        // Sign an order like the selected job.
        person.press("o")
        try person.see("Order for a job (JobOrder)")
        person.answer("model-of-the-test")
        person.press("\u{18}")
        let order = try person.approve(Stage.passphrase)
        for part in [
            "JobOrder", stage.account, "maxPrice", "digest", "ops-1", "; code: ", "allowance now",
        ] {
            #expect(order.contains(part), "the review shows \(part)")
        }
        try person.see("kept as")
        let file = try #require(
            try stage.signedDocuments().first { $0.lastPathComponent.hasPrefix("job-order-") })

        // Vote for the proposal that is active.
        person.press("4")
        try person.seeLine("Raise the quorum", "Active")
        person.press("/")
        for character in "quorum to 6" { person.press(String(character)) }
        person.press("\r", "v")
        try person.see("Vote by transaction")
        person.answer("for")
        person.press("\u{18}")
        let vote = try person.approve(Stage.passphrase)
        // What coai has found out by running it stands among its claims.
        for part in ["castVote", stage.account, "digest", "simulated"] {
            #expect(vote.contains(part), "the review shows \(part)")
        }
        try person.see("confirmed in block")
        try person.seeLine("Raise the quorum", "For")

        person.press("q")
        #expect(terminal.waitForEnd() == .exited(0))
        #expect(terminal.mode == modeBefore)
        #expect(terminal.isCooked && !terminal.screen.modes.contains(1049))

        try checkNextRun(file, stage)
        guard let python = Program.python else { return }
        try checkOrder(file, stage, python)
        try checkVote(stage, python)
    }

    /// Another run lists what this one signed, and isn't stopped by what else lies in the folder.
    private func checkNextRun(_ file: URL, _ stage: Stage) throws {
        let folder = file.deletingLastPathComponent()
        #expect(mkfifo(folder.appendingPathComponent("pipe.json").path, 0o600) == 0)
        #expect(symlink("/dev/zero", folder.appendingPathComponent("endless.json").path) == 0)
        try Data(repeating: 0x7B, count: 300_000).write(to: folder.appendingPathComponent("large.json"))
        let terminal = try stage.dashboard()
        let person = Person(terminal)
        try person.see("Overview")
        person.press("G")
        for text in [
            "JobOrder", "pipe.json: signed.unreadable", "endless.json: signed.unreadable", "signed.too-large",
        ] {
            try person.see(text)
        }
        person.press("q")
        #expect(terminal.waitForEnd() == .exited(0))
    }

    /// What chain.py says, line by line.
    private func ask(_ python: URL, _ words: [String]) throws -> [JSON] {
        let script = Shared.package.appendingPathComponent("Tests/EndToEndTests/chain.py").path
        let result = try Program.run(python, [script] + words)
        try #require(result.status == 0, "\(result.error)")
        return try result.output.split(separator: "\n").map { try JSON.parse(String($0)) }
    }

    private func checkOrder(_ file: URL, _ stage: Stage, _ python: URL) throws {
        let answer = try #require(try ask(python, [stage.node.httpURL, "order", file.path]).first)
        #expect(answer["signer"]?.stringValue == stage.account)
    }

    private func checkVote(_ stage: Stage, _ python: URL) throws {
        let profile = try JSON.parse(Array(try Data(contentsOf: URL(fileURLWithPath: stage.profile))))
        let governor = try #require(
            profile["contracts"]?.arrayValue?.first { $0["id"]?.stringValue == "CoaiGovernor" }?["address"]?
                .stringValue)
        let proposals = try ask(python, [stage.node.httpURL, "vote", governor, stage.account])
        #expect(proposals.count == 8)
        let voted = proposals.filter { $0["voted"]?.boolValue == true }
        #expect(voted.count == 1, "one vote was cast, on one proposal")
    }
}
