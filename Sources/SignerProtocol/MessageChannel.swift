import CLocalSocket
import Glibc
import StrictJSON

/// One end of a connection between a requester and the signer.
///
/// Messages are JSON objects, each behind its length in four bytes, highest first; at most one descriptor travels beside
/// a message.
public final class MessageChannel {
    /// Longest message, in bytes: a document of 1 MiB in hex digits and what stands around it.
    public static let maximumLength = 3 << 20
    private static let limits = JSONLimits(maximumBytes: maximumLength, maximumDepth: 8, maximumItems: 10_000)

    /// The socket.
    public let descriptor: Int32
    private var received: [UInt8] = []
    private var passedDescriptor: Int32?

    /// A channel over a connected socket, which it closes at its end.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    deinit {
        if let passedDescriptor { close(passedDescriptor) }
        close(descriptor)
    }

    /// A connection to the signer's socket at `path`; nil if nobody listens there.
    public convenience init?(connectingTo path: String) {
        let descriptor = local_socket_connect(path)
        guard descriptor >= 0 else { return nil }
        self.init(descriptor: descriptor)
    }

    /// Process and user at the other end, as the kernel knows them; nil if it doesn't.
    public var peer: (process: Int32, user: UInt32)? {
        var process: pid_t = 0
        var user: uid_t = 0
        return local_socket_peer(descriptor, &process, &user) == 0 ? (process, user) : nil
    }

    /// Sends a message, with `passing` beside it.
    ///
    /// - Throws: `SignerError`: the other side is gone, or takes nothing for `timeoutMilliseconds`.
    public func send(
        _ message: JSON, passing: Int32? = nil, timeoutMilliseconds: Int32 = 10_000
    ) throws(SignerError) {
        let body = Array(message.serialized().utf8)
        guard body.count <= Self.maximumLength else {
            throw SignerError(
                code: "signer.too-large", message: "the request is larger than the signer takes",
                hint: "a document is at most 1 MiB")
        }
        let length = UInt32(body.count)
        var rest = ([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + body)[...]
        var passing = passing
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                local_socket_send(descriptor, $0.baseAddress, $0.count, passing ?? -1)
            }
            if count < 0, errno == EAGAIN {
                guard local_socket_wait_writable(descriptor, timeoutMilliseconds) == 1 else {
                    throw .timeout
                }
                continue
            }
            guard count > 0 else { throw .closed }
            passing = nil
            rest = rest.dropFirst(count)
        }
    }

    /// The next message, and the descriptor beside it, which the caller closes.
    ///
    /// - Parameter deadline: on the monotonic clock, in milliseconds; nil for as long as it takes.
    /// - Throws: `SignerError` for an end, a time-out, a message that is too long or not strict JSON.
    public func receive(
        deadline: Int64? = nil
    ) throws(SignerError) -> (message: JSON, descriptor: Int32?) {
        while true {
            if let whole = try takeWhole() { return whole }
            let wait = deadline.map { Int32(clamping: max($0 - Self.now, 0)) } ?? -1
            switch local_socket_wait(descriptor, -1, wait) {
            case 0:
                if let deadline, Self.now >= deadline { throw .timeout }
            case -1: throw .closed
            default: guard try fill() else { throw .closed }
            }
        }
    }

    /// Reads what there is; false at the end.
    public func fill() throws(SignerError) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var passed: Int32 = -1
        let count = buffer.withUnsafeMutableBytes {
            local_socket_receive(descriptor, $0.baseAddress, $0.count, &passed)
        }
        if passed >= 0 {
            if let passedDescriptor { close(passedDescriptor) }
            passedDescriptor = passed
        }
        if count < 0 { return errno == EAGAIN }
        guard count > 0 else { return false }
        received += buffer.prefix(count)
        return true
    }

    /// A whole message and the descriptor beside it, which the caller closes, if one is there.
    public func takeWhole() throws(SignerError) -> (message: JSON, descriptor: Int32?)? {
        guard let message = try takeMessage() else { return nil }
        defer { passedDescriptor = nil }
        return (message, passedDescriptor)
    }

    /// A whole message, if one is there.
    public func takeMessage() throws(SignerError) -> JSON? {
        guard received.count >= 4 else { return nil }
        let length = received.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length <= Self.maximumLength else { throw .malformed("its length is \(length)") }
        guard received.count >= 4 + length else { return nil }
        let body = Array(received[4..<(4 + length)])
        received.removeFirst(4 + length)
        do { return try JSON.parse(body, limits: Self.limits) } catch { throw .malformed(error.message) }
    }

    /// Milliseconds on a clock that never goes back.
    public static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
