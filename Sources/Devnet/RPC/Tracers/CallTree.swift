import EVM
import Ethereum
import StrictJSON

/// The calls of a transaction as callTracer writes them, each with those that it made.
enum CallTree {
    static func json(_ calls: [TracedCall], onlyTop: Bool) -> JSON {
        guard let top = calls.first else { return .null }
        if onlyTop { return json(top, []) }
        // From the last call back: when a call is met, all that it made are complete. No recursion, however deep they are.
        var complete: [[JSON]] = []
        for call in calls.reversed() {
            while complete.count < call.depth + 2 { complete.append([]) }
            let made = Array(complete[call.depth + 1].reversed())
            complete[call.depth + 1] = []
            complete[call.depth].append(json(call, made))
        }
        return complete[0].last ?? .null
    }

    private static func json(_ call: TracedCall, _ made: [JSON]) -> JSON {
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
