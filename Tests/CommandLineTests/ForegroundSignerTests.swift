import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai-signer run`: the signer in a pane of its own, where a person is asked for all who ask.
@Suite("coai-signer run") struct ForegroundSignerTests {
    /// Made with eth-account 0.14.0 from the same key.
    private static let signature =
        "0x5cd0897e267734d8d520905fae1d83322eb9741e867b439234a7a5e0a26dec606854ebbb34dbe4ff316ee45e9447e34666b84b6f1733c5f3cc0a63c47641c8db1c"

    private func status(_ home: SigningHome) throws -> JSON {
        try home.shell("exec \(SigningHome.signer) status --json").json()
    }

    @Test func aPersonIsAskedInItsPane() throws {
        let home = try SigningHome()
        let pane = try home.pane()
        let person = Person(pane)
        let status = try status(home)
        #expect(status["running"] == true && status["place"] == "own")
        #expect(status["process"]?.numberText == String(pane.process))

        let request = try home.request(SigningHome.message)
        let review = try person.approve(SigningHome.passphrase)
        for part in ["hello coai", SigningHome.account, "coai sign", "digest"] {
            #expect(review.contains(part), "the review shows \(part)")
        }
        let signed = try request.end()
        #expect(signed.status == 0, "\(signed.error)")
        #expect(try signed.json()["signature"]?.stringValue == Self.signature)
        // What happened is told below what stood there before, on an ordinary screen.
        let digest = try #require(try signed.json()["digest"]?.stringValue)
        try person.see("signed  \(digest)")
        try person.see("waiting for requests at")
        #expect(pane.isGivenBack)

        let other = try home.request(SigningHome.message)
        try person.see("> Reject")
        person.press("\u{1b}")
        let refused = try other.end()
        #expect(refused.status == 3)
        #expect(try refused.json()["error"]?["code"] == "refused.by-person")
        try person.see("refused  refused.by-person")
        #expect(pane.isGivenBack)
        #expect(try home.journal() == ["reserved", "signed", "refused"])

        #expect(try home.shell("exec \(SigningHome.signer) stop").status == 0)
        #expect(pane.waitForEnd(seconds: 20) == .exited(0))
        #expect(try home.shell("exec \(SigningHome.signer) status").status == 1)
        #expect(try home.shell("exec \(SigningHome.signer) stop").error.contains("signer.not-running"))
    }

    /// The terminal of who asks stays as it is, and who has gone is no longer asked for.
    @Test func whoAsksKeepsItsTerminal() throws {
        let home = try SigningHome()
        let pane = try home.pane()
        let requester = try home.terminal(SigningHome.message)
        try Person(pane).see("> Reject")
        requester.drain()
        #expect(requester.isGivenBack && requester.output.isEmpty)
        requester.type("q")
        requester.drain()
        #expect(pane.screen.text.contains("> Reject"))
        kill(requester.process, SIGKILL)
        #expect(requester.waitForEnd(seconds: 20) == .signalled(Int(SIGKILL)))
        try Person(pane).see("refused  refused.requester-gone")
        #expect(pane.isGivenBack)
    }

    /// What was accepted beforehand needs nobody: the pane only tells of it.
    @Test func withoutAQuestion() throws {
        let home = try SigningHome()
        let pane = try home.pane()
        let signed = try home.sign(SigningHome.message)
        #expect(try signed.json()["signature"]?.stringValue == Self.signature)
        try Person(pane).see("signed  0x")
        #expect(!String(decoding: pane.output, as: UTF8.self).contains("\u{1b}[?1049h"))
        let wrong = try home.sign(SigningHome.message, passphrase: "wrong")
        #expect(wrong.status == 7)
        try Person(pane).see("refused  keystore.wrong-passphrase")
    }

    /// Ctrl-C ends it; during a review it is a person's no to that.
    @Test func ctrlC() throws {
        let home = try SigningHome()
        let pane = try home.pane()
        let request = try home.request(SigningHome.message)
        try Person(pane).see("> Reject")
        pane.type("\u{3}")
        #expect(try request.end().status == 3)
        try Person(pane).see("refused.by-person")
        pane.type("\u{3}")
        #expect(pane.waitForEnd(seconds: 20) == .signalled(Int(SIGINT)))
        #expect(pane.isGivenBack)
        // Another may take its place.
        let next = try home.pane()
        #expect(try status(home)["process"]?.numberText == String(next.process))
    }

    @Test func whereItCannotRun() throws {
        let home = try SigningHome()
        let alone = try home.shell("exec setsid --wait \(SigningHome.signer) run")
        #expect(alone.status == 3)
        #expect(alone.error.contains("signer.no-terminal"), "\(alone.error)")
        let pane = try home.pane()
        let environment = home.home.environment
        for (words, end, text) in [
            (["run"], 1, "signer.running"), (["run", "now"], 2, "usage"),
            (["run", "--idle-seconds", "9"], 2, "usage"), (["run", "--lifeline", "3"], 2, "usage"),
        ] {
            let second = try #require(PseudoTerminal(SigningHome.signer, words, environment: environment))
            #expect(second.waitForEnd(seconds: 20) == .exited(end), "\(words)")
            #expect(second.screen.text.contains(text), "\(second.screen.text)")
        }
        #expect(try status(home)["process"]?.numberText == String(pane.process))
    }
}
