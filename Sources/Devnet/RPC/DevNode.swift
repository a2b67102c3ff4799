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
        /// When told to, as by `evm_mine`.
        case manual
        /// One every so many seconds, 1 to 86,400, made by whoever serves the node.
        case interval(UInt64)
    }

    /// The chain.
    public internal(set) var chain: DevChain
    /// When blocks are made.
    public var mining: Mining = .instant
    /// Accounts for which the node itself signs (`eth_sendTransaction`).
    let accounts: [Address: PublishedKey]
    let accountOrder: [Address]
    /// What one client may take of what all share.
    public var limits = Limits()
    /// Writes the state to the file that whoever runs the node has named, if there is one.
    public var save: (() throws(RPCError) -> Void)?
    /// Another one for each node, and each time that it begins anew.
    private(set) var instance = DevNode.newInstance()
    var filters: [UInt64: Filter] = [:]
    var filterCount: UInt64 = 0

    /// A node of a chain, with the keys that it signs with.
    public init(_ chain: DevChain, keys: [PublishedKey] = []) {
        self.chain = chain
        accountOrder = keys.map(\.address)
        accounts = Dictionary(keys.map { ($0.address, $0) }) { first, _ in first }
    }

    /// Begins anew with the genesis block; filters are told what happens from there on.
    ///
    /// When blocks are made and who is served stays as it is.
    func reset() {
        distribute()
        chain = chain.restarted()
        instance = Self.newInstance()
    }

    private static func newInstance() -> Hash32 {
        var random = SystemRandomNumberGenerator()
        return Hash32(
            word: UInt256(limbs: random.next(), random.next(), random.next(), random.next()))
    }

    /// How much a request may ask for, and how much is kept for those that don't come back.
    public struct Limits: Sendable {
        /// Requests of a batch.
        public var batch = 1_000
        /// Milliseconds after which no further request of a batch is begun: others wait meanwhile.
        public var batchMilliseconds: UInt64 = 2_000
        /// Milliseconds that a call, a transaction's trace or a simulation may run.
        public var callMilliseconds: UInt64 = 5_000
        /// Bytes of answers after which no further request of a batch is begun.
        public var batchBytes = 64 << 20
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

    /// Writes the answer to a request as it is sent; nothing for a notification.
    ///
    /// - Parameters:
    ///   - request: one, or a batch.
    ///   - answer: empty; its memory is used again.
    public func answer(_ request: JSON, into answer: inout [UInt8]) {
        guard let batch = request.arrayValue else { return respond(to: request, into: &answer) }
        guard !batch.isEmpty, batch.count <= limits.batch else {
            let message = batch.isEmpty ? "empty batch" : "batch too large"
            return refuse(["id": .null], .init(code: -32600, message: message), into: &answer)
        }
        let begin = MonotonicClock.milliseconds
        for (place, request) in batch.enumerated() {
            let before = answer.count
            answer.append(UInt8(ascii: before == 0 ? "[" : ","))
            let head = answer.count
            if place > 0, MonotonicClock.milliseconds - begin >= limits.batchMilliseconds {
                refuse(request, .init(code: -32002, message: "request timed out"), into: &answer)
            } else if before > limits.batchBytes {
                refuse(request, .init(code: -32003, message: "response too large"), into: &answer)
            } else {
                respond(to: request, into: &answer)
            }
            // A notification.
            if answer.count == head { answer.removeLast() }
        }
        if !answer.isEmpty { answer.append(UInt8(ascii: "]")) }
    }

    /// The result of a method.
    @discardableResult
    public func call(_ method: String, _ parameters: [JSON]) throws(RPCError) -> JSON {
        let (row, arguments) = try row(method, parameters)
        switch row.body {
        case .tree(let body): return try body(self, arguments)
        case .bytes(let body):
            var bytes: [UInt8] = []
            try body(self, arguments, &bytes)
            do { return try JSON.parse(bytes, limits: .node) } catch { throw .server(error.message) }
        }
    }

    private func row(_ method: String, _ parameters: [JSON]) throws(RPCError) -> (Method, RPCArguments) {
        guard let row = Self.methods[method] else {
            throw RPCError(
                code: -32601, message: "the method \(method.prefix(80)) does not exist/is not available")
        }
        let arguments = RPCArguments(parameters)
        try arguments.limit(row.arguments)
        return (row, arguments)
    }

    /// Appends the answer to one request; nothing for a notification.
    private func respond(to request: JSON, into answer: inout [UInt8]) {
        guard let object = request.objectValue, object["jsonrpc"]?.stringValue == "2.0",
            let method = object["method"]?.stringValue
        else {
            return refuse(["id": .null], .init(code: -32600, message: "invalid request"), into: &answer)
        }
        let id = object["id"]
        switch id {
        case nil, .null, .string, .number: break
        default:
            return refuse(["id": .null], .init(code: -32600, message: "invalid request id"), into: &answer)
        }
        let parameters: [JSON]
        switch object["params"] {
        case nil, .null: parameters = []
        case .array(let values): parameters = values
        case .object where Self.namedParameters.contains(method):
            parameters = object["params"].map { [$0] } ?? []
        default: return refuse(request, .invalid("non-array args"), into: &answer)
        }
        let before = answer.count
        do throws(RPCError) {
            let (row, arguments) = try row(method, parameters)
            answer += #"{"jsonrpc":"2.0","id":"#.utf8
            (id ?? .null).write(into: &answer)
            answer += #","result":"#.utf8
            switch row.body {
            case .tree(let body): try body(self, arguments).write(into: &answer)
            case .bytes(let body): try body(self, arguments, &answer)
            }
            answer.append(UInt8(ascii: "}"))
            if id == nil { answer.removeLast(answer.count - before) }
        } catch {
            answer.removeLast(answer.count - before)
            refuse(request, error, into: &answer)
        }
    }

    private func refuse(_ request: JSON, _ error: RPCError, into answer: inout [UInt8]) {
        if let id = request["id"] { answer += Self.failure(id, error) }
    }

    static func failure(_ id: JSON, _ error: RPCError) -> [UInt8] {
        (["jsonrpc": "2.0", "id": id, "error": error.json] as JSON).serializedBytes
    }

    /// What a method takes at most, and what it does.
    struct Method: Sendable {
        /// How the result comes about.
        enum Body: Sendable {
            case tree(@Sendable (DevNode, RPCArguments) throws(RPCError) -> JSON)
            /// Appended as bytes of JSON, where a tree of it would cost more than all else.
            case bytes(@Sendable (DevNode, RPCArguments, inout [UInt8]) throws(RPCError) -> Void)
        }

        let arguments: Int
        let body: Body

        init(_ arguments: Int, _ body: @escaping @Sendable (DevNode, RPCArguments) throws(RPCError) -> JSON) {
            self.arguments = arguments
            self.body = .tree(body)
        }

        init(
            writing arguments: Int,
            _ body: @escaping @Sendable (DevNode, RPCArguments, inout [UInt8]) throws(RPCError) -> Void
        ) {
            self.arguments = arguments
            self.body = .bytes(body)
        }
    }

    /// Methods by name.
    static let methods: [String: Method] = {
        var all: [String: Method] = [:]
        for part in [
            chainMethods, stateMethods, callMethods, transactionMethods, signingMethods, rawMethods,
            traceMethods, simulationMethods, buildingMethods, accessListMethods, logMethods, feeMethods,
            reorganizationMethods, accountMethods, miningMethods, timeMethods, poolMethods, snapshotMethods,
            nodeMethods, savingMethods, configurationMethods,
        ] {
            all.merge(part) { first, _ in first }
        }
        for (name, others) in otherNames {
            for other in others { all[other] = all[name] }
        }
        return all
    }()
}
