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

/// Rows by number or address.
///
/// Entries are hints: after blocks were taken back some point at rows that are gone or hold another entity, so that every
/// look-up is checked against the row. That is why an undo needn't touch them.
struct RowIndex: Sendable {
    var jobs: [UInt256: Int32] = [:]
    var providers: [Address: Int32] = [:]
    var proposals: [UInt256: Int32] = [:]
    var operations: [Hash32: Int32] = [:]
    var unbondings: [UnbondingKey: Int32] = [:]
}

extension Projection {
    func row(ofJob id: UInt256) -> Int? {
        guard let row = index.jobs[id].map({ Int($0) }), row < state.jobs.count, state.jobs[row].id == id
        else {
            return nil
        }
        return row
    }

    func row(ofProvider address: Address) -> Int? {
        guard let row = index.providers[address].map({ Int($0) }), row < state.providers.count,
            state.providers[row].address == address
        else { return nil }
        return row
    }

    func row(ofProposal id: UInt256) -> Int? {
        guard let row = index.proposals[id].map({ Int($0) }), row < state.proposals.count,
            state.proposals[row].id == id
        else { return nil }
        return row
    }

    func row(ofOperation id: Hash32) -> Int? {
        guard let row = index.operations[id].map({ Int($0) }), row < state.operations.count,
            state.operations[row].id == id
        else { return nil }
        return row
    }

    func row(ofUnbonding id: UInt256, of owner: Address) -> Int? {
        guard let row = index.unbondings[UnbondingKey(owner: owner, id: id)].map({ Int($0) }),
            row < state.unbondings.count, state.unbondings[row].id == id, state.unbondings[row].owner == owner
        else { return nil }
        return row
    }
}
