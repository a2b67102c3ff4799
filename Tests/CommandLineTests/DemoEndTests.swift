import Foundation
import TestSupport
import Testing

/// However a process of `coai demo` ends, the others end too, and terminals and the folder are as before.
///
/// Judged by the kernel: its process table, the terminal's mode, the file system.
@Suite("the ends of coai demo") struct DemoEndTests {
    enum Victim: CaseIterable { case demonstration, dashboard }

    @Test(arguments: Victim.allCases) func killed(_ victim: Victim) throws {
        let home = try Home()
        let demo = try DemoProcesses(home, "--freeze")
        kill(victim == .demonstration ? demo.terminal.process : demo.dashboard, SIGKILL)
        let state = demo.terminal.waitForEnd(seconds: 20)
        #expect(state == (victim == .demonstration ? .signalled(Int(SIGKILL)) : .exited(128 + Int(SIGKILL))))
        #expect(demo.left() == [])
        #expect(DemoProcesses.isGivenBack(demo.terminal))
    }

    /// With a review on another terminal, which the signer has borrowed.
    @Test func killedDuringAReview() throws {
        let home = try Home()
        let demo = try DemoProcesses(home, "--freeze")
        let review = try demo.review()
        kill(demo.terminal.process, SIGKILL)
        #expect(demo.terminal.waitForEnd(seconds: 20) == .signalled(Int(SIGKILL)))
        #expect(demo.left() == [])
        #expect(DemoProcesses.isGivenBack(demo.terminal))
        #expect(review.waitForEnd(seconds: 20) == .exited(1))
        #expect(DemoProcesses.isGivenBack(review))
    }

    /// The signer and the keeper can be lost: the rest goes on, and tidies up at its end.
    @Test func goesOnWithoutItsHelpers() throws {
        let home = try Home()
        let demo = try DemoProcesses(home, "--freeze")
        kill(demo.signer, SIGKILL)
        kill(demo.keeper, SIGKILL)
        // Another signer is started for who asks.
        _ = try demo.review()
        demo.terminal.type("q")
        #expect(demo.terminal.waitForEnd(seconds: 20) == .exited(0))
        #expect(demo.left() == [])
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func signalled(_ signal: Int32) throws {
        let home = try Home()
        let demo = try DemoProcesses(home, "--freeze")
        kill(demo.terminal.process, signal)
        #expect(demo.terminal.waitForEnd(seconds: 20) == .signalled(Int(signal)))
        #expect(demo.left() == [])
        #expect(DemoProcesses.isGivenBack(demo.terminal))
    }

    @Test func refusedLifelines() throws {
        let home = try Home()
        let programs = PseudoTerminal.productsDirectory
        let lines = [
            "\(programs)/coai-signer daemon --lifeline 0", "\(programs)/coai-signer daemon --lifeline 9",
            "\(programs)/coai-signer daemon --lifeline x",
            "\(programs)/coai demo --keep / --lifeline 3 3</dev/null",
            "sleep 0 | \(programs)/coai demo --keep \(home.root.path) --lifeline 3 3<&0",
        ]
        for line in lines {
            let result = try Program.run(
                URL(fileURLWithPath: "/bin/sh"), ["-c", line], environment: home.environment)
            #expect(result.status == 2, "\(line): \(result.error)")
        }
        #expect(FileManager.default.fileExists(atPath: home.root.path))
    }
}
