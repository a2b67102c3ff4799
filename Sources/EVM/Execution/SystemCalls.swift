import Ethereum

/// Calls that the protocol makes at the beginning and at the end of a block, paid by nobody.
public enum SystemCalls {
    /// Who calls: 0xfffffffffffffffffffffffffffffffffffffffe (EIP-4788).
    public static let caller = Address(truncating: .max &- 1)
    /// The contract that keeps roots of the beacon chain: 0x000f3df6d732807ef1319fb7b8bb8522d0beac02 (EIP-4788).
    public static let beaconRoots = Address(
        truncating: UInt256(limbs: 0xb8bb_8522_d0be_ac02, 0xd732_807e_f131_9fb7, 0x000f_3df6, 0))
    /// The contract that keeps hashes of blocks: 0x0000f90827f1c53a10cb7a02335b175320002935 (EIP-2935).
    public static let blockHashes = Address(
        truncating: UInt256(limbs: 0x335b_1753_2000_2935, 0x27f1_c53a_10cb_7a02, 0x0000_f908, 0))

    /// The contract in which withdrawals of stake are asked for: 0x00000961ef480eb55e80d19ad83579a64c007002 (EIP-7002).
    public static let withdrawalRequests = Address(
        truncating: UInt256(limbs: 0xd835_79a6_4c00_7002, 0xef48_0eb5_5e80_d19a, 0x0000_0961, 0))
    /// The contract in which consolidations are asked for: 0x0000bbddc7ce488642fb579f8b00f3a590007251 (EIP-7251).
    public static let consolidationRequests = Address(
        truncating: UInt256(limbs: 0x8b00_f3a5_9000_7251, 0xc7ce_4886_42fb_579f, 0x0000_bbdd, 0))

    private static let gas: UInt64 = 30_000_000

    /// What the calls at the beginning of a block change; nothing where their contracts aren't deployed.
    ///
    /// - Parameters:
    ///   - parentHash: hash of the block before, kept from Prague on.
    ///   - parentBeaconRoot: root of the beacon block before, kept from Cancun on.
    public static func begin(
        _ block: BlockEnvironment, parentHash: Hash32, parentBeaconRoot: Hash32, on reader: any StateReader,
        rules: ForkRules
    ) -> StateChanges {
        var machine = Machine(
            rules: rules, block: block, origin: caller, gasPrice: .zero, blobHashes: [], reader: reader)
        if rules >= .cancun { machine.callSystem(beaconRoots, parentBeaconRoot.bytes, gas) }
        if rules >= .prague { machine.callSystem(blockHashes, parentHash.bytes, gas) }
        return machine.state.finished()
    }

    /// What the calls at the end of a block change, and the requests that they hand to the beacon chain: of each kind that
    /// was asked for its number and its bytes (EIP-7685).
    ///
    /// Deposits aren't among them, which come before: they are in logs (`DepositRequests`).
    public static func end(
        _ block: BlockEnvironment, on reader: any StateReader, rules: ForkRules
    ) -> (changes: StateChanges, requests: [[UInt8]]) {
        guard rules >= .prague else { return (StateChanges(), []) }
        var machine = Machine(
            rules: rules, block: block, origin: caller, gasPrice: .zero, blobHashes: [], reader: reader)
        var requests: [[UInt8]] = []
        for (kind, contract) in [(1, withdrawalRequests), (2, consolidationRequests)] as [(UInt8, Address)] {
            let output = machine.callSystem(contract, [], gas)
            if !output.isEmpty { requests.append([kind] + output) }
        }
        var changes = machine.state.finished()
        // Nothing but words changes: where none did, the account is as it was.
        changes.accounts = changes.accounts.filter { changes.storage[$0.key] != nil }
        return (changes, requests)
    }
}

extension Machine {
    /// - Returns: what the contract returns; nothing where there is none, or it fails.
    @discardableResult
    fileprivate mutating func callSystem(_ contract: Address, _ input: [UInt8], _ gas: UInt64) -> [UInt8] {
        guard state.account(contract).code.count > 0 else { return [] }
        let outcome = run(
            .call(
                CallRequest(
                    gas: gas, codeAddress: contract, address: contract, caller: origin, value: .zero,
                    transfersValue: false, input: input, isStatic: false, outputOffset: 0, outputCount: 0)),
            from: origin)
        return outcome.halt == .success ? outcome.output : []
    }
}
