import Ethereum

/// What can be told of typed data whose type coai doesn't know: by the names of its fields, as a hint of danger only.
enum UnknownKind {
    private static let spenders: Set<String> = ["spender", "operator", "delegate", "grantee"]
    private static let amounts: Set<String> = ["value", "amount", "allowance", "wad", "limit"]
    private static let deadlines: Set<String> = [
        "deadline", "expiry", "expiration", "validUntil", "validTo", "validBefore", "sigDeadline", "endTime",
    ]

    /// A structure that names a spender and an amount may be an allowance; a deadline is one by its name.
    static func effects(_ data: TypedData) -> [Effect] {
        var effects: [Effect] = []
        walk(data.message, data.verifyingContract, &effects)
        return effects
    }

    private static func walk(_ node: TypedDataNode, _ contract: Address?, _ effects: inout [Effect]) {
        switch node.value {
        case .array(let elements): for element in elements { walk(element, contract, &effects) }
        case .structure(let fields, _):
            var spender: Address?
            var amount: (UInt256, Int)?
            var token: Address?
            for field in fields {
                switch field.value {
                case .address(let address):
                    if spenders.contains(field.label) { spender = address }
                    if field.label == "token" { token = address }
                case .uint(let number, let bits):
                    if amounts.contains(field.label) { amount = (number, bits) }
                    if deadlines.contains(field.label) {
                        effects.append(.deadline(name: field.label, seconds: number))
                    }
                default: walk(field, contract, &effects)
                }
            }
            if let spender, let (number, bits) = amount, !number.isZero {
                effects.append(
                    .approval(token: token ?? contract, spender: spender, amount: number, bits: bits))
            }
        default: break
        }
    }
}
