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
    }

    private var all: [UInt64: (client: Int32, kind: Kind)] = [:]
    private var count: UInt64 = 0

    /// Forgets a client.
    mutating func remove(_ client: Int32) { all = all.filter { $0.value.client != client } }

    /// Whether a request is one to subscribe, or to end that.
    static func isMeant(by request: JSON) -> Bool {
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
        default: throw .invalid("no such subscription")
        }
        guard all.values.count(where: { $0.client == client }) < Self.mostOfOne else {
            throw .server("too many subscriptions")
        }
        count += 1
        all[count] = (client, kind)
        return RPCValue.json(count)
    }

    private mutating func unsubscribe(_ arguments: RPCArguments, _ client: Int32) throws(RPCError) -> JSON {
        let id = try arguments.quantity(0)
        guard all[id]?.client == client else { throw .server("subscription not found") }
        all[id] = nil
        return true
    }

    /// What each is told of what happened, in order.
    func news(of events: [DevChain.Event]) -> [(client: Int32, document: [UInt8])] {
        guard !all.isEmpty else { return [] }
        var told: [(Int32, [UInt8])] = []
        for event in events {
            for id in all.keys.sorted() {
                guard let (client, kind) = all[id] else { continue }
                for result in Self.results(kind, event) {
                    let document: JSON = [
                        "jsonrpc": "2.0", "method": "eth_subscription",
                        "params": ["subscription": RPCValue.json(id), "result": result],
                    ]
                    told.append((client, document.serializedBytes))
                }
            }
        }
        return told
    }

    private static func results(_ kind: Kind, _ event: DevChain.Event) -> [JSON] {
        switch (kind, event) {
        case (.heads, .added(let block)): [.object(JSONObject(RPCForms.header(block)))]
        case (.logs(let filter), .added(let block)): logs(filter, block, removed: false)
        case (.logs(let filter), .removed(let block)): logs(filter, block, removed: true)
        case (.pending(let whole), .pending(let item)):
            [whole ? RPCForms.transaction(item, in: nil) : RPCValue.json(item.hash)]
        default: []
        }
    }

    private static func logs(_ filter: LogFilter, _ block: ChainBlock, removed: Bool) -> [JSON] {
        var told: [JSON] = []
        block.forEachLog(filter) { told.append(RPCForms.log($0, $1, removed: removed)) }
        return told
    }
}
