import Ethereum

/// Whose stake is with whom.
struct DelegationKey: Sendable, Hashable {
    let delegator: Address
    let provider: Address
}

/// Unbondings are numbered for each owner.
struct UnbondingKey: Sendable, Hashable {
    let owner: Address
    let id: UInt256
}

/// Who voted on what.
struct BallotKey: Sendable, Hashable {
    let voter: Address
    let proposal: UInt256
}

/// Rows by number or address.
///
/// Entries are hints: after blocks were taken back some point at rows that are gone or hold another entity, so that every
/// look-up is checked against the row. That is why an undo needn't touch them.
struct RowIndex: Sendable {
    /// Only of jobs whose number isn't that of their row and one: a market counts its jobs from 1.
    var jobs: [UInt256: Int32] = [:]
    var providers: [Address: Int32] = [:]
    var delegations: [DelegationKey: Int32] = [:]
    var unbondings: [UnbondingKey: Int32] = [:]
    var proposals: [UInt256: Int32] = [:]
    var votes: [BallotKey: Int32] = [:]
    var operations: [Hash32: Int32] = [:]
    /// Proposals by the operation that makes their calls.
    var proposalsOfOperations: [Hash32: Int32] = [:]
}

extension Projection {
    func row(ofJob id: UInt256) -> Int? {
        if let number = id.asInt, number > 0, number <= state.jobs.count, state.jobs[number - 1].id == id {
            return number - 1
        }
        guard let row = index.jobs[id].map({ Int($0) }), row < state.jobs.count, state.jobs[row].id == id
        else { return nil }
        return row
    }

    func row(ofProvider address: Address) -> Int? {
        guard let row = index.providers[address].map({ Int($0) }), row < state.providers.count,
            state.providers[row].address == address
        else { return nil }
        return row
    }

    func row(of key: DelegationKey) -> Int? {
        guard let row = index.delegations[key].map({ Int($0) }), row < state.delegations.count,
            state.delegations[row].delegator == key.delegator,
            state.delegations[row].provider == key.provider
        else { return nil }
        return row
    }

    func row(of key: UnbondingKey) -> Int? {
        guard let row = index.unbondings[key].map({ Int($0) }), row < state.unbondings.count,
            state.unbondings[row].id == key.id, state.unbondings[row].owner == key.owner
        else { return nil }
        return row
    }

    func row(ofProposal id: UInt256) -> Int? {
        guard let row = index.proposals[id].map({ Int($0) }), row < state.proposals.count,
            state.proposals[row].id == id
        else { return nil }
        return row
    }

    func row(of key: BallotKey) -> Int? {
        guard let row = index.votes[key].map({ Int($0) }), row < state.votes.count,
            state.votes[row].voter == key.voter, state.votes[row].proposalID == key.proposal
        else { return nil }
        return row
    }

    func row(ofOperation id: Hash32) -> Int? {
        guard let row = index.operations[id].map({ Int($0) }), row < state.operations.count,
            state.operations[row].id == id
        else { return nil }
        return row
    }

    func row(ofProposalWithOperation id: Hash32) -> Int? {
        guard let row = index.proposalsOfOperations[id].map({ Int($0) }), row < state.proposals.count,
            state.proposals[row].operationID == id
        else { return nil }
        return row
    }
}
