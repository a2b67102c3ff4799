import Glibc

/// Bytes that wait to be sent: large ones stay where they were written.
struct OutputQueue {
    /// Bytes that are joined with those before them.
    private static let small = 1 << 14

    private var parts: [[UInt8]] = []
    /// How much of the first part is sent.
    private var sent = 0

    private var whole: [UInt8]?

    /// How many bytes wait.
    private(set) var count = 0

    mutating func append(_ bytes: consuming [UInt8]) {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        if let last = parts.last?.count, last < Self.small, bytes.count < Self.small {
            parts[parts.count - 1] += bytes
        } else {
            parts.append(bytes)
        }
    }

    /// Sends what the socket takes; false once it takes nothing any more.
    mutating func send(to descriptor: Int32) -> Bool {
        while !parts.isEmpty {
            let size = parts[0].count
            let taken = parts[0].withUnsafeBytes { [sent] in
                Glibc.send(
                    descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard taken > 0 else { return taken < 0 && (errno == EAGAIN || errno == EINTR) }
            sent += taken
            count -= taken
            if sent == size { didSend() }
        }
        return true
    }

    /// The memory of a large part that was sent, empty; nil if none was.
    mutating func takeSent() -> [UInt8]? {
        defer { whole = nil }
        return whole
    }

    private mutating func didSend() {
        sent = 0
        var part = parts.removeFirst()
        guard part.count >= Self.small else { return }
        part.removeAll(keepingCapacity: true)
        whole = part
    }
}
