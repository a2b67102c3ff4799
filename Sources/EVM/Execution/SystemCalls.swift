import Ethereum

/// Calls that the protocol makes at the beginning of a block, paid by nobody.
public enum SystemCalls {
    /// Who calls: 0xfffffffffffffffffffffffffffffffffffffffe (EIP-4788).
    public static let caller = Address(truncating: .max &- 1)
    /// The contract that keeps roots of the beacon chain: 0x000f3df6d732807ef1319fb7b8bb8522d0beac02 (EIP-4788).
    public static let beaconRoots = Address(
        truncating: UInt256(limbs: 0xb8bb_8522_d0be_ac02, 0xd732_807e_f131_9fb7, 0x000f_3df6, 0))
    /// The contract that keeps hashes of blocks: 0x0000f90827f1c53a10cb7a02335b175320002935 (EIP-2935).
    public static let blockHashes = Address(
        truncating: UInt256(limbs: 0x335b_1753_2000_2935, 0x27f1_c53a_10cb_7a02, 0x0000_f908, 0))

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
}

extension Machine {
    fileprivate mutating func callSystem(_ contract: Address, _ input: [UInt8], _ gas: UInt64) {
        guard state.account(contract).code.count > 0 else { return }
        _ = run(
            .call(
                CallRequest(
                    gas: gas, codeAddress: contract, address: contract, caller: origin, value: .zero,
                    transfersValue: false, input: input, isStatic: false, outputOffset: 0, outputCount: 0)),
            from: origin)
    }
}
