import Foundation
import NodeClient
import StrictJSON
import TestSupport
import Testing

/// TLS against Python's server, with certificates of the openssl tool.
@Suite("TLS", .serialized)
struct TLSTests {
    static func answer(_ scheme: String, host: String, port: Int, authority: String?) throws -> JSON {
        var options = ScriptedNode.options { $0.requestSeconds = 10 }
        options.certificateFile = authority
        return try NodeClient(try Endpoint("\(scheme)://\(host):\(port)"), options: options).call(
            "echo", ["hello"])
    }

    @Test func theRightHostIsAccepted() throws {
        let made = try Certificates()
        let (certificate, key) = try made.make("good", names: "DNS:localhost,IP:127.0.0.1")
        for version in [[], ["--maximum-version", "1.2"]] {
            for (scheme, more) in [("https", []), ("wss", ["--web-socket"])] {
                guard
                    let server = try PythonServer(
                        ["--certificate", certificate, "--key", key] + version + more)
                else { return }
                for host in ["localhost", "127.0.0.1"] {
                    #expect(
                        try Self.answer(scheme, host: host, port: server.port, authority: made.authority)
                            == "hello")
                }
            }
        }
    }

    @Test func everythingElseIsRefused() throws {
        let made = try Certificates()
        let other = try Certificates()
        let cases:
            [(
                name: String, pair: (certificate: String, key: String), host: String, authority: String?,
                says: String
            )] = [
                (
                    "another host", try made.make("wrong", names: "DNS:other.example"), "localhost",
                    made.authority, "hostname mismatch"
                ),
                (
                    "part of the name", try made.make("part", names: "DNS:local*"), "localhost",
                    made.authority, "hostname mismatch"
                ),
                (
                    "an address that isn't named", try made.make("name", names: "DNS:localhost"), "127.0.0.1",
                    made.authority, "IP address mismatch"
                ),
                (
                    "signed by itself", try made.make("own", names: "DNS:localhost", selfSigned: true),
                    "localhost", made.authority, "self"
                ),
                (
                    "expired", try made.make("old", names: "DNS:localhost", expired: true), "localhost",
                    made.authority, "expired"
                ),
                (
                    "of an unknown authority", try made.make("a", names: "DNS:localhost"), "localhost", nil,
                    "issuer"
                ),
                (
                    "of another authority", try made.make("b", names: "DNS:localhost"), "localhost",
                    other.authority, "certificate"
                ),
            ]
        for (name, pair, host, authority, says) in cases {
            guard let server = try PythonServer(["--certificate", pair.certificate, "--key", pair.key]) else {
                return
            }
            let error = nodeError {
                _ = try Self.answer("https", host: host, port: server.port, authority: authority)
            }
            #expect(error?.code == "node.tls", "\(name): \(error?.message ?? "accepted")")
            #expect(error?.message.contains(says) == true, "\(name): \(error?.message ?? "accepted")")
            #expect(error?.isTransient == false && error?.hint.contains("can't prove") == true)
        }
    }

    @Test func oldVersionsAreRefused() throws {
        let made = try Certificates()
        let (certificate, key) = try made.make("good", names: "DNS:localhost")
        guard
            let server = try PythonServer([
                "--certificate", certificate, "--key", key, "--maximum-version", "1.1",
            ])
        else { return }
        let error = nodeError {
            _ = try Self.answer("https", host: "localhost", port: server.port, authority: made.authority)
        }
        #expect(error?.code == "node.tls")
    }

    @Test func aServerWithoutTLSIsRefusedSoon() throws {
        for reply in ["HTTP/1.1 400 Bad Request\r\n\r\n", ""] {
            let server = try LoopbackServer { peer in
                _ = peer.read()
                peer.write(reply)
            }
            let error = nodeError {
                _ = try Self.answer("https", host: "localhost", port: Int(server.port), authority: nil)
            }
            #expect(error?.code == "node.tls")
        }
        let silent = try LoopbackServer { peer in while !peer.read().isEmpty {} }
        let start = Date()
        let error = nodeError {
            _ = try Self.answer("https", host: "localhost", port: Int(silent.port), authority: nil)
        }
        #expect(error?.code == "node.timeout" && Date().timeIntervalSince(start) < 6)
    }

    @Test func authoritiesThatCannotBeReadAreSaidSo() {
        let error = nodeError {
            _ = try Self.answer("https", host: "localhost", port: 1, authority: "/dev/null")
        }
        #expect(error?.code == "node.tls" && error?.message.contains("/dev/null") == true)
    }
}
