import CLocalSocket
import Foundation
import Glibc
import SafeText
import SignerProtocol
import StrictJSON
import TestSupport
import Testing

/// A signer that a person keeps busy: others learn that they wait, for whom, and are heard.
@Suite struct SignerBusyTests {
    /// A person in the middle of a review.
    private struct Desk {
        let home: SigningHome
        let terminal: PseudoTerminal

        init() throws {
            home = try SigningHome()
            terminal = try home.terminal(SigningHome.message)
            try #require(terminal.wait(for: "Reject", seconds: 30), "\(terminal.screen.text)")
        }

        var status: JSON {
            get throws { try JSON.parse(home.shell("exec \(SigningHome.signer) status --json").output) }
        }

        /// Waits until so many requests wait.
        func see(waiting count: Int) throws {
            for _ in 0..<500 {
                if try status["waiting"]?.numberText == String(count) { return }
                usleep(20_000)
            }
            Issue.record("not \(count) wait: \(try status.serialized())")
        }

        func connect() throws -> MessageChannel {
            try #require(
                MessageChannel(
                    connectingTo: try SocketLocation.path(
                        runtimeDirectory: home.home.root.path + "/run",
                        configuration: home.home.configuration.path)))
        }

        /// A request that will have to be asked on a terminal, which this process needn't have while it waits.
        func ask(_ channel: MessageChannel) throws {
            let document = SigningHome.message.utf8.map { String(format: "%02x", $0) }.joined()
            try channel.send([
                "type": "sign", "version": 1, "document": .string("0x" + document),
                "account": .string(SigningHome.account), "requester": "test", "claims": [],
                "passesPassphrase": false,
            ])
        }

        func reject() {
            terminal.type("\u{1b}")
            #expect(terminal.waitForEnd(seconds: 30) == .exited(3), "\(terminal.screen.text)")
        }
    }

    private static func next(_ channel: MessageChannel) throws -> SignerReply {
        try SignerReply(parsing: try channel.receive(deadline: MessageChannel.now + 20_000).message)
    }

    @Test func statusIsAnsweredInTheMiddleOfAReview() throws {
        let desk = try Desk()
        let status = try desk.status
        #expect(
            status["serving"]?.stringValue?.hasPrefix("coai sign (pid ") == true, "\(status.serialized())")
        #expect(status["waiting"]?.numberText == "0")
        let plain = try desk.home.shell("exec \(SigningHome.signer) status").output
        #expect(plain.contains("it is busy with a request of coai sign (pid"), "\(plain)")
        desk.reject()
        #expect(try desk.status["serving"] == .null)
    }

    @Test func aSecondRequesterLearnsThatItWaits() throws {
        let desk = try Desk()
        try desk.home.home.write("second", SigningHome.message)
        let second = Process()
        second.executableURL = URL(fileURLWithPath: "/bin/sh")
        second.arguments = [
            "-c",
            "cd '\(desk.home.home.configuration.path)' && exec \(SigningHome.coai) sign second --account "
                + "\(SigningHome.account) --yes --json --passphrase-fd 3 3<passphrase >out 2>err",
        ]
        second.environment = desk.home.home.environment
        try second.run()
        try desk.see(waiting: 1)
        let third = try desk.connect()
        try desk.ask(third)
        guard case .waiting(let requester, let others) = try Self.next(third) else {
            return #expect(Bool(false), "it isn't told that it waits")
        }
        #expect(requester.text.hasPrefix("coai sign (pid "))
        #expect(others == 1)
        try desk.see(waiting: 2)
        desk.reject()
        second.waitUntilExit()
        #expect(second.terminationStatus == 0)
        let error = try String(
            contentsOf: desk.home.home.configuration.appendingPathComponent("err"), encoding: .utf8)
        #expect(error.contains("coai-signer is busy with a request of coai sign (pid "), "\(error)")
        #expect(error.contains("); yours is next"), "\(error)")
        // Its turn comes nearer, then it is its turn: nobody can be asked on a terminal that isn't lent.
        guard case .waiting(_, let before) = try Self.next(third) else {
            return #expect(Bool(false), "it isn't told that its turn comes nearer")
        }
        #expect(before == 0)
        guard case .refused(let refusal) = try Self.next(third) else {
            return #expect(Bool(false), "it isn't answered")
        }
        #expect(refusal.code == "terminal.unavailable")
        #expect(try desk.home.journal().filter { $0 == "signed" }.count == 1)
    }

    /// Who gives up, or never says anything, has no place in the row.
    @Test func whoGivesUpIsForgotten() throws {
        let desk = try Desk()
        let silent = try desk.connect()
        do {
            let gone = try desk.connect()
            try desk.ask(gone)
            try desk.see(waiting: 1)
        }
        try desk.see(waiting: 0)
        #expect(
            try silent.receive(deadline: MessageChannel.now + 20_000).message["code"]?.stringValue
                == "signer.timeout")
        desk.reject()
        #expect(try desk.home.journal() == ["refused"])
    }

    @Test func moreThanMayWaitAreRefused() throws {
        let desk = try Desk()
        var channels: [MessageChannel] = []
        for number in 0..<16 {
            channels.append(try desk.connect())
            try desk.ask(channels[number])
            try desk.see(waiting: number + 1)
        }
        let late = try desk.connect()
        try desk.ask(late)
        guard case .refused(let refusal) = try Self.next(late) else {
            return #expect(Bool(false), "it isn't refused")
        }
        #expect(refusal.code == "signer.busy")
        channels.removeAll()
        try desk.see(waiting: 0)
        desk.reject()
    }

    @Test func stopIsHeardAndWaitsForThePerson() throws {
        let desk = try Desk()
        let process = try #require(try desk.status["process"]?.numberText.flatMap { Int32($0) })
        let stop = try desk.home.shell("exec \(SigningHome.signer) stop")
        #expect(stop.status == 0)
        #expect(stop.error.contains("it ends after a request of coai sign (pid"), "\(stop.error)")
        #expect(kill(process, 0) == 0)
        desk.reject()
        for _ in 0..<500 where kill(process, 0) == 0 { usleep(20_000) }
        #expect(kill(process, 0) != 0)
    }
}
