import Ethereum

extension Projection {
    /// Stake that comes, goes, or moves to another provider.
    mutating func moveStake(
        _ event: StakingEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        switch event {
        case .bonded:
            let provider = try reader.topicAddress(0)
            let owner = try reader.topicAddress(1)
            let amount = try reader.word(0)
            try add(amount, DelegationKey(delegator: owner, provider: provider), place)
            note(place, .provider(provider), owner, amount)
        case .unbonding: try unbond(reader, place)
        case .rebonded:
            let provider = try reader.topicAddress(0)
            let owner = try reader.topicAddress(1)
            let amount = try reader.word(0)
            let row = try openUnbonding(of: owner, try reader.topic(2))
            try add(amount, DelegationKey(delegator: owner, provider: provider), place)
            endUnbonding(row)
            note(place, .provider(provider), owner, amount)
        case .withdrawn:
            let owner = try reader.topicAddress(0)
            let amount = try reader.word(0)
            endUnbonding(try openUnbonding(of: owner, try reader.topic(1)))
            note(place, .account(owner), owner, amount)
        case .redelegated:
            let owner = try reader.topicAddress(0)
            let source = DelegationKey(delegator: owner, provider: try reader.topicAddress(1))
            let target = DelegationKey(delegator: owner, provider: try reader.topicAddress(2))
            let amount = try reader.word(0)
            guard row(ofProvider: target.provider) != nil else { throw .contradiction }
            try remove(amount, source, place)
            try add(amount, target, place)
            note(place, .provider(target.provider), owner, amount)
        default:
            let owner = try reader.topicAddress(0)
            let provider = try reader.topicAddress(1)
            let amount = try reader.word(0)
            changed.delegations.insert(DelegationKey(delegator: owner, provider: provider))
            note(place, .provider(provider), owner, amount)
        }
    }

    private mutating func unbond(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let provider = try reader.topicAddress(0)
        let key = UnbondingKey(owner: try reader.topicAddress(1), id: try reader.topic(2))
        let amount = try reader.word(0)
        let availableAt = try reader.time(1)
        guard row(of: key) == nil else { throw .contradiction }
        try remove(amount, DelegationKey(delegator: key.owner, provider: provider), place)
        index.unbondings[key] = Int32(truncatingIfNeeded: state.unbondings.count)
        state.unbondings.append(
            Unbonding(
                id: key.id, owner: key.owner, provider: provider, amount: amount, startedAt: place.time,
                availableAt: availableAt))
        note(place, .provider(provider), key.owner, amount)
    }

    private func openUnbonding(of owner: Address, _ id: UInt256) throws(UnreadableEvent) -> Int {
        guard let row = row(of: UnbondingKey(owner: owner, id: id)), !state.unbondings[row].isOver else {
            throw .contradiction
        }
        return row
    }

    private mutating func endUnbonding(_ row: Int) {
        save(unbonding: row)
        state.unbondings[row].isOver = true
    }

    // MARK: Amounts

    private mutating func add(
        _ amount: UInt256, _ key: DelegationKey, _ place: Place
    ) throws(UnreadableEvent) {
        guard let provider = row(ofProvider: key.provider) else { throw .contradiction }
        change(provider, key, place) { $0.addingSaturating(amount) }
        if let row = row(of: key) {
            save(delegation: row)
            state.delegations[row].amount = state.delegations[row].amount.addingSaturating(amount)
        } else {
            let row = Int32(truncatingIfNeeded: state.delegations.count)
            index.delegations[key] = row
            state.providers[provider].delegationRows.append(row)
            state.delegations.append(
                Delegation(
                    delegator: key.delegator, provider: key.provider, amount: amount, since: place.time))
        }
    }

    private mutating func remove(
        _ amount: UInt256, _ key: DelegationKey, _ place: Place
    ) throws(UnreadableEvent) {
        guard let provider = row(ofProvider: key.provider), let row = row(of: key) else {
            throw .contradiction
        }
        // Shares are rounded, a slash is applied pro rata: after one the sums of events can be off by a little.
        guard amount <= state.delegations[row].amount || !state.providers[provider].slashRows.isEmpty
        else { throw .contradiction }
        change(provider, key, place) { $0.subtractingSaturating(amount) }
        save(delegation: row)
        state.delegations[row].amount = state.delegations[row].amount.subtractingSaturating(amount)
    }

    private mutating func change(
        _ provider: Int, _ key: DelegationKey, _ place: Place, _ body: (UInt256) -> UInt256
    ) {
        save(provider: provider)
        if key.delegator == key.provider {
            state.providers[provider].selfStake = body(state.providers[provider].selfStake)
        } else {
            state.providers[provider].delegatedStake = body(state.providers[provider].delegatedStake)
        }
        state.providers[provider].blockNumber = place.block
        changed.providers.insert(key.provider)
        changed.delegations.insert(key)
    }
}
