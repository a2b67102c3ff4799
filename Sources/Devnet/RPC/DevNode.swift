import Cryptography
import EVM
import Ethereum
import StrictJSON

/// A node over a development chain: what JSON-RPC asks for, without a socket.
///
/// An object that one thread at a time uses.
public final class DevNode {
    /// When blocks are made.
    public enum Mining: Sendable, Equatable {
        /// One as soon as a transaction comes.
        case instant
        /// When told to, by a clock or by `evm_mine`.
        case manual
    }

    /// The chain.
    public let chain: DevChain
    /// When blocks are made.
    public var mining: Mining = .instant
    /// Accounts for which the node itself signs (`eth_sendTransaction`).
    let accounts: [Address: PrivateKey]
    let accountOrder: [Address]
    /// What one client may take of what all share.
    public var limits = Limits()
    var filters: [UInt64: Filter] = [:]
    var filterCount: UInt64 = 0

    /// A node of a chain, with the keys that it signs with.
    public init(_ chain: DevChain, keys: [PrivateKey] = []) {
        self.chain = chain
        accountOrder = keys.map(\.address)
        accounts = Dictionary(keys.map { ($0.address, $0) }) { first, _ in first }
    }

    /// How much a request may ask for, and how much is kept for those that don't come back.
    public struct Limits: Sendable {
        /// Requests of a batch.
        public var batch = 1_000
        /// Milliseconds after which no further request of a batch is begun: others wait meanwhile.
        public var batchMilliseconds: UInt64 = 2_000
        /// Logs of an answer.
        public var logs = 100_000
        /// Bytes of an answer's logs, about.
        public var logBytes = 64 << 20
        /// Filters at a time; the oldest gives way.
        public var filters = 1_000
        /// What all filters together keep to tell; the one with the most is dropped beyond that.
        public var news = 200_000

        /// Limits that ordinary tools don't meet.
        public init() {}
    }

    /// The answer to a request; nil for a notification.
    ///
    /// - Parameter request: one, or a batch.
    public func answer(_ request: JSON) -> JSON? {
        guard let batch = request.arrayValue else { return single(request) }
        guard !batch.isEmpty else { return Self.failure(.null, .init(code: -32600, message: "empty batch")) }
        guard batch.count <= limits.batch else {
            return Self.failure(.null, .init(code: -32600, message: "batch too large"))
        }
        let begin = MonotonicClock.milliseconds
        let answers = batch.enumerated().compactMap { place, request in
            guard place == 0 || MonotonicClock.milliseconds - begin < limits.batchMilliseconds else {
                return request["id"].map {
                    Self.failure($0, .init(code: -32002, message: "request timed out"))
                }
            }
            return single(request)
        }
        return answers.isEmpty ? nil : .array(answers)
    }

    /// The result of a method.
    public func call(_ method: String, _ parameters: [JSON]) throws(RPCError) -> JSON {
        guard let row = Self.methods[method] else {
            throw RPCError(
                code: -32601, message: "the method \(method.prefix(80)) does not exist/is not available")
        }
        let arguments = RPCArguments(parameters)
        try arguments.limit(row.arguments)
        return try row.body(self, arguments)
    }

    private func single(_ request: JSON) -> JSON? {
        guard let object = request.objectValue, object["jsonrpc"]?.stringValue == "2.0",
            let method = object["method"]?.stringValue
        else { return Self.failure(.null, .init(code: -32600, message: "invalid request")) }
        let id = object["id"]
        switch id {
        case nil, .null, .string, .number: break
        default: return Self.failure(.null, .init(code: -32600, message: "invalid request id"))
        }
        let parameters: [JSON]
        switch object["params"] {
        case nil, .null: parameters = []
        case .array(let values): parameters = values
        default:
            return id.map { Self.failure($0, .invalid("non-array args")) }
        }
        do throws(RPCError) {
            let result = try call(method, parameters)
            return id.map { ["jsonrpc": "2.0", "id": $0, "result": result] }
        } catch { return id.map { Self.failure($0, error) } }
    }

    static func failure(_ id: JSON, _ error: RPCError) -> JSON {
        ["jsonrpc": "2.0", "id": id, "error": error.json]
    }

    /// What a method takes at most, and what it does.
    struct Method: Sendable {
        let arguments: Int
        let body: @Sendable (DevNode, RPCArguments) throws(RPCError) -> JSON

        init(_ arguments: Int, _ body: @escaping @Sendable (DevNode, RPCArguments) throws(RPCError) -> JSON) {
            self.arguments = arguments
            self.body = body
        }
    }

    /// Methods by name.
    static let methods: [String: Method] = {
        var all: [String: Method] = [:]
        for part in [
            chainMethods, stateMethods, callMethods, transactionMethods, rawMethods, traceMethods,
            simulationMethods, logMethods,
            feeMethods,
            developmentMethods,
        ] {
            all.merge(part) { first, _ in first }
        }
        return all
    }()
}
