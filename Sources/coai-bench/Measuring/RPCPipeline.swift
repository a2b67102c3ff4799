import Foundation
import StrictJSON
import WebWire

/// A connection to a node over which requests are sent without waiting for the answers to those before.
final class RPCPipeline {
    private let descriptor: Int32
    private var id = 0

    /// A connection to a port of this machine; nil if nobody listens there.
    init?(port: UInt16) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        guard connected == 0 else { return nil }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }

    deinit { close(descriptor) }

    /// The result of one call; nil for an error.
    func call(_ method: String, _ parameters: [JSON]) -> JSON? {
        var result: JSON?
        let request = requests([(method, parameters)])
        guard run(request, answers: 1, { result = (try? JSON.parse($0, limits: .node))?["result"] })
        else { return nil }
        return result
    }

    /// HTTP requests, one after another, as they are sent.
    func requests(_ calls: [(method: String, parameters: [JSON])]) -> [UInt8] {
        var bytes: [UInt8] = []
        for call in calls {
            id += 1
            let document: JSON = [
                "jsonrpc": "2.0", "id": .number(String(id)), "method": .string(call.method),
                "params": .array(call.parameters),
            ]
            let fields = [HTTPField("Host", "localhost"), HTTPField("Content-Type", "application/json")]
            try? HTTPWriter.request(
                method: "POST", target: "/", fields: fields, body: document.serializedBytes, into: &bytes)
        }
        return bytes
    }

    /// Sends requests as fast as they are taken, and reads so many answers; false if they don't come.
    func run(_ requests: [UInt8], answers: Int, _ body: ([UInt8]) -> Void) -> Bool {
        let limits = HTTPLimits(bodyBytes: 1 << 30)
        var parser = HTTPResponseParser(limits: limits)
        var sent = 0
        var read = 0
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while read < answers {
            let events = sent < requests.count ? POLLIN | POLLOUT : POLLIN
            var ready = pollfd(fd: descriptor, events: Int16(events), revents: 0)
            guard poll(&ready, 1, 60_000) > 0 else { return false }
            if ready.revents & Int16(POLLOUT) != 0 {
                let count = requests.withUnsafeBytes {
                    send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
                }
                if count > 0 { sent += count }
            }
            guard ready.revents & Int16(POLLIN | POLLHUP | POLLERR) != 0 else { continue }
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count < 0, errno == EAGAIN { continue }
            guard count > 0 else { return false }
            let isRight = buffer.withUnsafeBytes { bytes in
                var index = 0
                let received = UnsafeRawBufferPointer(rebasing: bytes.prefix(count))
                while index < count {
                    guard let isWhole = try? parser.read(received, from: &index) else { return false }
                    guard isWhole else { break }
                    guard parser.head?.status == 200 else { return false }
                    body(parser.takeBody())
                    read += 1
                    parser = HTTPResponseParser(limits: limits)
                }
                return true
            }
            guard isRight else { return false }
        }
        return true
    }
}
