import EVM
import Ethereum
import StrictJSON

/// Who wants to be told what (`eth_subscribe`).
struct Subscriptions {
    /// Most of one client.
    private static let mostOfOne = 100

    private enum Kind {
        case heads
        case logs(LogFilter)
        case pending(whole: Bool)
        /// That it is being brought up to date: a node of its own chain never is.
        case syncing
    }

    /// Most that happened and that somebody hasn't been told: blocks and transactions that the chain has anyway.
    private static let mostEvents = 250_000

    private var all: [UInt64: (client: Int32, kind: Kind, since: Int)] = [:]
    private var count: UInt64 = 0
    /// What happened and isn't known to everybody, from number `first` on.
    private var events: [DevChain.Event] = []
    private var first = 0
    /// The number of what each client is told next.
    private var positions: [Int32: Int] = [:]

    /// Clients that have any.
    var clients: some Sequence<Int32> { positions.keys }

    /// Forgets a client.
    mutating func remove(_ client: Int32) {
        guard positions.removeValue(forKey: client) != nil else { return }
        all = all.filter { $0.value.client != client }
        forget()
    }

    /// Whether a request is one to subscribe, or to end that, or a batch with such a one in it.
    static func isMeant(by request: JSON) -> Bool {
        if let batch = request.arrayValue { return batch.contains { isOne($0) } }
        return isOne(request)
    }

    /// Whether a request that is no batch is one to subscribe, or to end that.
    static func isOne(_ request: JSON) -> Bool {
        ["eth_subscribe", "eth_unsubscribe"].contains(request["method"]?.stringValue ?? "")
    }

    /// The answer to such a request; nil if it is a notification.
    mutating func answer(_ request: JSON, _ client: Int32) -> [UInt8]? {
        guard let method = request["method"]?.stringValue, let id = request["id"] else { return nil }
        let arguments = RPCArguments(request["params"]?.arrayValue ?? [])
        do throws(RPCError) {
            let result =
                method == "eth_subscribe"
                ? try subscribe(arguments, client) : try unsubscribe(arguments, client)
            return (["jsonrpc": "2.0", "id": id, "result": result] as JSON).serializedBytes
        } catch { return DevNode.failure(id, error) }
    }

    private mutating func subscribe(_ arguments: RPCArguments, _ client: Int32) throws(RPCError) -> JSON {
        let kind: Kind
        switch try arguments.required(0).stringValue {
        case "newHeads": kind = .heads
        case "logs":
            kind = .logs(
                try arguments.optional(1).map { json throws(RPCError) in try DevNode.logFilter(json) }
                    ?? LogFilter())
        case "newPendingTransactions": kind = .pending(whole: try arguments.bool(1, absent: false))
        case "syncing": kind = .syncing
        default: throw .invalid("no such subscription")
        }
        guard all.values.count(where: { $0.client == client }) < Self.mostOfOne else {
            throw .server("too many subscriptions")
        }
        count += 1
        // What happened before isn't news for it.
        all[count] = (client, kind, first + events.count)
        if positions[client] == nil { positions[client] = first + events.count }
        return RPCValue.json(count)
    }

    private mutating func unsubscribe(_ arguments: RPCArguments, _ client: Int32) throws(RPCError) -> JSON {
        let id = try arguments.quantity(0)
        guard all[id]?.client == client else { throw .server("subscription not found") }
        all[id] = nil
        if !all.values.contains(where: { $0.client == client }) { remove(client) }
        return true
    }

    // MARK: News

    /// Takes in what happened; nobody is told yet.
    mutating func take(_ new: [DevChain.Event]) {
        guard !all.isEmpty else { return }
        events += new
    }

    /// Tells clients the oldest thing that one of those that are ready hasn't been told.
    ///
    /// - Parameter clients: those that read what they are told: the others are told when they do.
    /// - Returns: what each of them is told of it; nil if they all know everything.
    mutating func next(for clients: Set<Int32>) -> [(client: Int32, document: [UInt8])]? {
        let known = clients.compactMap { positions[$0] }
        guard let place = known.min(), place < first + events.count else { return nil }
        let event = events[place - first]
        var told: [(Int32, [UInt8])] = []
        // The same for all who want it: written once.
        var common: [Bool: [UInt8]] = [:]
        for id in all.keys.sorted() {
            guard let one = all[id], clients.contains(one.client), positions[one.client] == place,
                one.since <= place
            else { continue }
            for result in Self.results(one.kind, event, &common) {
                var document = Array(
                    #"{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"#.utf8)
                RPCValue.json(id).write(into: &document)
                document += #","result":"#.utf8
                document += result
                document += "}}".utf8
                told.append((one.client, document))
            }
        }
        for client in clients where positions[client] == place { positions[client] = place + 1 }
        forget()
        return told
    }

    /// Whether one of these clients hasn't been told all.
    func hasNews(for clients: Set<Int32>) -> Bool {
        clients.contains { (positions[$0] ?? .max) < first + events.count }
    }

    /// Clients that are so far behind that what they haven't been told would fill the memory.
    var hopeless: [Int32] {
        guard events.count > Self.mostEvents else { return [] }
        return positions.filter { $0.value == first }.map(\.key)
    }

    /// Drops what everybody knows.
    private mutating func forget() {
        let known = (positions.values.min() ?? first + events.count) - first
        // Not one at a time: the others would be moved for each.
        guard known == events.count || known > 1_000 else { return }
        events.removeFirst(known)
        first += known
    }

    /// What a subscription has of an event, as JSON; `common` has what is the same for all of its kind.
    private static func results(
        _ kind: Kind, _ event: DevChain.Event, _ common: inout [Bool: [UInt8]]
    ) -> [[UInt8]] {
        func shared(_ isWhole: Bool, _ make: () -> JSON) -> [[UInt8]] {
            let bytes = common[isWhole] ?? make().serializedBytes
            common[isWhole] = bytes
            return [bytes]
        }
        switch (kind, event) {
        case (.heads, .added(let block)):
            return shared(true) { .object(JSONObject(RPCForms.header(block))) }
        case (.logs(let filter), .added(let block)): return logs(filter, block, removed: false)
        case (.logs(let filter), .removed(let block)): return logs(filter, block, removed: true)
        case (.pending(let whole), .pending(let item)):
            return shared(whole) { whole ? RPCForms.transaction(item, in: nil) : RPCValue.json(item.hash) }
        default: return []
        }
    }

    private static func logs(_ filter: LogFilter, _ block: ChainBlock, removed: Bool) -> [[UInt8]] {
        var told: [[UInt8]] = []
        block.forEachLog(filter) { told.append(RPCForms.log($0, $1, removed: removed).serializedBytes) }
        return told
    }
}
