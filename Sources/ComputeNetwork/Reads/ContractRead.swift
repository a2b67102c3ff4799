import Ethereum

/// A value that no event tells exactly, to be read by a call at a block.
public struct ContractRead: Sendable, Hashable {
    /// The contract.
    public let to: Address
    /// Selector and arguments.
    public let data: [UInt8]
    let purpose: Purpose

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
