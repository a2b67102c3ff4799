import EVM
import Ethereum
import StrictJSON

/// Accounts that a call sees otherwise than they are (execution-apis, `StateOverrides`; geth, "State override set").
struct StateOverrides {
    /// What is written over the state.
    private(set) var changes = StateChanges()
    /// Where the precompiles are: one whose address is overridden is there no more, and elsewhere if it was moved.
    private(set) var precompiles: PrecompileTable

    /// - Parameters:
    ///   - json: an object of accounts by address; nil for none.
    ///   - what: how a refusal calls it.
    ///   - reader: the state that is overridden.
    init(_ json: JSON?, _ what: String, on reader: any StateReader, rules: ForkRules) throws(RPCError) {
        precompiles = PrecompileTable(rules: rules)
        guard let json, !json.isNull else { return }
        guard let object = json.objectValue else {
            throw .invalid("invalid \(what): want an object of accounts")
        }
        var accounts: [(address: Address, wanted: JSON)] = []
        for member in object.members where !member.value.isNull {
            guard let wanted = member.value.objectValue else {
                throw .invalid("invalid \(what): want accounts")
            }
            // A name that is misspelled would be an override that isn't there.
            if let unknown = wanted.members.first(where: { !Self.names.contains($0.key) }) {
                throw .invalid("invalid \(what): unknown override \(unknown.key.prefix(40))")
            }
            accounts.append((try RPCValue.address(.string(member.key), what), member.value))
        }
        // In ascending order, so that what is refused first doesn't depend on how the request was written.
        accounts.sort { $0.address < $1.address }
        try movePrecompiles(accounts)
        for (address, wanted) in accounts { try override(address, wanted, on: reader) }
    }

    /// Moves what is to be moved, before any code is set.
    private mutating func movePrecompiles(_ accounts: [(address: Address, wanted: JSON)]) throws(RPCError) {
        let fork = precompiles
        let overridden = Set(accounts.map(\.address))
        var targets: Set<Address> = []
        for (address, wanted) in accounts {
            let precompile = fork[address]
            if let json = Self.member("movePrecompileToAddress", of: wanted) {
                let target = try RPCValue.address(json, "movePrecompileToAddress")
                guard let precompile else { throw .server("account \(address) is not a precompile") }
                guard target != address else {
                    throw RPCError(code: -38_022, message: "precompile \(address) is moved to itself")
                }
                guard targets.insert(target).inserted else {
                    throw RPCError(code: -38_023, message: "two precompiles are moved to \(target)")
                }
                guard !overridden.contains(target) else {
                    throw .server("account \(target) is already overridden")
                }
                precompiles[target] = precompile
            }
            if precompile != nil { precompiles[address] = nil }
        }
    }

    private static let names: Set = [
        "nonce", "balance", "code", "state", "stateDiff", "movePrecompileToAddress",
    ]

    private mutating func override(
        _ address: Address, _ wanted: JSON, on reader: any StateReader
    ) throws(RPCError) {
        var account = reader.account(address) ?? StoredAccount()
        if let nonce = Self.member("nonce", of: wanted) { account.nonce = try RPCValue.small(nonce, "nonce") }
        if let balance = Self.member("balance", of: wanted) {
            account.balance = try RPCValue.quantity(balance, "balance")
        }
        if let code = Self.member("code", of: wanted) {
            account.code = Code(try RPCValue.bytes(code, "code"))
        }
        let whole = Self.member("state", of: wanted)
        let part = Self.member("stateDiff", of: wanted)
        guard whole == nil || part == nil else {
            throw .invalid("account \(address) has both 'state' and 'stateDiff'")
        }
        if whole != nil {
            changes.cleared.insert(address)
            account.hasStorage = false
        }
        if let words = whole ?? part {
            guard let slots = words.objectValue else {
                throw .invalid("invalid state: want an object of slots")
            }
            for slot in slots.members {
                let word = try RPCValue.hash(slot.value, "storage value").word
                changes.storage[address, default: [:]][try RPCValue.slot(.string(slot.key))] = word
            }
        }
        changes.accounts[address] = .some(account)
    }

    private static func member(_ name: String, of json: JSON) -> JSON? {
        guard let value = json[name], !value.isNull else { return nil }
        return value
    }
}
