import Ethereum
import Glibc
import SafeText
import StrictJSON

/// A client of one node.
///
/// It blocks the thread that calls it, up to its deadlines, and belongs to that thread.
/// The connection is made at the first call, kept, and made again after a fault; the chain id is asked for on every
/// new one before anything else. Calls that change nothing are tried again after a fault on the way.
public final class NodeClient {
    /// Where the node is.
    public let endpoint: Endpoint
    let options: NodeOptions
    let cancellation: Cancellation
    private var connection: (any NodeConnection)?
    private var trust: TrustStore?
    private var lastID: UInt64 = 0
    private var knownChainID: UInt64?
    /// Bytes of all answers so far.
    public private(set) var receivedBytes = 0
    /// Whether the last exchange was on a connection that had carried others.
    private var isReused = false
    private var random = SystemRandomNumberGenerator()
    /// The subscription to new heads on this connection.
    var headSubscription: HeadSubscription?

    /// A client that hasn't connected yet.
    public init(
        _ endpoint: Endpoint, options: NodeOptions = NodeOptions(),
        cancellation: Cancellation = Cancellation()
    ) {
        self.endpoint = endpoint
        self.options = options
        self.cancellation = cancellation
        knownChainID = options.expectedChainID
    }

    /// The result of a method that changes nothing, tried again where the way to the node failed.
    ///
    /// - Throws: `NodeError`, with what the node answered where it answered an error.
    public func call(_ method: String, _ parameters: [JSON] = []) throws(NodeError) -> JSON {
        try retrying { () throws(NodeError) in
            try self.exchange { id in
                NodeCall(method, parameters).request(id: id)
            } read: { (bytes, id) throws(NodeError) in
                try NodeReply.result(of: try NodeReply.parse(bytes), id: id)
            }
        }
    }

    /// The result of a method that must not be sent twice.
    func callOnce(_ method: String, _ parameters: [JSON]) throws(NodeError) -> JSON {
        try exchange { id in
            NodeCall(method, parameters).request(id: id)
        } read: { (bytes, id) throws(NodeError) in
            try NodeReply.result(of: try NodeReply.parse(bytes), id: id)
        }
    }

    /// The answer to one call as `read` takes it from the bytes, tried again where the way to the node failed.
    func call<Value>(
        _ call: NodeCall, read: (_ bytes: [UInt8], _ id: UInt64) throws(NodeError) -> Value
    ) throws(NodeError) -> Value {
        try retrying { () throws(NodeError) in
            try self.exchange({ call.request(id: $0) }, read: read)
        }
    }

    /// The results of calls that change nothing, in their order; a fault of one is only its own.
    ///
    /// They travel in batches of `NodeOptions.batchSize`.
    /// - Throws: `NodeError` where a batch as a whole fails.
    public func batch(_ calls: [NodeCall]) throws(NodeError) -> [Result<JSON, NodeError>] {
        var results: [Result<JSON, NodeError>] = []
        results.reserveCapacity(calls.count)
        var rest = calls[...]
        while !rest.isEmpty {
            let part = Array(rest.prefix(max(options.batchSize, 1)))
            rest = rest.dropFirst(part.count)
            results += try retrying { () throws(NodeError) in try self.exchange(batch: part) }
        }
        return results
    }

    /// Connects, if there is no sound connection, and checks the chain id.
    ///
    /// - Throws: `NodeError`; of code `node.chain` if the node is for another chain.
    public func connect() throws(NodeError) {
        _ = try connected(deadline: Deadline(seconds: options.requestSeconds))
    }

    /// Closes the connection; the next call makes another.
    public func disconnect() {
        connection = nil
        headSubscription = nil
    }

    // MARK: One exchange

    private func nextID() -> UInt64 {
        lastID &+= 1
        return lastID
    }

    private func exchange<Value>(
        _ request: (UInt64) -> JSON, read: ([UInt8], UInt64) throws(NodeError) -> Value
    ) throws(NodeError) -> Value {
        let deadline = Deadline(seconds: options.requestSeconds)
        let connection = try connected(deadline: deadline)
        return try Self.exchange(
            on: connection, request, id: nextID(), deadline: deadline,
            read: { (bytes, id) throws(NodeError) in
                self.receivedBytes &+= bytes.count
                return try read(bytes, id)
            }, giveUp: { self.disconnect() })
    }

    private static func exchange<Value>(
        on connection: any NodeConnection, _ request: (UInt64) -> JSON, id: UInt64, deadline: Deadline,
        read: ([UInt8], UInt64) throws(NodeError) -> Value, giveUp: () -> Void
    ) throws(NodeError) -> Value {
        do {
            let bytes = try connection.exchange(Array(request(id).serialized().utf8), deadline: deadline)
            return try read(bytes, id)
        } catch {
            // An answered error leaves the connection in step; anything else doesn't.
            if error.fault == nil { giveUp() }
            throw error
        }
    }

    private func exchange(batch calls: [NodeCall]) throws(NodeError) -> [Result<JSON, NodeError>] {
        let first = lastID &+ 1
        lastID &+= UInt64(calls.count)
        return try exchange { _ in
            .array(calls.enumerated().map { $0.element.request(id: first &+ UInt64($0.offset)) })
        } read: { (bytes, id) throws(NodeError) in
            let document = try NodeReply.parse(bytes)
            guard let answers = document.arrayValue else {
                // A node that refuses the batch answers with one error.
                _ = try NodeReply.result(of: document, id: first)
                throw .reply("a batch has one answer")
            }
            return try Self.ordered(answers, first: first, count: calls.count)
        }
    }

    /// The answers of a batch in the order of its calls: each id exactly once, in whatever order they came.
    private static func ordered(_ answers: [JSON], first: UInt64, count: Int) throws(NodeError)
        -> [Result<JSON, NodeError>]
    {
        guard answers.count == count else { throw .reply("a batch of \(count) has \(answers.count) answers") }
        var results = [Result<JSON, NodeError>?](repeating: nil, count: count)
        for answer in answers {
            guard let text = answer["id"]?.numberText, let id = UInt64(text), String(id) == text, id >= first,
                id - first < UInt64(count), results[Int(id - first)] == nil
            else { throw .reply("an id of a batch is wrong or comes twice") }
            do {
                results[Int(id - first)] = .success(try NodeReply.result(of: answer, id: id))
            } catch {
                guard error.fault != nil else { throw error }
                results[Int(id - first)] = .failure(error)
            }
        }
        return results.compactMap { $0 }
    }

    // MARK: Connecting

    private func connected(deadline: Deadline) throws(NodeError) -> any NodeConnection {
        isReused = true
        if let connection, connection.isUsable { return connection }
        isReused = false
        disconnect()
        let made = try open(Deadline(seconds: min(options.connectSeconds, deadline.remaining)))
        let actual = try Self.exchange(
            on: made, { NodeCall("eth_chainId").request(id: $0) }, id: nextID(), deadline: deadline,
            read: { (bytes, id) throws(NodeError) in
                try Quantity.uint64(
                    try NodeReply.result(of: try NodeReply.parse(bytes), id: id), of: "eth_chainId")
            }, giveUp: {})
        if let expected = knownChainID, expected != actual {
            throw .chain(expected: expected, actual: actual)
        }
        knownChainID = actual
        connection = made
        return made
    }

    private func open(_ deadline: Deadline) throws(NodeError) -> any NodeConnection {
        if endpoint.isEncrypted, trust == nil {
            trust = try TrustStore(certificateFile: options.certificateFile)
        }
        let stream = try ByteStream(
            endpoint, trust: trust, deadline: deadline, cancellation: cancellation)
        switch endpoint.transport {
        case .http:
            return HTTPConnection(endpoint, stream: stream, maximumBodyBytes: options.maximumBodyBytes)
        case .webSocket:
            return ChannelConnection(
                try WebSocketChannel(
                    endpoint, stream: stream, maximumBytes: options.maximumBodyBytes, deadline: deadline))
        case .ipc:
            return ChannelConnection(IPCChannel(stream: stream, maximumBytes: options.maximumBodyBytes))
        }
    }

    /// The connection, where it is one over which the node can tell things by itself.
    var channel: ChannelConnection? { connection as? ChannelConnection }

    /// The chain id that the node has answered on its connection, once there was one.
    var connectedChainID: UInt64? { connection == nil ? nil : knownChainID }

    // MARK: Trying again

    private func retrying<Value>(_ body: () throws(NodeError) -> Value) throws(NodeError) -> Value {
        var backoff = Backoff(firstSeconds: 0.2, longestSeconds: 5)
        var attempt = 1
        var wasStale = false
        while true {
            do { return try body() } catch {
                // A node may close an idle connection at the very moment that it is used again: no fault of the node.
                if error.code == NodeError.closed.code, isReused, !wasStale {
                    wasStale = true
                    continue
                }
                guard error.isTransient, attempt < options.attempts else { throw error }
                attempt += 1
                try cancellation.sleep(
                    seconds: max(backoff.next(using: &random), Double(min(error.retryAfterSeconds ?? 0, 10))))
            }
        }
    }
}
