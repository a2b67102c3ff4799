import Ethereum
import Foundation
import NodeClient
import StrictJSON
import Synchronization

/// What a scripted node does instead of answering.
enum Instead: Sendable {
    /// Answers this result.
    case result(JSON)
    /// Answers an error.
    case error(Int, String)
    /// Answers this text as the body of a response.
    case body(String)
    /// Sends these bytes as they are and closes.
    case raw([UInt8])
    /// Sends the same bytes over and over until the client is gone.
    case endless(first: String, then: String)
    /// Sends the bytes of a good response one by one, with this pause.
    case drip(seconds: Double)
    /// Says nothing.
    case silence
    /// Closes the connection.
    case close
}

/// A node over HTTP whose chain, and whose misdeeds, a test decides.
final class ScriptedNode: Sendable {
    struct State: Sendable {
        var chain: ScriptedChain
        var chainID = 1337
        /// Asked for each call, with the number of calls of the same method before it.
        var instead: @Sendable (_ method: String, _ parameters: [JSON], _ before: Int) -> Instead? = {
            _, _, _ in nil
        }
        /// Told of each call after it was answered: may change the chain.
        var afterwards: @Sendable (_ method: String, _ before: Int, _ chain: inout ScriptedChain) -> Void = {
            _, _, _ in
        }
        var counts: [String: Int] = [:]
        var connections = 0
    }

    let state: Mutex<State>
    private let server: Mutex<LoopbackServer?> = Mutex(nil)

    init(_ chain: ScriptedChain = ScriptedChain(blocks: 10)) throws {
        state = Mutex(State(chain: chain))
        let started = try LoopbackServer { [weak self] peer in self?.serve(peer) }
        server.withLock { $0 = started }
    }

    var endpoint: Endpoint {
        get throws { try Endpoint("http://127.0.0.1:\(server.withLock { $0?.port ?? 0 })") }
    }

    /// A client with short deadlines.
    func client(_ change: (inout NodeOptions) -> Void = { _ in }) throws -> NodeClient {
        NodeClient(try endpoint, options: Self.options(change))
    }

    static func options(_ change: (inout NodeOptions) -> Void = { _ in }) -> NodeOptions {
        var options = NodeOptions()
        options.requestSeconds = 2
        options.connectSeconds = 2
        options.attempts = 1
        change(&options)
        return options
    }

    var chain: ScriptedChain { state.withLock { $0.chain } }

    func count(_ method: String) -> Int { state.withLock { $0.counts[method] ?? 0 } }

    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    /// Replaces the answers to `method`.
    func answer(_ method: String, with instead: Instead) {
        change { $0.instead = { name, _, _ in name == method ? instead : nil } }
    }

    // MARK: Serving

    private func serve(_ peer: Peer) {
        state.withLock { $0.connections += 1 }
        var rest: [UInt8] = []
        while let (_, body) = peer.request(&rest), let document = try? JSON.parse(body, limits: .node) {
            if let calls = document.arrayValue {
                let answers = calls.map { reply($0) }
                for case .some(let instead) in answers.map(\.instead) {
                    if case .error = instead { continue }
                    if case .result = instead { continue }
                    return act(instead, on: peer, reply: [])
                }
                guard peer.write(Peer.response(Array(JSON.array(answers.map(\.answer)).serialized().utf8)))
                else {
                    return
                }
            } else {
                let (instead, answer) = reply(document)
                let bytes = Peer.response(Array(answer.serialized().utf8))
                switch instead {
                case nil, .error, .result:
                    guard peer.write(bytes) else { return }
                case .body(let text):
                    guard peer.write(Peer.response(Array(text.utf8))) else { return }
                case .some(let misdeed): return act(misdeed, on: peer, reply: bytes)
                }
            }
        }
    }

    private func reply(_ call: JSON) -> (instead: Instead?, answer: JSON) {
        let method = call["method"]?.stringValue ?? ""
        let parameters = call["params"]?.arrayValue ?? []
        let (instead, result) = state.withLock { state -> (Instead?, JSON?) in
            let before = state.counts[method] ?? 0
            state.counts[method] = before + 1
            let result: JSON? =
                method == "eth_chainId"
                ? .string("0x" + String(state.chainID, radix: 16)) : state.chain.answer(method, parameters)
            let instead = state.instead(method, parameters, before)
            state.afterwards(method, before, &state.chain)
            return (instead, result)
        }
        let head: [(String, JSON)] = [("jsonrpc", "2.0"), ("id", call["id"] ?? .null)]
        func error(_ code: Int, _ message: String) -> JSON {
            .object(
                JSONObject(
                    head + [
                        (
                            "error",
                            .object(
                                JSONObject([("code", .number(String(code))), ("message", .string(message))]))
                        )
                    ]))
        }
        switch instead {
        case .result(let value): return (instead, .object(JSONObject(head + [("result", value)])))
        case .error(let code, let message): return (instead, error(code, message))
        default: break
        }
        guard let result else { return (instead, error(-32601, "the method \(method) does not exist")) }
        return (instead, .object(JSONObject(head + [("result", result)])))
    }

    private func act(_ instead: Instead, on peer: Peer, reply: [UInt8]) {
        switch instead {
        case .result, .error, .close: break
        case .body(let text): peer.write(Peer.response(Array(text.utf8)))
        case .raw(let bytes): peer.write(bytes)
        case .endless(let first, let then):
            peer.write(first)
            let block = [UInt8](String(repeating: then, count: max(1, 65536 / max(then.utf8.count, 1))).utf8)
            // Nothing, over and over, never fails: it is waited for the client's end instead.
            if block.isEmpty { _ = peer.read() }
            while !block.isEmpty, peer.write(block) {}
        case .drip(let seconds):
            for byte in reply {
                guard peer.write([byte]) else { return }
                Thread.sleep(forTimeInterval: seconds)
            }
        case .silence: _ = peer.read()
        }
    }
}
