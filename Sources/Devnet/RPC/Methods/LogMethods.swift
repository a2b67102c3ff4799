import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// What a client is told when it asks for changes.
    struct Filter {
        enum Kind {
            case logs(LogFilter, from: UInt64?, to: UInt64?)
            case blocks
            case pending
        }

        let kind: Kind
        /// Counts those that were made: the first is the oldest.
        let number: UInt64
        /// What is to be told, in order.
        var news: [JSON] = []
    }

    /// Logs, and filters that are asked for changes.
    static let logMethods: [String: Method] = [
        "eth_getLogs": Method(writing: 1) { (node, arguments, answer) throws(RPCError) in
            try node.write(try node.logs(try arguments.required(0)), into: &answer)
        },
        "eth_newFilter": Method(1) { (node, arguments) throws(RPCError) in
            let json = try arguments.required(0)
            let range = try node.bounds(json)
            return node.add(.logs(try DevNode.logFilter(json), from: range.from, to: range.to))
        },
        "eth_newBlockFilter": Method(0) { (node, _) throws(RPCError) in node.add(.blocks) },
        "eth_newPendingTransactionFilter": Method(1) { (node, _) throws(RPCError) in node.add(.pending) },
        "eth_getFilterChanges": Method(1) { (node, arguments) throws(RPCError) in
            let id = try arguments.quantity(0)
            guard node.filters[id] != nil else { throw .server("filter not found") }
            node.distribute()
            defer { node.filters[id]?.news = [] }
            return .array(node.filters[id]?.news ?? [])
        },
        "eth_getFilterLogs": Method(writing: 1) { (node, arguments, answer) throws(RPCError) in
            guard case .logs(let filter, let from, let to)? = node.filters[try arguments.quantity(0)]?.kind
            else {
                throw .server("filter not found")
            }
            let head = node.chain.head.number
            let (first, last) = (from ?? head, to ?? head)
            let blocks = first <= last ? node.chain.blocks(filter, in: first...last) : []
            try node.write((filter, blocks), into: &answer)
        },
        "eth_uninstallFilter": Method(1) { (node, arguments) throws(RPCError) in
            .bool(node.filters.removeValue(forKey: try arguments.quantity(0)) != nil)
        },
    ]

    private func add(_ kind: Filter.Kind) -> JSON {
        // What happened before isn't news for it.
        distribute()
        // Not to be guessed: whoever knows it reads the filter's news, and ends it.
        var id: UInt64
        repeat { id = UInt64.random(in: 1 << 60 ... .max) } while filters[id] != nil
        filterCount += 1
        filters[id] = Filter(kind: kind, number: filterCount)
        if filters.count > limits.filters,
            let oldest = filters.min(by: { $0.value.number < $1.value.number })?.key
        {
            filters[oldest] = nil
        }
        return RPCValue.json(id)
    }

    /// Gives what happened to those filters that asked for it; answers it, for others that follow.
    @discardableResult
    public func distribute() -> [DevChain.Event] {
        let events = chain.takeEvents()
        guard !filters.isEmpty else { return events }
        for id in filters.keys {
            guard var filter = filters[id] else { continue }
            for event in events { DevNode.take(event, into: &filter) }
            filters[id] = filter
        }
        // Who never comes to ask makes nobody else pay for it.
        while filters.values.reduce(0, { $0 + $1.news.count }) > limits.news,
            let fullest = filters.max(by: { $0.value.news.count < $1.value.news.count })?.key
        {
            filters[fullest] = nil
        }
        return events
    }

    private static func take(_ event: DevChain.Event, into filter: inout Filter) {
        switch (filter.kind, event) {
        case (.blocks, .added(let block)): filter.news.append(RPCValue.json(block.hash))
        case (.pending, .pending(let item)): filter.news.append(RPCValue.json(item.hash))
        case (.logs(let wanted, let from, let to), .added(let block)),
            (.logs(let wanted, let from, let to), .removed(let block)):
            guard block.number >= from ?? 0, block.number <= to ?? .max else { return }
            let removed = if case .removed = event { true } else { false }
            block.forEachLog(wanted) { filter.news.append(RPCForms.log($0, $1, removed: removed)) }
        default: return
        }
    }

    /// What logs are asked for, and the blocks in which they may be.
    private func logs(_ json: JSON) throws(RPCError) -> (LogFilter, [UInt64]) {
        let filter = try DevNode.logFilter(json)
        if let hash = json["blockHash"], !hash.isNull {
            guard json["fromBlock"].map(\.isNull) != false, json["toBlock"].map(\.isNull) != false else {
                throw .invalid(
                    "invalid argument 0: cannot specify both BlockHash and FromBlock/ToBlock, choose one or the other"
                )
            }
            guard let block = chain.block(try RPCValue.hash(hash, "blockHash")) else {
                throw .server("unknown block")
            }
            return (filter, [block.number])
        }
        let range = try bounds(json)
        let from = range.from ?? chain.head.number
        let to = range.to ?? chain.head.number
        guard from <= to else { throw .invalid("invalid block range params") }
        return (filter, chain.blocks(filter, in: from...to))
    }

    /// Appends an array of the logs that a filter takes of these blocks: there may be very many.
    private func write(_ wanted: (filter: LogFilter, blocks: [UInt64]), into answer: inout [UInt8])
        throws(RPCError)
    {
        var count = 0
        let start = answer.count
        var sink = MemberBytes(appendingTo: answer)
        answer = []
        defer { answer = sink.bytes }
        sink.beginArray()
        for number in wanted.blocks {
            chain.blocks[Int(number)].forEachLog(wanted.filter) { log, place in
                sink.beginObject()
                RPCForms.write(log, place, to: &sink)
                sink.endObject()
                count += 1
            }
            // In these words, as clients know by them to ask for fewer blocks.
            guard count <= limits.logs else {
                throw RPCError(code: -32005, message: "query returned more than \(limits.logs) results")
            }
            guard sink.bytes.count - start <= limits.logBytes else {
                throw RPCError(code: -32005, message: "query returned more than \(limits.logBytes) bytes")
            }
        }
        sink.endArray()
    }

    private func bounds(_ json: JSON) throws(RPCError) -> (from: UInt64?, to: UInt64?) {
        func bound(_ key: String) throws(RPCError) -> UInt64? {
            guard let value = json[key], !value.isNull else { return nil }
            switch try BlockReference(value, key) {
            case .number(let number): return number
            // Open: a filter goes on with the chain.
            case .latest, .pending: return nil
            case .hash: throw .invalid("invalid \(key): want a number")
            }
        }
        return (try bound("fromBlock"), try bound("toBlock"))
    }

    static func logFilter(_ json: JSON) throws(RPCError) -> LogFilter {
        guard json.objectValue != nil else { throw .invalid("invalid argument 0: want an object") }
        var filter = LogFilter()
        switch json["address"] {
        case nil, .null: break
        case .array(let items):
            for item in items { filter.addresses.insert(try RPCValue.address(item, "address")) }
        case let one?: filter.addresses = [try RPCValue.address(one, "address")]
        }
        guard let topics = json["topics"], !topics.isNull else { return filter }
        guard let places = topics.arrayValue else { throw .invalid("invalid topics: want an array") }
        guard places.count <= 4 else { throw .invalid("exceed max topics") }
        for place in places {
            switch place {
            case .null: filter.topics.append(nil)
            case .array(let items):
                var wanted: Set<Hash32> = []
                var takesAll = items.isEmpty
                for item in items {
                    if item.isNull {
                        takesAll = true
                    } else {
                        wanted.insert(try RPCValue.hash(item, "topic"))
                    }
                }
                filter.topics.append(takesAll ? nil : wanted)
            default: filter.topics.append([try RPCValue.hash(place, "topic")])
            }
        }
        return filter
    }
}
