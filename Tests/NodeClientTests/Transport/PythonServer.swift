import Foundation
import TestSupport

/// A server of Python's own HTTP, TLS and WebSocket, in a process of its own.
final class PythonServer {
    private let process = Process()
    let port: Int

    init?(_ arguments: [String]) throws {
        guard let python = Program.python else { return nil }
        process.executableURL = python
        let script = Shared.package.appendingPathComponent("Tests/NodeClientTests/Transport/Peers/server.py")
            .path
        process.arguments = [script] + arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            kill(process.processIdentifier, SIGKILL)
            return nil
        }
        self.port = port
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}

/// Certificates made by the openssl tool, of an authority that nobody else trusts.
final class Certificates {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=Test -keyout \(path("ca.key")) -out \(authority)"
        )
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    var authority: String { path("ca.pem") }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// A certificate for `names` (such as `DNS:localhost`) of the authority, or signed by itself, with its key.
    func make(_ name: String, names: String, selfSigned: Bool = false, expired: Bool = false) throws
        -> (certificate: String, key: String)
    {
        let (certificate, key) = (path(name + ".pem"), path(name + ".key"))
        let request = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=\(name) -keyout \(key)"
        if selfSigned {
            try openssl("req -x509 \(request) -days 2 -addext subjectAltName=\(names) -out \(certificate)")
            return (certificate, key)
        }
        try openssl("req \(request) -out \(path("request"))")
        try Data("subjectAltName=\(names)\n".utf8).write(to: URL(fileURLWithPath: path("extensions")))
        try openssl(
            "x509 -req -in \(path("request")) -CA \(authority) -CAkey \(path("ca.key")) -CAcreateserial "
                + "-days \(expired ? -1 : 2) -extfile \(path("extensions")) -out \(certificate)")
        return (certificate, key)
    }

    private func openssl(_ arguments: String) throws {
        let result = try Program.run(
            URL(fileURLWithPath: "/usr/bin/env"),
            ["openssl"] + arguments.split(separator: " ").map(String.init))
        guard result.status == 0 else { throw CertificateError.notMade(result.error) }
    }

    enum CertificateError: Error { case notMade(String) }
}
