import EVM
import StrictJSON

/// What a request wants to know of a transaction's inside (geth, "Built-in tracers").
enum Tracer {
    /// The opcodes, where no tracer is named.
    case steps(TracedStep.Options)
    /// The tree of calls, or its top; with the logs of each.
    case calls(onlyTop: Bool, withLogs: Bool)
    /// The accounts that were looked at, as they were before; or what changed, before and after.
    case prestate(isDifference: Bool)

    /// - Parameter options: the object after what is traced.
    init(_ options: JSON?) throws(RPCError) {
        guard options == nil || options?.objectValue != nil else {
            throw .invalid("invalid tracer options: want an object")
        }
        let configuration = options?["tracerConfig"]
        func flag(_ name: String) throws(RPCError) -> Bool {
            guard let value = configuration?[name], !value.isNull else { return false }
            guard let flag = value.boolValue else { throw .invalid("invalid \(name): want true or false") }
            return flag
        }
        let name = options?["tracer"].flatMap { $0.isNull ? nil : $0 }
        guard name == nil || name?.stringValue != nil else { throw .invalid("invalid tracer: want a name") }
        switch name?.stringValue {
        case nil, "": self = .steps(try StructLogs.options(options))
        case "callTracer":
            self = .calls(onlyTop: try flag("onlyTopCall"), withLogs: try flag("withLog"))
        case "prestateTracer": self = .prestate(isDifference: try flag("diffMode"))
        default: throw .server("tracer not found: callTracer and prestateTracer are here")
        }
    }

    /// What of each opcode must be known.
    var stepOptions: TracedStep.Options? { if case .steps(let options) = self { options } else { nil } }

    /// What is answered of a transaction that ran observed.
    ///
    /// - Parameter before: the state that it ran on.
    func answer(_ result: TransactionResult, before: any StateReader) throws(RPCError) -> JSON {
        switch self {
        case .steps(let options): return try StructLogs.json(result, options)
        case .calls(let onlyTop, let withLogs):
            guard !result.calls.isEmpty else {
                throw .server("the transaction's calls are too large to show")
            }
            return CallTree.json(result, onlyTop: onlyTop, withLogs: withLogs)
        case .prestate(let isDifference):
            return isDifference ? Prestate.difference(result, before) : Prestate.accounts(result, before)
        }
    }
}
