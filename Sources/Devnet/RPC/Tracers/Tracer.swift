import EVM
import StrictJSON

/// What a request wants to know of a transaction's inside (geth, "Built-in tracers").
enum Tracer {
    /// The tree of calls, or its top.
    case calls(onlyTop: Bool)
    /// The accounts that were looked at, as they were before; or what changed, before and after.
    case prestate(isDifference: Bool)

    /// - Parameter options: the object after what is traced.
    init(_ options: JSON?) throws(RPCError) {
        let configuration = options?["tracerConfig"]
        func flag(_ name: String) throws(RPCError) -> Bool {
            guard let value = configuration?[name], !value.isNull else { return false }
            guard let flag = value.boolValue else { throw .invalid("invalid \(name): want true or false") }
            return flag
        }
        switch options?["tracer"]?.stringValue {
        case "callTracer":
            guard try !flag("withLog") else { throw .server("callTracer shows no logs here") }
            self = .calls(onlyTop: try flag("onlyTopCall"))
        case "prestateTracer": self = .prestate(isDifference: try flag("diffMode"))
        default: throw .server("tracer not found: callTracer and prestateTracer are here")
        }
    }

    /// What is answered of a transaction that ran observed.
    ///
    /// - Parameter before: the state that it ran on.
    func answer(_ result: TransactionResult, before: any StateReader) throws(RPCError) -> JSON {
        switch self {
        case .calls(let onlyTop):
            guard !result.calls.isEmpty else {
                throw .server("the transaction's calls are too large to show")
            }
            return CallTree.json(result.calls, onlyTop: onlyTop)
        case .prestate(let isDifference):
            return isDifference ? Prestate.difference(result, before) : Prestate.accounts(result, before)
        }
    }
}
