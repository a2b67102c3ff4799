import Foundation
import TestSupport
import Testing

/// The terminal itself is closed, as a person closes a window or loses a connection: whoever used it ends, what was
/// only for it is gone, and a signer that serves others goes on.
///
/// Judged by the kernel: its process table, its socket pairs, the file system.
@Suite("a terminal that is closed") struct ClosedTerminalTests {
    enum Moment: CaseIterable { case dashboard, review }

    @Test(arguments: SessionLeader.allCases, Moment.allCases)
    func underADemonstration(_ leader: SessionLeader, _ moment: Moment) throws {
        let home = try Home()
        let demo = try DemoProcesses(home, leader: leader, "--freeze")
        if moment == .review { try demo.reviewOfItsOwn() }
        demo.terminal.hangUp()
        #expect(demo.terminal.waitForEnd(seconds: 30) == leader.end)
        #expect(demo.left() == [])
    }

    enum Page: CaseIterable { case review, code, passphrase }

    @Test(arguments: SessionLeader.allCases, Page.allCases)
    func underAReview(_ leader: SessionLeader, _ page: Page) throws {
        let home = try SigningHome()
        try home.home.write("document", SigningHome.message)
        let words = ["sign", home.home.configuration.path + "/document", "--account", SigningHome.account]
        let terminal = try #require(
            leader.start(SigningHome.coai, words, environment: home.home.environment))
        try Self.turn(to: page, Person(terminal))
        terminal.hangUp()
        #expect(terminal.waitForEnd(seconds: 30) == leader.end)
        // The signer that had it takes the next terminal, and signs for others.
        let next = try home.terminal(SigningHome.message)
        try Person(next).see("> Reject")
        next.type("\u{1b}")
        #expect(next.waitForEnd(seconds: 30) == .exited(3))
        #expect(next.isGivenBack)
        #expect(try home.sign(SigningHome.message).status == 0)
        #expect(try home.journal() == ["refused", "refused", "reserved", "signed"])
        #expect(try home.shell("exec \(SigningHome.signer) stop").status == 0)
    }

    /// Without a daemon it is the signer itself that loses its terminal: nothing is signed.
    @Test(arguments: SessionLeader.allCases, Page.allCases)
    func underColdSigning(_ leader: SessionLeader, _ page: Page) throws {
        let home = try SigningHome()
        try home.home.write("document", SigningHome.message)
        let output = home.home.configuration.path + "/signature"
        let words = [
            "sign", home.home.configuration.path + "/document", "--account", SigningHome.account, "--output",
            output,
        ]
        let terminal = try #require(
            leader.start(SigningHome.signer, words, environment: home.home.environment))
        try Self.turn(to: page, Person(terminal))
        terminal.hangUp()
        #expect(terminal.waitForEnd(seconds: 30) == leader.end)
        #expect(!FileManager.default.fileExists(atPath: output))
        #expect(try !home.journal().contains("signed"))
    }

    /// The pane of `coai-signer run` is closed, before anybody asks and while somebody waits for an answer.
    @Test(arguments: [false, true]) func underASignerInAPane(_ isAsked: Bool) throws {
        let home = try SigningHome()
        let pane = try home.pane()
        let request = isAsked ? try home.request(SigningHome.message) : nil
        if isAsked { try Person(pane).see("> Reject") }
        pane.hangUp()
        #expect(pane.waitForEnd(seconds: 30) == .signalled(Int(SIGHUP)))
        // Who asked isn't kept waiting.
        if let request { #expect(try request.end().status == 1) }
        // What it left behind is in nobody's way.
        #expect(try home.sign(SigningHome.message).status == 0)
    }

    /// Leads a review that begins to one of its pages.
    private static func turn(to page: Page, _ person: Person) throws {
        try person.see("> Reject")
        guard page != .review else { return }
        let code = try person.readToTheCode()
        guard page == .passphrase else { return }
        for character in code { person.press(String(character)) }
        try person.see("Passphrase (not shown)")
    }
}
