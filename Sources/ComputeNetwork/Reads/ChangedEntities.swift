import Ethereum

/// Entities whose values in the contracts should be read again.
struct ChangedEntities: Sendable {
    var providers: Set<Address> = []
    var delegations: Set<DelegationKey> = []
    var unbondings: Set<UnbondingKey> = []
    var proposals: Set<UInt256> = []
    /// Proposals whose quorum isn't known, and when it can first be asked for: in the block after.
    var unknownQuorums: [UInt256: UInt64] = [:]
    /// Providers that announced cuts, and when those begin to hold: no event tells.
    var announcedCuts: [Address: UInt64] = [:]
    /// Quorums that were asked for at this head and not answered.
    var refusedQuorums: Set<UInt256> = []
    /// Whether any of the contracts wrote a log since the accounts and figures were read.
    var needsAccounts = true
    var needsFigures = true

    init() {}

    /// All of a state: after blocks were taken back nobody knows which values were read on the other branch.
    init(all state: NetworkState) {
        providers = Set(state.providers.lazy.map(\.address))
        delegations = Set(
            state.delegations.lazy.map { DelegationKey(delegator: $0.delegator, provider: $0.provider) })
        unbondings = Set(
            state.unbondings.lazy.filter { !$0.isOver }.map { UnbondingKey(owner: $0.owner, id: $0.id) })
        for proposal in state.proposals {
            proposals.insert(proposal.id)
            unknownQuorums[proposal.id] = proposal.voteStart
        }
        for provider in state.providers {
            if let cuts = provider.pendingCuts { announcedCuts[provider.address] = cuts.effectiveAt }
        }
    }

    /// What of it belongs to some subjects.
    func only(_ subjects: Set<ContractRead.Subject>) -> ChangedEntities {
        var part = self
        if !subjects.contains(.accounts) { part.needsAccounts = false }
        if !subjects.contains(.figures) { part.needsFigures = false }
        if !subjects.contains(.proposals) { (part.proposals, part.unknownQuorums) = ([], [:]) }
        if !subjects.contains(.providers) { (part.providers, part.announcedCuts) = ([], [:]) }
        if !subjects.contains(.stakes) { (part.delegations, part.unbondings) = ([], []) }
        return part
    }

    /// A block came: what was refused may be answered now.
    mutating func noteBlock(hasLogs: Bool) {
        refusedQuorums = []
        guard hasLogs else { return }
        needsAccounts = true
        needsFigures = true
    }

    /// Everyone with stake has new rewards; where they are many, only those of watched accounts are read.
    mutating func noteRewards(
        _ provider: Provider, _ delegations: Rows<Delegation>, _ watched: Set<Address>
    ) {
        let isSmall = provider.delegationRows.count <= 64
        for row in provider.delegationRows {
            let delegation = delegations[Int(row)]
            if isSmall || watched.contains(delegation.delegator) {
                self.delegations.insert(
                    DelegationKey(delegator: delegation.delegator, provider: delegation.provider))
            }
        }
    }
}
