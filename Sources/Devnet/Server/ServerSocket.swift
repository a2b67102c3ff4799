import CLocalSocket
import Glibc

/// Why a server can't be started.
public struct DevServerError: Error, Sendable, Equatable {
    /// Stable name, such as `devnet.port`.
    public let code: String
    /// One sentence for a person.
    public let message: String
}

/// Sockets that don't block.
enum ServerSocket {
    /// Listens on a loopback port, or on all addresses if that is asked for.
    ///
    /// - Parameter port: 0 takes a free one.
    static func listen(port: UInt16, everywhere: Bool) throws(DevServerError) -> (
        descriptor: Int32, port: UInt16
    ) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw failure("devnet.port", "no socket can be made") }
        var one: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = (everywhere ? 0 : UInt32(0x7f00_0001)).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && Glibc.listen(descriptor, 128) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard bound else {
            let error = failure("devnet.port", "port \(port) can't be listened on")
            close(descriptor)
            throw error
        }
        makeNonblocking(descriptor)
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    /// Listens on a unix socket of mode 0600; one that is left over, with nobody behind it, is replaced.
    static func listen(path: String) throws(DevServerError) -> Int32 {
        let other = local_socket_connect(path)
        if other >= 0 {
            close(other)
            throw DevServerError(code: "devnet.ipc", message: "another program listens on \(path)")
        }
        var status = stat()
        if errno == ECONNREFUSED, lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK {
            unlink(path)
        }
        let descriptor = local_socket_listen(path)
        guard descriptor >= 0 else { throw failure("devnet.ipc", "\(path) can't be made") }
        makeNonblocking(descriptor)
        return descriptor
    }

    /// The next connection that waits; nil if none does.
    static func accept(_ listener: Int32) -> Int32? {
        let descriptor = Glibc.accept(listener, nil, nil)
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        makeNonblocking(descriptor)
        // Answers are small and awaited: they aren't held back. It means nothing on a unix socket.
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        return descriptor
    }

    private static func makeNonblocking(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    private static func failure(_ code: String, _ message: String) -> DevServerError {
        let reason = strerror(errno).map { String(cString: $0) } ?? ""
        return DevServerError(code: code, message: message + ": " + reason)
    }
}
