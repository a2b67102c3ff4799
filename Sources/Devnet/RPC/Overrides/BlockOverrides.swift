import EVM
import Ethereum
import StrictJSON

/// The block that a call runs in, otherwise than it is (execution-apis, `BlockOverrides`).
struct BlockOverrides {
    /// What the call sees.
    private(set) var environment: BlockEnvironment
    /// What a block has besides that is made whole.
    private(set) var attributes = BlockAttributes()

    /// - Parameters:
    ///   - json: an object; nil for none.
    ///   - what: how a refusal calls it.
    ///   - isWhole: whether a block is made, as `eth_simulateV1` does, so that it may have withdrawals, too.
    init(
        _ json: JSON?, _ what: String, of environment: BlockEnvironment, rules: ForkRules, isWhole: Bool
    ) throws(RPCError) {
        self.environment = environment
        guard let json, !json.isNull else { return }
        guard let object = json.objectValue else { throw .invalid("invalid \(what): want an object") }
        for member in object.members where !member.value.isNull {
            switch member.key {
            case "withdrawals", "beaconRoot":
                guard isWhole else {
                    throw .server("block override \"\(member.key)\" is for eth_simulateV1 only")
                }
                try set(member.key, member.value, rules: rules)
            default: try set(member.key, member.value, what)
            }
        }
    }

    private mutating func set(_ key: String, _ value: JSON, _ what: String) throws(RPCError) {
        switch key {
        case "number": environment.number = try RPCValue.small(value, key)
        case "time": environment.timestamp = try RPCValue.small(value, key)
        case "gasLimit": environment.gasLimit = try RPCValue.small(value, key)
        case "feeRecipient", "coinbase": environment.coinbase = try RPCValue.address(value, key)
        case "prevRandao", "random":
            // A number in the specification, 32 bytes with every node.
            environment.random =
                value.stringValue?.utf8.count == 66
                ? try RPCValue.hash(value, key) : Hash32(word: try RPCValue.quantity(value, key))
        case "baseFeePerGas", "baseFee": environment.baseFee = try RPCValue.quantity(value, key)
        case "blobBaseFee": environment.givenBlobBaseFee = try RPCValue.quantity(value, key)
        case "difficulty": environment.difficulty = try RPCValue.quantity(value, key)
        default: throw .invalid("invalid \(what): unknown override \(key.prefix(40))")
        }
    }

    private mutating func set(_ key: String, _ value: JSON, rules: ForkRules) throws(RPCError) {
        if key == "withdrawals" {
            attributes.withdrawals = try RPCValue.withdrawals(value, key)
            guard rules >= .shanghai || attributes.withdrawals.isEmpty else {
                throw .invalid("invalid \(key): the chain's rules have none")
            }
        } else {
            attributes.parentBeaconRoot = try RPCValue.hash(value, key)
        }
    }
}
