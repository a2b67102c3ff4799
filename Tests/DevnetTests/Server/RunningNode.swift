import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai devnet` in a process of its own, on a free port; it ends with this value.
final class RunningNode: @unchecked Sendable {
    let folder: URL
    let port: UInt16
    var http: String { "http://127.0.0.1:\(port)" }
    var webSocket: String { "ws://127.0.0.1:\(port)" }
    var ipc: String { folder.appendingPathComponent("node.ipc").path }
    private let process = Process()

    init(_ options: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-devnet-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        process.executableURL = URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai")
        process.arguments =
            ["devnet", "--port", "0", "--json", "--ipc", folder.appendingPathComponent("node.ipc").path]
            + options
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        // A line, or the program's end.
        var text: [UInt8] = []
        while !text.contains(0x0a), case let data = output.fileHandleForReading.availableData, !data.isEmpty {
            text += data
        }
        let ready = try JSON.parse(text)
        let url = try #require(ready["http"]?.stringValue)
        port = try #require(UInt16(url.split(separator: ":").last ?? ""))
    }

    var isRunning: Bool { process.isRunning }

    /// Ends it as Ctrl-C does; answers its exit status.
    func stop() -> Int32 {
        Foundation.kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it in the middle of whatever it does.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    deinit {
        if process.isRunning { kill() }
        try? FileManager.default.removeItem(at: folder)
    }

    /// What the node answers to these bytes, sent over a connection of their own, until it closes that or is quiet.
    func exchange(_ bytes: [UInt8], milliseconds: Int32 = 2_000, until: (([UInt8]) -> Bool)? = nil) throws
        -> [UInt8]
    {
        let descriptor = try connection()
        defer { close(descriptor) }
        _ = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        var answer: [UInt8] = []
        while true {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&ready, 1, milliseconds) > 0 else { return answer }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer.prefix(count)
            if until?(answer) == true { return answer }
        }
    }

    /// A connection to the port.
    func connection() throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(connected == 0)
        return descriptor
    }

    /// The body of the answer to a request.
    func request(_ body: String, fields: String = "Content-Type: application/json\r\n") throws -> String {
        let text =
            "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n"
            + body
        return String(decoding: try exchange(Array(text.utf8)), as: UTF8.self)
    }

    /// Whether it answers an honest client.
    func isWell() throws -> Bool {
        try request(#"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#).contains(#""result":"0x7a69""#)
    }
}
