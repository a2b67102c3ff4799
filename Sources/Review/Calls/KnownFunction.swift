import Ethereum

/// A function whose calls coai puts into words.
struct KnownFunction: Sendable {
    /// Its name and arguments.
    let function: ABIFunction
    /// What a call of it brings about, besides what its fields show.
    let effects: @Sendable (Call) -> [Effect]

    /// Arguments of one call.
    struct Call: Sendable {
        /// The contract that is called.
        let target: Address?
        /// Its arguments, in the function's order.
        let arguments: [ABIValue]

        func address(_ index: Int) -> Address { argument(index)?.addressValue ?? .zero }

        func uint(_ index: Int) -> UInt256 { argument(index)?.uintValue ?? .zero }

        func flag(_ index: Int) -> Bool { argument(index)?.boolValue ?? false }

        func bytes(_ index: Int) -> [UInt8] { argument(index)?.bytesValue ?? [] }

        func list(_ index: Int) -> [ABIValue] { argument(index)?.elements ?? [] }

        private func argument(_ index: Int) -> ABIValue? {
            arguments.indices.contains(index) ? arguments[index] : nil
        }
    }

    /// A call within a call, such as one of a proposal.
    struct Nested: Sendable {
        let path: String
        let target: Address?
        let value: UInt256
        let data: [UInt8]
    }

    /// Calls that a call of this function makes or plans.
    func nested(_ call: Call) -> [Nested] {
        switch function.signature {
        case "propose(address[],uint256[],bytes[],string)", "queue(address[],uint256[],bytes[],bytes32)",
            "execute(address[],uint256[],bytes[],bytes32)", "cancel(address[],uint256[],bytes[],bytes32)",
            "scheduleBatch(address[],uint256[],bytes[],bytes32,bytes32,uint256)",
            "executeBatch(address[],uint256[],bytes[],bytes32,bytes32)":
            let targets = call.list(0)
            let values = call.list(1)
            let datas = call.list(2)
            guard targets.count == values.count, values.count == datas.count else { return [] }
            return targets.indices.map {
                Nested(
                    path: "[\($0)]", target: targets[$0].addressValue, value: values[$0].uintValue ?? .zero,
                    data: datas[$0].bytesValue ?? [])
            }
        case "schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
            "execute(address,uint256,bytes,bytes32,bytes32)", "relay(address,uint256,bytes)",
            "execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)":
            return [Nested(path: "", target: call.address(0), value: call.uint(1), data: call.bytes(2))]
        case "multicall(bytes[])":
            return call.list(0).enumerated().map {
                Nested(path: "[\($0)]", target: call.target, value: .zero, data: $1.bytesValue ?? [])
            }
        case "upgradeToAndCall(address,bytes)":
            let data = call.bytes(1)
            return data.isEmpty
                ? [] : [Nested(path: "", target: call.target, value: .zero, data: data)]
        default: return []
        }
    }

    /// The function with this selector, or nil.
    static func find(_ selector: some Collection<UInt8>) -> KnownFunction? {
        guard selector.count == 4 else { return nil }
        return table[selector.reduce(0) { $0 << 8 | UInt32($1) }]
    }

    /// All functions by selector.
    private static let table: [UInt32: KnownFunction] = {
        var table: [UInt32: KnownFunction] = [:]
        for (signature, effects) in tokens + ownership + safe + governance + jobMarket + staking {
            // The texts are the program's own; tests read every one of them.
            guard let function = try? ABIFunction(signature) else { continue }
            let selector = function.selector.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            table[selector] = KnownFunction(function: function, effects: effects)
        }
        return table
    }()

    typealias Row = (String, @Sendable (Call) -> [Effect])

    /// For a function whose fields say everything.
    static let nothing: @Sendable (Call) -> [Effect] = { _ in [] }

    /// Number of rows, for tests: each must be in the table.
    package static var count: (rows: Int, functions: Int) {
        ((tokens + ownership + safe + governance + jobMarket + staking).count, table.count)
    }
}
