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

    /// Who is killed while the signer has the demonstration's own terminal.
    enum ReviewVictim: CaseIterable { case demonstration, dashboard, signer, dashboardAndSigner }

    /// The terminal is given back whole, by who is left of those that had it: the signer, as it found it when the
    /// dashboard had left it; a dashboard whose signer is gone; `coai demo`, if both are. Only with that one gone too,
    /// or a dashboard that is alone on its terminal, nobody is left who could.
    @Test(arguments: ReviewVictim.allCases) func killedDuringItsOwnReview(_ victim: ReviewVictim) throws {
        let home = try Home()
        let demo = try DemoProcesses(home, "--freeze")
        try demo.reviewOfItsOwn()
        let killed =
            switch victim {
            case .demonstration: [demo.demonstration]
            case .dashboard: [demo.dashboard]
            case .signer: [demo.signer]
            case .dashboardAndSigner: [demo.dashboard, demo.signer]
            }
        for process in killed { kill(process, SIGKILL) }
        let end: PseudoTerminal.State
        switch victim {
        case .demonstration: end = .signalled(Int(SIGKILL))
        case .dashboard, .dashboardAndSigner: end = .exited(128 + Int(SIGKILL))
        case .signer:
            // The dashboard takes its terminal back, and says what happened.
            try #require(
                demo.terminal.wait(seconds: 20) {
                    !$0.screen.text.contains("> Reject") && $0.screen.text.contains("block ")
                }, "\(demo.terminal.screen.text)")
            #expect(!demo.terminal.isCooked && demo.terminal.screen.modes.contains(1049))
            kill(demo.terminal.process, SIGTERM)
            end = .signalled(Int(SIGTERM))
        }
        #expect(demo.terminal.waitForEnd(seconds: 20) == end)
        #expect(demo.left() == [])
        #expect(DemoProcesses.isGivenBack(demo.terminal))
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

    /// Every file that was opened for writing, made, renamed or removed, as the kernel was asked for it.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/usr/bin/strace"), "strace is absent"))
    func writesNothingElsewhere() throws {
        let home = try Home()
        let log = home.root.path + "/calls"
        let calls =
            "openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,truncate"
        let terminal = try #require(
            PseudoTerminal(
                "/usr/bin/strace",
                ["-ff", "-qq", "-s", "300", "-e", "trace=" + calls, "-o", log]
                    + [PseudoTerminal.productsDirectory + "/coai", "demo", "--freeze"],
                environment: home.environment.merging(["TMPDIR": home.root.path]) { $1 }, columns: 100,
                rows: 30))
        try #require(terminal.wait(for: "0xAabad8915b56", seconds: 120), "\(terminal.screen.text)")
        terminal.type("q")
        #expect(terminal.waitForEnd(seconds: 60) == .exited(0))
        // A file for each process: no call is cut in two by another's.
        let logs = try FileManager.default.contentsOfDirectory(atPath: home.root.path).filter {
            $0.hasPrefix("calls.")
        }
        let lines = try logs.flatMap {
            try String(contentsOfFile: home.root.path + "/" + $0, encoding: .utf8).split(separator: "\n")
        }
        let writing = lines.filter { line in
            let opens = line.contains("openat(")
            return !opens || ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"].contains { line.contains($0) }
        }.filter { $0.contains("(") && !$0.contains("= -1 ") }
        #expect(writing.contains { $0.contains("coai-demo-") })
        let elsewhere = writing.filter {
            !$0.contains("\"\(home.root.path)/coai-demo-") && !$0.contains("\"/dev/")
        }
        #expect(elsewhere.isEmpty, "\(elsewhere)")
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
