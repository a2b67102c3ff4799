import Ethereum

/// Stake that comes back from the beacon chain to an account (EIP-4895).
public struct Withdrawal: Sendable, Hashable {
    /// Its number among all withdrawals.
    public var index: UInt64
    /// Whose stake it was.
    public var validatorIndex: UInt64
    /// Who gets it.
    public var address: Address
    /// In Gwei, 10⁹ wei.
    public var amount: UInt64

    /// A withdrawal of these parts.
    public init(index: UInt64, validatorIndex: UInt64, address: Address, amount: UInt64) {
        self.index = index
        self.validatorIndex = validatorIndex
        self.address = address
        self.amount = amount
    }

    /// Its RLP, as a block has it.
    public var item: RLPItem {
        .list([.number(index), .number(validatorIndex), .bytes(address.bytes), .number(amount)])
    }

    /// Root of the trie of a block's withdrawals.
    public static func root(of withdrawals: [Withdrawal]) -> Hash32 {
        Trie.orderedRoot(withdrawals.map { RLP.encode($0.item) })
    }

    /// What a block's withdrawals change, after its transactions: nobody pays for them.
    public static func changes(
        of withdrawals: [Withdrawal], on reader: any StateReader, rules: ForkRules
    ) -> StateChanges {
        var state = JournaledState(reader: reader, rules: rules)
        for withdrawal in withdrawals {
            state.addBalance(withdrawal.address, UInt256(withdrawal.amount) &* 1_000_000_000)
        }
        return state.finished()
    }
}
