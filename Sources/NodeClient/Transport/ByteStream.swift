import CTLS
import Glibc

/// Bytes to and from a node, over TLS or not, every wait bounded by a deadline.
final class ByteStream {
    private let socket: Socket
    private let tls: OpaquePointer?
    private let cancellation: Cancellation

    /// Connects to `endpoint`; TLS stands and the host is verified when this returns.
    init(_ endpoint: Endpoint, trust: TrustStore?, deadline: Deadline, cancellation: Cancellation)
        throws(NodeError)
    {
        socket = try Socket.connect(endpoint, deadline: deadline, cancellation: cancellation)
        self.cancellation = cancellation
        guard endpoint.isEncrypted else {
            tls = nil
            return
        }
        guard let context = trust?.context,
            let stream = coai_tls_new(
                context, socket.descriptor, endpoint.host, endpoint.isAddress ? 1 : 0)
        else {
            throw .tls(endpoint.host, "TLS couldn't be set up", certificate: false)
        }
        tls = stream
        while true {
            let status = coai_tls_handshake(stream)
            if status == 1 { return }
            guard try isReady(Int(status), deadline, "finish the TLS handshake") else {
                // The stream is freed by deinit: all properties are set.
                throw .tls(
                    endpoint.host, Self.reason(stream),
                    certificate: coai_tls_certificate_refused(stream) != 0)
            }
        }
    }

    deinit {
        if let tls {
            coai_tls_shutdown(tls)
            coai_tls_free(tls)
        }
    }

    /// Whether bytes or an end wait to be read.
    var isReadable: Bool { socket.isReadable }

    /// The descriptor to poll for something to read.
    var descriptor: Int32 { socket.descriptor }

    /// Sends all of `bytes`.
    func send(_ bytes: [UInt8], deadline: Deadline) throws(NodeError) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { raw -> Int in
                guard let base = raw.baseAddress else { return 0 }
                if let tls { return coai_tls_write(tls, base + sent, raw.count - sent) }
                return Self.plain(
                    Glibc.send(socket.descriptor, base + sent, raw.count - sent, Int32(MSG_NOSIGNAL)),
                    wanting: Int(coai_tls_want_write))
            }
            if count > 0 {
                sent += count
            } else {
                guard try isReady(count, deadline, "take the request") else { throw .closed }
            }
        }
    }

    /// Some bytes, at least one; 0 where the node closed the connection in order.
    func receive(into buffer: UnsafeMutableRawBufferPointer, deadline: Deadline) throws(NodeError) -> Int {
        guard let base = buffer.baseAddress else { return 0 }
        while true {
            // A node that sends a byte now and then must not hold us beyond the deadline.
            if deadline.hasPassed { throw .timeout("answer") }
            if cancellation.isCancelled { throw .cancelled }
            let count: Int
            if let tls {
                count = coai_tls_read(tls, base, buffer.count)
            } else {
                count = Self.plain(
                    recv(socket.descriptor, base, buffer.count, 0), wanting: Int(coai_tls_want_read))
            }
            if count > 0 || count == Int(coai_tls_closed) { return count }
            guard try isReady(count, deadline, "answer") else { throw .closed }
        }
    }

    /// A result of `send` or `recv` in the terms of the TLS calls.
    private static func plain(_ count: Int, wanting: Int) -> Int {
        if count >= 0 { return count }
        return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? wanting : Int(coai_tls_cut)
    }

    /// Waits for what a call asked for; false where it failed instead.
    private func isReady(_ status: Int, _ deadline: Deadline, _ what: String) throws(NodeError) -> Bool {
        let events: Int32
        switch status {
        case Int(coai_tls_want_read): events = POLLIN
        case Int(coai_tls_want_write): events = POLLOUT
        default: return false
        }
        try wait(
            socket.descriptor, for: Int16(events), deadline: deadline, cancellation: cancellation, to: what)
        return true
    }

    private static func reason(_ stream: OpaquePointer) -> String {
        var text = [CChar](repeating: 0, count: 256)
        coai_tls_reason(stream, &text, text.count)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The certificate authorities that are trusted; read once for all connections of a client.
final class TrustStore {
    let context: OpaquePointer

    /// The system's authorities, and those in a PEM file.
    init(certificateFile: String?) throws(NodeError) {
        guard let made = coai_tls_context_new(certificateFile) else {
            throw NodeError(
                code: "node.tls",
                message: certificateFile.map { "no certificate authorities can be read from \($0)" }
                    ?? "TLS couldn't be set up",
                hint: "the file must hold certificates in PEM form")
        }
        context = made
    }

    deinit { coai_tls_context_free(context) }
}
