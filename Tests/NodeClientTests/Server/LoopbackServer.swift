import Foundation
import WebWire

/// A TCP server on a free port of 127.0.0.1 that gives each connection to `serve` on a thread of its own.
final class LoopbackServer: Sendable {
    let port: UInt16
    private let listener: Int32

    init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &address) { raw -> Int32 in
            guard let name = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            guard bind(listener, name, size) == 0, listen(listener, 64) == 0 else { return -1 }
            return getsockname(listener, name, &size)
        }
        guard status == 0 else { throw POSIXError(.EADDRINUSE) }
        port = UInt16(bigEndian: address.sin_port)
        Self.accept(listener, serve)
    }

    static func accept(_ listener: Int32, _ serve: @escaping @Sendable (Peer) -> Void) {
        Thread.detachNewThread {
            while true {
                let descriptor = Foundation.accept(listener, nil, nil)
                guard descriptor >= 0 else { return }
                Thread.detachNewThread {
                    serve(Peer(descriptor: descriptor))
                    close(descriptor)
                }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }
}

/// A server on a socket in the file system that gives each connection to `serve` on a thread of its own.
final class LocalSocketServer: Sendable {
    let path: String
    private let listener: Int32

    init(_ serve: @escaping @Sendable (Peer) -> Void) throws {
        path = NSTemporaryDirectory() + "coai-\(UInt32.random(in: 0 ... .max)).ipc"
        let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let status = withUnsafeBytes(of: &address) { raw -> Int32 in
            guard let name = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self) else { return -1 }
            return bind(listener, name, size) == 0 ? listen(listener, 8) : -1
        }
        guard status == 0 else { throw POSIXError(.EADDRINUSE) }
        LoopbackServer.accept(listener, serve)
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        unlink(path)
    }
}

/// The server's end of a connection.
struct Peer: Sendable {
    let descriptor: Int32

    /// Some bytes; none at the end.
    func read() -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return Array(buffer.prefix(max(count, 0)))
    }

    /// Sends all of `bytes`; false once the client is gone.
    @discardableResult func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    @discardableResult func write(_ text: String) -> Bool { write(Array(text.utf8)) }

    /// The next request with its body, read by the project's own parser; nil at the end.
    func request(_ rest: inout [UInt8]) -> (head: HTTPRequestHead, body: [UInt8])? {
        var parser = HTTPRequestParser(limits: HTTPLimits(bodyBytes: 64 << 20))
        while true {
            if rest.isEmpty { rest = read() }
            guard !rest.isEmpty else { return nil }
            var index = 0
            let whole = rest.withUnsafeBytes { (try? parser.read($0, from: &index)) ?? false }
            rest.removeFirst(index)
            if whole, let head = parser.head { return (head, parser.takeBody()) }
            guard index > 0 || rest.isEmpty else { return nil }
        }
    }

    /// A response of status 200 with this body.
    static func response(_ body: [UInt8]) -> [UInt8] {
        Array(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
            + body
    }
}
