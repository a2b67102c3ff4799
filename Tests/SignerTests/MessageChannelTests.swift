import CLocalSocket
import Glibc
import SignerProtocol
import StrictJSON
import Testing

/// A peer that isn't what it should be.
@Suite struct MessageChannelTests {
    /// Two ends of a connection, made as requester and signer make theirs.
    private struct Ends {
        let folder: TemporaryFolder
        let requester: MessageChannel
        let signer: MessageChannel

        init() throws {
            folder = try TemporaryFolder()
            let listener = local_socket_listen(folder.path + "/s")
            defer { close(listener) }
            requester = try #require(MessageChannel(connectingTo: folder.path + "/s"))
            signer = MessageChannel(descriptor: local_socket_accept(listener))
        }

        func write(_ bytes: [UInt8]) {
            let count = bytes.withUnsafeBytes {
                local_socket_send(requester.descriptor, $0.baseAddress, $0.count, -1)
            }
            #expect(count == bytes.count)
        }

        /// The code of what the signer's end makes of it.
        func received(milliseconds: Int64 = 200) -> String? {
            code(
                { () throws(SignerError) in
                    _ = try signer.receive(deadline: MessageChannel.now + milliseconds)
                }, of: \.code)
        }
    }

    @Test func theSocketIsTheUsersAlone() throws {
        let folder = try TemporaryFolder()
        let listener = local_socket_listen(folder.path + "/s")
        defer { close(listener) }
        var status = stat()
        #expect(lstat(folder.path + "/s", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
    }

    @Test func thePeerIsTheKernelsWord() throws {
        let ends = try Ends()
        let peer = try #require(ends.signer.peer)
        #expect(peer.process == getpid())
        #expect(peer.user == getuid())
    }

    @Test func aDescriptorTravelsBesideItsMessage() throws {
        let ends = try Ends()
        var pipes: [Int32] = [-1, -1]
        #expect(pipe(&pipes) == 0)
        try ends.requester.send(["a": 1], passing: pipes[0])
        close(pipes[0])
        let (message, passed) = try ends.signer.receive(deadline: MessageChannel.now + 2_000)
        #expect(message.serialized() == #"{"a":1}"#)
        let reader = try #require(passed)
        // It isn't inherited by what the signer might start.
        #expect(fcntl(reader, F_GETFD) & FD_CLOEXEC != 0)
        #expect(write(pipes[1], "x", 1) == 1)
        var byte: UInt8 = 0
        #expect(read(reader, &byte, 1) == 1)
        #expect(byte == UInt8(ascii: "x"))
        close(reader)
        close(pipes[1])
    }

    @Test func aLengthBeyondTheLimitEndsItAtOnce() throws {
        let ends = try Ends()
        ends.write([0xff, 0xff, 0xff, 0xff])
        #expect(ends.received() == "signer.malformed")
    }

    @Test func garbageIsAnError() throws {
        for body: [UInt8] in [
            [], Array("{".utf8), [0xff, 0xfe], Array(#"{"a":1,"a":2}"#.utf8),
            Array("[[[[[[[[[[]]]]]]]]]]".utf8),
        ] {
            let ends = try Ends()
            ends.write([0, 0, 0, UInt8(body.count)] + body)
            #expect(ends.received() == "signer.malformed")
        }
    }

    @Test func aSlowPeerIsCutOff() throws {
        let ends = try Ends()
        ends.write([0, 0, 0, 9])
        let start = MessageChannel.now
        #expect(ends.received(milliseconds: 150) == "signer.timeout")
        #expect(MessageChannel.now - start >= 150)
    }

    @Test func aPeerThatClosesEarlyIsSeen() throws {
        let ends = try Ends()
        ends.write([0, 0, 0, 9, 1, 2])
        shutdown(ends.requester.descriptor, Int32(SHUT_RDWR))
        #expect(ends.received(milliseconds: 5_000) == "signer.closed")
    }

    /// Nobody reads: the sender gives up instead of waiting for ever.
    @Test func aPeerThatTakesNothingIsGivenUp() throws {
        let ends = try Ends()
        let large = JSON.string(String(repeating: "a", count: 2 << 20))
        #expect(
            code(
                { () throws(SignerError) in
                    try ends.requester.send(["a": large], timeoutMilliseconds: 100)
                }, of: \.code) == "signer.timeout")
        #expect(
            code(
                { () throws(SignerError) in
                    try ends.requester.send(["a": .string(String(repeating: "a", count: 4 << 20))])
                }, of: \.code) == "signer.too-large")
    }

    @Test func foldersThatOthersReachAreRefused() throws {
        let folder = try TemporaryFolder()
        func problem(_ runtime: String) -> String? {
            code(
                { () throws(SignerError) in
                    _ = try SocketLocation.path(runtimeDirectory: runtime, configuration: "/c")
                }, of: \.code)
        }
        #expect(problem(folder.path) == nil)
        let first = try SocketLocation.path(runtimeDirectory: folder.path, configuration: "/c")
        let second = try SocketLocation.path(runtimeDirectory: folder.path, configuration: "/d")
        #expect(first != second)
        #expect(chmod(folder.path + "/coai", 0o755) == 0)
        #expect(problem(folder.path) == "signer.folder")
        #expect(rmdir(folder.path + "/coai") == 0)
        // A link is not followed, wherever it leads.
        #expect(mkdir(folder.path + "/elsewhere", 0o700) == 0)
        #expect(symlink(folder.path + "/elsewhere", folder.path + "/coai") == 0)
        #expect(problem(folder.path) == "signer.folder")
        #expect(problem(folder.path + "/absent") == "signer.folder")
        #expect(problem(folder.path + "/" + String(repeating: "l", count: 200)) == "signer.folder")
    }
}
