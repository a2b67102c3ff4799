import CLocalSocket
import Foundation
import Glibc
import SignerProtocol
import StrictJSON
import TestSupport
import Testing

/// The signer behind its socket, with peers that don't behave.
@Suite struct SignerDaemonTests {
    /// A signer that runs.
    private static func start(_ home: SigningHome, _ options: [String] = []) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: SigningHome.signer)
        process.arguments = ["daemon"] + options
        process.environment = home.home.environment
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<500 {
            if try home.shell("exec \(SigningHome.signer) status").status == 0 { break }
            usleep(20_000)
        }
        return process
    }

    private static func path(_ home: SigningHome) throws -> String {
        try SocketLocation.path(
            runtimeDirectory: home.home.root.path + "/run", configuration: home.home.configuration.path)
    }

    private static func connect(_ home: SigningHome) throws -> MessageChannel {
        try #require(MessageChannel(connectingTo: try path(home)))
    }

    private static func write(_ bytes: [UInt8], _ channel: MessageChannel) {
        _ = bytes.withUnsafeBytes { local_socket_send(channel.descriptor, $0.baseAddress, $0.count, -1) }
    }

    @Test func peersThatDoNotBehaveAreAnsweredOrDropped() throws {
        let home = try SigningHome()
        let process = try Self.start(home)
        let body = Array(#"{"type":"sign","version":2}"#.utf8)
        let messages: [[UInt8]] = [
            [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 1, 0x7b], [0, 0, 0, UInt8(body.count)] + body,
            Array("GET / HTTP/1.1\r\n\r\n".utf8), [0, 0, 0, 2] + Array("[]".utf8),
        ]
        for message in messages {
            let channel = try Self.connect(home)
            Self.write(message, channel)
            let reply = try channel.receive(deadline: MessageChannel.now + 10_000).message
            #expect(reply["type"]?.stringValue == "refused", "\(message)")
        }
        // One that closes in the middle of a message, and one that says nothing: the next is served all the same.
        Self.write([0, 0, 1], try Self.connect(home))
        let silent = try Self.connect(home)
        #expect(try home.sign(SigningHome.message).status == 0)
        #expect(
            try silent.receive(deadline: MessageChannel.now + 10_000).message["code"]?.stringValue
                == "signer.timeout")
        #expect(process.isRunning)
        #expect(try home.shell("exec \(SigningHome.signer) stop").status == 0)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
    }

    /// Who gave up before it was served gets no signature, and none is noted.
    @Test func aRequesterThatIsGoneWhenItsTurnComes() throws {
        let home = try SigningHome()
        let process = try Self.start(home)
        defer { kill(process.processIdentifier, SIGKILL) }
        var pipes: [Int32] = [-1, -1]
        #expect(pipe(&pipes) == 0)
        let passphrase = Array(SigningHome.passphrase.utf8)
        #expect(Glibc.write(pipes[1], passphrase, passphrase.count) == passphrase.count)
        close(pipes[1])
        // It doesn't come to the row before all of it is there; by then it is gone.
        kill(process.processIdentifier, SIGSTOP)
        do {
            let gone = try Self.connect(home)
            try gone.send(Self.request, passing: pipes[0])
        }
        close(pipes[0])
        kill(process.processIdentifier, SIGCONT)
        // The next one is served after it, so by then it was its turn.
        #expect(try home.sign(SigningHome.message).status == 0)
        let events = try home.journal()
        #expect(events.filter { $0 == "signed" }.count == 1, "\(events)")
    }

    private static var request: JSON {
        let document = SigningHome.message.utf8.map { String(format: "%02x", $0) }.joined()
        return [
            "type": "sign", "version": 1, "document": .string("0x" + document),
            "account": .string(SigningHome.account), "requester": "test", "claims": [],
            "passesPassphrase": true, "accept": [],
        ]
    }

    /// A passphrase that never ends keeps nobody else waiting for long.
    @Test func aPassphraseThatNeverEnds() throws {
        let home = try SigningHome()
        let process = try Self.start(home)
        var pipes: [Int32] = [-1, -1]
        #expect(pipe(&pipes) == 0)
        defer { for descriptor in pipes { close(descriptor) } }
        #expect(Glibc.write(pipes[1], "x", 1) == 1)
        let channel = try Self.connect(home)
        try channel.send(Self.request, passing: pipes[0])
        let reply = try channel.receive(deadline: MessageChannel.now + 20_000).message
        #expect(reply["code"]?.stringValue == "passphrase.timeout")
        #expect(try home.sign(SigningHome.message).status == 0)
        #expect(process.isRunning)
    }

    @Test func itLeavesWhenNobodyAsks() throws {
        let home = try SigningHome()
        let process = try Self.start(home, ["--idle-seconds", "1"])
        let path = try Self.path(home)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(try home.shell("exec \(SigningHome.signer) status").status == 1)
    }

    /// A signer that was killed leaves its socket behind: the next one takes the place.
    @Test func aSocketThatWasLeftBehind() throws {
        let home = try SigningHome()
        let process = try Self.start(home)
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(FileManager.default.fileExists(atPath: try Self.path(home)))
        #expect(try home.sign(SigningHome.message).status == 0)
    }

    @Test func onlyOneSignerRuns() throws {
        let home = try SigningHome()
        let process = try Self.start(home)
        let second = try home.shell("exec \(SigningHome.signer) daemon")
        #expect(second.status == 1)
        #expect(second.error.contains("signer.running") || second.error.contains("another signer"))
        #expect(process.isRunning)
    }

    /// Nothing in the program could reach a network: no TLS, no resolver, no sockets but local ones.
    @Test func theProgramHasNoWayToANetwork() throws {
        let signer = SigningHome.signer
        let needed = try Program.run(URL(fileURLWithPath: "/usr/bin/readelf"), ["-d", signer])
        try #require(needed.status == 0)
        #expect(needed.output.contains("libcrypto"))
        for library in ["libssl", "libresolv", "libFoundationNetworking", "libcurl", "libanl"] {
            #expect(!needed.output.contains(library), "\(library)")
        }
        let symbols = try Program.run(
            URL(fileURLWithPath: "/usr/bin/nm"), ["-D", "--undefined-only", signer])
        try #require(symbols.status == 0)
        let names = Set(
            symbols.output.split(whereSeparator: \.isWhitespace).map { $0.split(separator: "@")[0] })
        #expect(names.contains("recvmsg"))
        let network = [
            "getaddrinfo", "gethostbyname", "gethostbyname2", "gethostbyname_r", "res_query", "res_search",
            "res_send", "getnameinfo", "inet_pton", "inet_addr", "if_nametoindex", "getifaddrs",
        ]
        for name in network { #expect(!names.contains(name[...]), "\(name)") }
        #expect(!names.contains { $0.hasPrefix("SSL_") || $0.hasPrefix("BIO_") || $0.hasPrefix("TLS_") })
    }

    /// No dumps, no tracing, no core file of a process that holds keys.
    @Test func theProcessIsHardened() throws {
        let home = try SigningHome()
        let process = try Self.start(home)
        let folder = "/proc/\(process.processIdentifier)"
        let limits = try String(contentsOfFile: folder + "/limits", encoding: .utf8)
        let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
        #expect(core.split(separator: " ").dropFirst(4).prefix(2) == ["0", "0"])
        // What isn't dumpable belongs to root in /proc; of root's own processes that says nothing.
        if getuid() != 0 {
            let mem = try FileManager.default.attributesOfItem(atPath: folder + "/mem")
            #expect(mem[.ownerAccountID] as? Int == 0)
        }
        // Nothing of the starter's is open but the three streams, the lock and the socket.
        let open = try FileManager.default.contentsOfDirectory(atPath: folder + "/fd")
        #expect(open.count <= 8)
    }
}
