import Ethereum

/// Entities whose values in the contracts should be read again.
struct ChangedEntities: Sendable {
    var providers: Set<Address> = []
    var delegations: Set<DelegationKey> = []
    var proposals: Set<UInt256> = []

    init() {}

    /// All of a state: after blocks were taken back nobody knows which values were read on the other branch.
    init(all state: NetworkState) {
        providers = Set(state.providers.map(\.address))
        delegations = Set(
            state.delegations.map { DelegationKey(delegator: $0.delegator, provider: $0.provider) })
        proposals = Set(state.proposals.map(\.id))
    }
}
