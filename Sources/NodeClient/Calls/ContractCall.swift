import Ethereum
import StrictJSON

/// A call to run on a node's state without a transaction, or to price.
public struct ContractCall: Sendable, Hashable {
    /// The contract; nil to run `data` as the code of a creation.
    public var to: Address?
    /// Calldata.
    public var data: [UInt8]
    /// The account that calls; nil for the node's default, the zero address.
    public var from: Address?
    /// Wei sent along.
    public var value: UInt256
    /// Gas that the call may use; nil for the node's own limit.
    public var gas: UInt64?

    /// A call of these parts.
    public init(
        to: Address?, data: [UInt8], from: Address? = nil, value: UInt256 = 0, gas: UInt64? = nil
    ) {
        self.to = to
        self.data = data
        self.from = from
        self.value = value
        self.gas = gas
    }

    /// The parameter of `eth_call` and `eth_estimateGas`.
    var parameter: JSON {
        var members: [(String, JSON)] = []
        if let from { members.append(("from", .string(Hex.encode(from.bytes)))) }
        if let to { members.append(("to", .string(Hex.encode(to.bytes)))) }
        if let gas { members.append(("gas", .string(UInt256(gas).quantity))) }
        if !value.isZero { members.append(("value", .string(value.quantity))) }
        members.append(("data", .string(Hex.encode(data))))
        return .object(JSONObject(members))
    }
}
