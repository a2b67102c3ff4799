import Foundation
import TestSupport
import Testing

/// A dashboard that is lost while the signer has its terminal: nothing is signed, the terminal is given back if there
/// still is one, and the signer is there for others.
///
/// A dashboard that is killed while it has the terminal itself leaves it as it is: nobody is left who knows how it was.
@Suite("A lost dashboard")
struct LostDashboardTests {
    enum Loss: CaseIterable { case killed, terminalClosed }

    @Test(arguments: Loss.allCases) func duringItsReview(_ loss: Loss) throws {
        let stage = try #require(try Stage(.own))
        defer { _ = try? Stage.run(stage.environment, "coai-signer", ["stop"]) }
        let terminal = try stage.dashboard()
        let person = Person(terminal)
        try askForAnOrder(person)
        // The code can be seen: all but the last answer is given.
        _ = try person.readToTheCode()
        switch loss {
        case .killed:
            kill(terminal.process, SIGKILL)
            #expect(terminal.waitForEnd(seconds: 20) == .signalled(Int(SIGKILL)))
            #expect(terminal.wait(seconds: 20) { $0.isGivenBack }, "\(terminal.screen.modes)")
        case .terminalClosed:
            terminal.hangUp()
            #expect(terminal.waitForEnd(seconds: 20) == .signalled(Int(SIGHUP)))
        }
        #expect((try? stage.signedDocuments())?.isEmpty ?? true)
        let journal = try Stage.run(stage.environment, "coai-signer", ["journal"])
        #expect(journal.output.contains("refused") && !journal.output.contains("signed"), "\(journal.output)")

        // The next dashboard's review is on its own terminal, by the same signer.
        let next = try stage.dashboard()
        let other = Person(next)
        try askForAnOrder(other)
        _ = try other.approve(Stage.passphrase)
        try other.see("kept as")
        other.press("q")
        #expect(next.waitForEnd(seconds: 20) == .exited(0))
        #expect(next.isGivenBack)
    }

    /// Has the dashboard ask for the signature of an order.
    private func askForAnOrder(_ person: Person) throws {
        try person.see("Overview")
        person.press("2")
        try person.seeLine("Status", "Price COAI")
        person.press("G", "o")
        try person.see("Order for a job (JobOrder)")
        person.answer("model-of-the-test")
        person.press("\u{18}")
    }
}
