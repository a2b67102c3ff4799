import Glibc

/// An address to connect a socket to.
struct SocketAddress: Sendable {
    let family: Int32
    let bytes: [UInt8]
}

/// Finds the addresses of a host by `getaddrinfo`, which knows no deadline: it runs on a thread that can be left behind.
enum Resolver {
    static func addresses(
        host: String, port: UInt16, isAddress: Bool, deadline: Deadline, cancellation: Cancellation
    ) throws(NodeError) -> [SocketAddress] {
        if isAddress { return try Lookup(host: host, port: port, isAddress: true).run().get() }
        let lookup = Lookup(host: host, port: port, isAddress: false)
        if let error = Thread.start({ lookup.finish(lookup.run()) }) { throw error }
        try wait(
            lookup.done.descriptor, for: Int16(POLLIN), deadline: deadline, cancellation: cancellation,
            to: "find its address")
        return try lookup.result().get()
    }
}

/// One look-up, shared by the thread that does it and the one that waits.
private final class Lookup: @unchecked Sendable {
    // Written once by `finish` before `done` is raised, read only after it was seen raised: never at the same time.
    private var found: Result<[SocketAddress], NodeError>?
    let done = WakePipe()
    private let host: String
    private let port: UInt16
    private let isAddress: Bool

    init(host: String, port: UInt16, isAddress: Bool) {
        self.host = host
        self.port = port
        self.isAddress = isAddress
    }

    func finish(_ result: Result<[SocketAddress], NodeError>) {
        found = result
        done.raise()
    }

    func result() -> Result<[SocketAddress], NodeError> { found ?? .failure(.resolve(host, "no answer")) }

    func run() -> Result<[SocketAddress], NodeError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICSERV | (isAddress ? AI_NUMERICHOST : AI_ADDRCONFIG)
        var list: UnsafeMutablePointer<addrinfo>?
        var status = getaddrinfo(host, String(port), &hints, &list)
        if status == EAI_NONAME, !isAddress {
            // A machine with nothing but its loopback has no address of any family in the sense of AI_ADDRCONFIG.
            hints.ai_flags = AI_NUMERICSERV
            status = getaddrinfo(host, String(port), &hints, &list)
        }
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else {
            return .failure(.resolve(host, gai_strerror(status).map { String(cString: $0) } ?? "unknown"))
        }
        var addresses: [SocketAddress] = []
        var next = list
        while let entry = next, addresses.count < 16 {
            if let address = entry.pointee.ai_addr {
                let bytes = UnsafeRawBufferPointer(start: address, count: Int(entry.pointee.ai_addrlen))
                addresses.append(SocketAddress(family: entry.pointee.ai_family, bytes: Array(bytes)))
            }
            next = entry.pointee.ai_next
        }
        return addresses.isEmpty ? .failure(.resolve(host, "none found")) : .success(addresses)
    }
}
