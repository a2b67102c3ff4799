import Glibc

/// A connected stream socket that doesn't block, closed when it goes.
final class Socket {
    let descriptor: Int32

    private init(descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// A socket connected to the host of `endpoint`, or to its path.
    static func connect(_ endpoint: Endpoint, deadline: Deadline, cancellation: Cancellation)
        throws(NodeError) -> Socket
    {
        if endpoint.transport == .ipc {
            return try connect(
                [unixAddress(endpoint.host)], place: endpoint.host, deadline: deadline,
                cancellation: cancellation)
        }
        let addresses = try Resolver.addresses(
            host: endpoint.host, port: endpoint.port, isAddress: endpoint.isAddress, deadline: deadline,
            cancellation: cancellation)
        return try connect(
            addresses, place: endpoint.authority, deadline: deadline, cancellation: cancellation)
    }

    private static func unixAddress(_ path: String) -> SocketAddress {
        var bytes = [UInt8](repeating: 0, count: MemoryLayout<sockaddr_un>.size)
        withUnsafeBytes(of: sa_family_t(AF_UNIX)) { bytes.replaceSubrange(0..<$0.count, with: $0) }
        let text = Array(path.utf8.prefix(107))
        bytes.replaceSubrange(2..<(2 + text.count), with: text)
        return SocketAddress(family: AF_UNIX, bytes: bytes)
    }

    private static func connect(
        _ addresses: [SocketAddress], place: String, deadline: Deadline, cancellation: Cancellation
    ) throws(NodeError) -> Socket {
        var failure = NodeError.connect(place, ECONNREFUSED)
        for (tried, address) in addresses.enumerated() {
            // Each address gets its share of the time, so that one that doesn't answer can't use up all of it.
            let share = deadline.remaining / Double(addresses.count - tried)
            do {
                return try connect(
                    address, place: place, deadline: Deadline(seconds: share), cancellation: cancellation)
            } catch {
                if error.isCancelled { throw error }
                failure = error
            }
        }
        throw failure
    }

    private static func connect(
        _ address: SocketAddress, place: String, deadline: Deadline, cancellation: Cancellation
    ) throws(NodeError) -> Socket {
        let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
        let descriptor = socket(address.family, kind, 0)
        guard descriptor >= 0 else { throw .system("socket", errno) }
        let made = Socket(descriptor: descriptor)
        if address.family != AF_UNIX {
            var on: Int32 = 1
            setsockopt(
                descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        }
        while true {
            let status = address.bytes.withUnsafeBytes { raw in
                raw.baseAddress.map {
                    Glibc.connect(
                        descriptor, $0.assumingMemoryBound(to: sockaddr.self), socklen_t(raw.count))
                } ?? -1
            }
            if status == 0 { return made }
            switch errno {
            case EINPROGRESS: break
            case EINTR: continue
            // A local socket whose queue is full: it says so instead of letting us wait.
            case EAGAIN:
                guard !deadline.hasPassed else { throw .connect(place, EAGAIN) }
                try cancellation.sleep(seconds: min(0.02, deadline.remaining))
                continue
            default: throw .connect(place, errno)
            }
            break
        }
        try wait(
            descriptor, for: Int16(POLLOUT), deadline: deadline, cancellation: cancellation,
            to: "accept a connection")
        var fault: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &fault, &size) == 0, fault == 0 else {
            throw .connect(place, fault == 0 ? errno : fault)
        }
        return made
    }

    /// Whether bytes or an end wait to be read; false for a healthy connection that nothing is expected on.
    var isReadable: Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, 0) != 0
    }
}
