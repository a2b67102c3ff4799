import EVM
import Ethereum
import StrictJSON

/// The calls of a transaction as callTracer writes them, each with those that it made.
enum CallTree {
    static func json(_ result: TransactionResult, onlyTop: Bool, withLogs: Bool) -> JSON {
        guard let top = result.calls.first else { return .null }
        let logs = withLogs ? logs(result) : [:]
        if onlyTop { return json(top, [], logs[0] ?? []) }
        // From the last call back: when a call is met, all that it made are complete. No recursion, however deep they are.
        var complete: [[JSON]] = []
        for (index, call) in result.calls.enumerated().reversed() {
            while complete.count < call.depth + 2 { complete.append([]) }
            let made = Array(complete[call.depth + 1].reversed())
            complete[call.depth + 1] = []
            complete[call.depth].append(json(call, made, logs[index] ?? []))
        }
        return complete[0].last ?? .null
    }

    /// By place of a call, the logs that it wrote itself, each with how many calls it had made before.
    private static func logs(_ result: TransactionResult) -> [Int: [JSON]] {
        // Of the calls that a log lies in, the last one to begin wrote it.
        var writers = [Int](repeating: 0, count: result.logs.count)
        var children: [Int: [TracedCall]] = [:]
        var path: [Int] = []
        var failed: Int?
        for (index, call) in result.calls.enumerated() {
            path.removeLast(path.count - min(call.depth, path.count))
            if let parent = path.last { children[parent, default: []].append(call) }
            path.append(index)
            // What a failed call and those below it wrote is gone.
            if let depth = failed, call.depth > depth { continue }
            failed = call.halt == .success ? nil : call.depth
            guard failed == nil else { continue }
            let end = min(call.logsAfter, writers.count)
            for place in min(call.logsBefore, end)..<end { writers[place] = index }
        }
        var found: [Int: [JSON]] = [:]
        var before: [Int: Int] = [:]
        for (place, (log, writer)) in zip(result.logs, writers).enumerated() {
            let made = children[writer] ?? []
            var count = before[writer] ?? 0
            while count < made.count, made[count].logsAfter <= place { count += 1 }
            before[writer] = count
            found[writer, default: []].append([
                "address": RPCValue.json(log.address), "topics": .array(log.topics.map { RPCValue.json($0) }),
                "data": RPCValue.json(log.data), "index": RPCValue.json(UInt64(place)),
                "position": RPCValue.json(UInt64(count)),
            ])
        }
        return found
    }

    private static func json(_ call: TracedCall, _ made: [JSON], _ logs: [JSON]) -> JSON {
        var members: [(String, JSON)] = [
            ("from", RPCValue.json(call.from)), ("gas", RPCValue.json(call.gas)),
            ("gasUsed", RPCValue.json(call.gasUsed)),
        ]
        if let to = call.to { members.append(("to", RPCValue.json(to))) }
        members.append(("input", RPCValue.json(call.input)))
        if !call.output.isEmpty { members.append(("output", RPCValue.json(call.output))) }
        if call.halt != .success {
            members.append(("error", .string(error(call))))
            if call.halt == .revert, case .error(let reason) = RevertReason.decode(call.output) {
                members.append(("revertReason", .string(reason)))
            }
        }
        if !logs.isEmpty { members.append(("logs", .array(logs))) }
        if !made.isEmpty { members.append(("calls", .array(made))) }
        if call.kind != .staticCall { members.append(("value", RPCValue.json(call.value))) }
        members.append(("type", .string(call.kind.rawValue)))
        return .object(JSONObject(members))
    }

    private static func error(_ call: TracedCall) -> String {
        guard call.isRefused else { return DevNode.words(call.halt) }
        return call.depth > 1_024 ? "max call depth exceeded" : "insufficient balance for transfer"
    }
}
