import EVM
import Ethereum
import StrictJSON

/// What is to be in a block that is simulated.
struct SimulatedBlock {
    var number: UInt64
    var timestamp: UInt64
    /// What the block has otherwise than it would have.
    var overrides: JSON?
    /// Accounts that are set before it.
    var accounts: JSON?
    var calls: [CallArguments] = []

    /// The blocks that a request asks for, in order, with empty ones where it leaves numbers out.
    static func plan(
        _ blocks: [JSON], after base: ChainBlock, on configuration: DevChain.Configuration
    ) throws(RPCError) -> [SimulatedBlock] {
        var plan: [SimulatedBlock] = []
        var (number, time) = (base.number, base.header.timestamp)
        guard blocks.count <= Int(Simulation.mostBlocks) else { throw tooMany }
        for json in blocks {
            guard json.objectValue != nil else {
                throw .invalid("invalid argument 0: want objects of blocks")
            }
            let overrides = json["blockOverrides"]
            let next = number + 1
            let wanted = try value("number", of: overrides) ?? next
            guard wanted >= next else {
                throw RPCError(
                    code: -38_020, message: "block numbers must be in order: \(wanted) <= \(number)")
            }
            guard wanted - base.number <= Simulation.mostBlocks else { throw tooMany }
            for between in next..<wanted {
                time = try later(time)
                plan.append(SimulatedBlock(number: between, timestamp: time))
            }
            let moment: UInt64 =
                if let set = try value("time", of: overrides) { set } else { try later(time) }
            guard moment > time else {
                throw RPCError(
                    code: -38_021, message: "block timestamps must be in order: \(moment) <= \(time)")
            }
            var calls: [CallArguments] = []
            if let wanted = json["calls"], !wanted.isNull {
                guard let items = wanted.arrayValue else { throw .invalid("invalid calls: want an array") }
                for call in items { calls.append(try CallArguments(call, on: configuration)) }
            }
            plan.append(
                SimulatedBlock(
                    number: wanted, timestamp: moment, overrides: overrides, accounts: json["stateOverrides"],
                    calls: calls))
            (number, time) = (wanted, moment)
        }
        return plan
    }

    private static let tooMany = RPCError(code: -38_026, message: "too many blocks")

    private static func value(_ name: String, of overrides: JSON?) throws(RPCError) -> UInt64? {
        guard let value = overrides?[name], !value.isNull else { return nil }
        return try RPCValue.small(value, name)
    }

    private static func later(_ time: UInt64) throws(RPCError) -> UInt64 {
        let (sum, overflow) = time.addingReportingOverflow(Simulation.blockTime)
        guard !overflow else { throw .invalid("invalid time: no time is after it") }
        return sum
    }
}
