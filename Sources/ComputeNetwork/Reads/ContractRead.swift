import Ethereum

/// A value that no event tells exactly, to be read by a call at a block.
public struct ContractRead: Sendable, Hashable {
    /// The contract.
    public let to: Address
    /// Selector and arguments.
    public let data: [UInt8]
    let purpose: Purpose

    /// What values are about.
    public enum Subject: Sendable, Hashable, CaseIterable {
        /// Balances and votes of the watched accounts.
        case accounts
        /// Totals and parameters.
        case figures
        /// States, votes and quorums of proposals.
        case proposals
        /// Providers and the stake with them as a whole.
        case providers
        /// Whose stake it is, and stake on its way back.
        case stakes
    }

    /// What is asked for.
    enum Purpose: Sendable, Hashable {
        case provider(Address)
        case delegation(DelegationKey)
        case unbonding(UnbondingKey)
        case proposalState(UInt256)
        case proposalQuorum(UInt256)
        case proposalVotes(UInt256)
        case balance(Address)
        case votes(Address)
        case figure(NetworkFigure)
    }

    init?(_ to: Address?, _ signature: String, _ arguments: [ABIValue], _ purpose: Purpose) {
        guard let to, let data = try? ABIFunction(signature).encodeCall(arguments) else { return nil }
        self.to = to
        self.data = data
        self.purpose = purpose
    }
}
