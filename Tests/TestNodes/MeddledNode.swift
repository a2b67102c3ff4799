import Cryptography
import Devnet
import Foundation
import StrictJSON
import Synchronization

/// A development node in this process, over a real socket of 127.0.0.1, whose answers a test may spoil on their way.
public final class MeddledNode: Sendable {
    /// What is sent instead of an answer.
    public enum Instead: Sendable {
        /// This result.
        case result(JSON)
        /// An error of this code.
        case error(Int)
        /// These bytes, and the connection is closed.
        case raw(String)
        /// The same bytes until the client has gone.
        case endless(String)
        /// Nothing.
        case silence
    }

    /// Decides about an answer: nil leaves it as it is. Told how many of the method came before.
    public typealias Meddle =
        @Sendable (_ method: String, _ parameters: [JSON], _ result: JSON?, _ before: Int)
        -> Instead?

    private struct State {
        let node: DevNode
        var counts: [String: Int] = [:]
    }

    /// Its address over HTTP.
    public let url: String
    private let listener: Int32
    private let state: Mutex<State>
    private let meddle: Meddle

    /// A node of a new chain, which signs with these keys.
    ///
    /// - Throws: `POSIXError` where there is no port for it.
    public init(
        _ configuration: DevChain.Configuration, keys: [PublishedKey] = [],
        _ meddle: @escaping Meddle = { _, _, _, _ in nil }
    ) throws {
        state = Mutex(State(node: DevNode(DevChain(configuration), keys: keys)))
        self.meddle = meddle
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutableBytes(of: &address) { raw -> Int32 in
            guard let name = raw.baseAddress?.assumingMemoryBound(to: sockaddr.self),
                bind(listener, name, size) == 0, listen(listener, 64) == 0
            else { return -1 }
            return getsockname(listener, name, &size)
        }
        guard status == 0 else { throw POSIXError(.EADDRINUSE) }
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
        Thread.detachNewThread { [weak self] in
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0, let self else {
                    close(listener)
                    return
                }
                Thread.detachNewThread {
                    self.serve(descriptor)
                    close(descriptor)
                }
            }
        }
    }

    /// Ends the listening; the thread that accepts ends with it, and closes: its number may be another's then.
    public func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    /// Uses the node itself, while nobody else does.
    public func withNode<Value>(_ body: (DevNode) throws -> sending Value) rethrows -> sending Value {
        try state.withLock { try body($0.node) }
    }

    /// The result of a method, unspoiled.
    @discardableResult public func call(_ method: String, _ parameters: [JSON] = []) throws -> JSON {
        let answer = Self.reply(method, parameters, state)
        guard let result = answer["result"] else { throw Refused(answer: answer) }
        return result
    }

    /// What a method answered instead of a result.
    public struct Refused: Error { public let answer: JSON }

    private static func reply(_ method: String, _ parameters: [JSON], _ state: borrowing Mutex<State>) -> JSON
    {
        state.withLock { state in
            do throws(RPCError) {
                return ["result": try state.node.call(method, parameters)]
            } catch {
                return [
                    "error": ["code": .number(String(error.code)), "message": .string(error.message)]
                ]
            }
        }
    }

    // MARK: The wire

    private func serve(_ descriptor: Int32) {
        var waiting: [UInt8] = []
        while let body = request(descriptor, &waiting) {
            guard let document = try? JSON.parse(body) else { return }
            var answers: [JSON] = []
            for call in document.arrayValue ?? [document] {
                let method = call["method"]?.stringValue ?? ""
                let parameters = call["params"]?.arrayValue ?? []
                let before = state.withLock { state in
                    defer { state.counts[method, default: 0] += 1 }
                    return state.counts[method, default: 0]
                }
                let answer = Self.reply(method, parameters, state)
                var members: [(String, JSON)] = [("jsonrpc", "2.0"), ("id", call["id"] ?? .null)]
                switch meddle(method, parameters, answer["result"], before) {
                case .result(let result)?: members.append(("result", result))
                case .error(let code)?:
                    members.append(("error", ["code": .number(String(code)), "message": "no"]))
                case .raw(let text)?:
                    _ = write(descriptor, Array(text.utf8))
                    return
                case .endless(let text)?:
                    let bytes = Array(text.utf8)
                    while write(descriptor, bytes) {}
                    return
                case .silence?:
                    var byte: UInt8 = 0
                    while recv(descriptor, &byte, 1, 0) > 0 {}
                    return
                case nil:
                    members +=
                        answer.objectValue?.members.filter { ["result", "error"].contains($0.key) }
                        .map { ($0.key, $0.value) } ?? []
                }
                answers.append(.object(JSONObject(members)))
            }
            let text = document.arrayValue == nil ? answers[0].serialized() : JSON.array(answers).serialized()
            guard write(descriptor, Self.response(text)) else { return }
        }
    }

    /// An answer as it goes over the wire.
    public static func response(_ body: String) -> [UInt8] {
        Array("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)".utf8)
    }

    private func write(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
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

    /// The body of the next request; nil at the end.
    private func request(_ descriptor: Int32, _ waiting: inout [UInt8]) -> [UInt8]? {
        let end: [UInt8] = [13, 10, 13, 10]
        while true {
            if let place = waiting.firstRange(of: end) {
                let head = String(decoding: waiting[..<place.lowerBound], as: UTF8.self).lowercased()
                let length = head.split(separator: "content-length:").dropFirst().first?
                    .split(separator: "\r\n").first.flatMap { Int($0.trimmingCharacters(in: .whitespaces)) }
                if let length, waiting.count >= place.upperBound + length {
                    let body = Array(waiting[place.upperBound..<(place.upperBound + length)])
                    waiting.removeFirst(place.upperBound + length)
                    return body
                }
            }
            var buffer = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            waiting += buffer.prefix(count)
        }
    }
}
