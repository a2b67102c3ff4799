import EVM
import Ethereum
import StrictJSON

extension DevNode {
    /// Accounts as a test wants them, against all rules, and those that send without a signature.
    static let accountMethods: [String: Method] = [
        "anvil_impersonateAccount": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.impersonated.insert(try arguments.address(0))
            return .null
        },
        "anvil_stopImpersonatingAccount": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.impersonated.remove(try arguments.address(0))
            return .null
        },
        "anvil_autoImpersonateAccount": Method(1) { (node, arguments) throws(RPCError) in
            node.chain.impersonatesAll = try arguments.bool(0)
            return .null
        },
        "anvil_setBalance": Method(2) { (node, arguments) throws(RPCError) in
            let balance = try arguments.lenient(1)
            node.chain.amend(try arguments.address(0)) { $0.balance = balance }
            return .null
        },
        "anvil_addBalance": Method(2) { (node, arguments) throws(RPCError) in
            let address = try arguments.address(0)
            let balance = node.chain.state(at: node.chain.head.number).account(address)?.balance ?? .zero
            let (sum, overflow) = balance.addingReportingOverflow(try arguments.lenient(1))
            guard !overflow else { throw .invalid("the balance would have more than 256 bits") }
            node.chain.amend(address) { $0.balance = sum }
            return .null
        },
        "anvil_setNonce": Method(2) { (node, arguments) throws(RPCError) in
            guard let nonce = try arguments.lenient(1).asUInt64 else {
                throw .invalid("invalid argument 1: more than 64 bits")
            }
            node.chain.amend(try arguments.address(0)) { $0.nonce = nonce }
            return .null
        },
        "anvil_setCode": Method(2) { (node, arguments) throws(RPCError) in
            let code = Code(try arguments.bytes(1))
            node.chain.amend(try arguments.address(0)) { $0.code = code }
            return .null
        },
        "anvil_setStorageAt": Method(3) { (node, arguments) throws(RPCError) in
            let slot = try RPCValue.slot(try arguments.required(1))
            node.chain.amend(
                try arguments.address(0), slot: slot, to: try RPCValue.slot(try arguments.required(2)))
            return true
        },
        "anvil_dealERC20": Method(3) { (node, arguments) throws(RPCError) in
            try node.deal(
                try arguments.lenient(2), of: try arguments.address(1), to: try arguments.address(0))
            return .null
        },
    ]

    /// Gives an account a balance of a token, by the word of storage from which the token reads it.
    private func deal(_ amount: UInt256, of token: Address, to holder: Address) throws(RPCError) {
        let state = chain.state(at: chain.head.number)
        // balanceOf(address)
        let data = [0x70, 0xa0, 0x82, 0x31] + holder.word.bigEndianBytes
        let call = try CallArguments(
            ["to": RPCValue.json(token), "data": RPCValue.json(data)], on: chain.configuration)
        let deadline = Deadline(milliseconds: limits.callMilliseconds)
        func balance(_ changes: StateChanges) throws(RPCError) -> (UInt256?, [AccessListEntry]) {
            let place = CallPlace(
                reader: OverlayState(base: state, changes: changes, deadline: deadline),
                environment: chain.environment(of: chain.head), deadline: deadline)
            let result = try run(call, gas: DevNode.callGas, place)
            let answer = result.halt == .success && result.output.count == 32 ? result.output : nil
            return (answer.flatMap { UInt256(bigEndianBytes: $0) }, result.accessed)
        }
        let (now, accessed) = try balance(StateChanges())
        guard now != amount else { return }
        for entry in now == nil ? [] : accessed {
            for key in entry.storageKeys {
                var changes = StateChanges()
                changes.accounts[entry.address] = .some(
                    state.account(entry.address) ?? StoredAccount())
                changes.storage[entry.address] = [key.word: amount]
                if try balance(changes).0 == amount {
                    chain.amend(entry.address, slot: key.word, to: amount)
                    return
                }
            }
        }
        throw .server("no word of storage holds the balance as \(token) answers it")
    }
}
