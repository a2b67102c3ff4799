import Ethereum

/// Events of StakingManager.
enum StakingEvent: String, CaseIterable, Sendable {
    case providerRegistered = "ProviderRegistered(address,address,string,bytes32)"
    case providerStatusChanged = "ProviderStatusChanged(address,uint8)"
    case cutsChangeScheduled = "CutsChangeScheduled(address,uint16,uint16,uint64)"
    case rewardCallerSet = "RewardCallerSet(address,address)"
    case bonded = "Bonded(address,address,uint256,uint256)"
    case unbonding = "Unbonding(address,address,uint256,uint256,uint64)"
    case rebonded = "Rebonded(address,address,uint256,uint256)"
    case withdrawn = "Withdrawn(address,uint256,uint256)"
    case redelegated = "Redelegated(address,address,address,uint256)"
    case rewardsDistributed = "RewardsDistributed(address,uint256,uint256,uint256)"
    case rewardsClaimed = "RewardsClaimed(address,address,uint256,uint256)"
    case slashed = "Slashed(address,uint256,uint256,uint16,uint8,address,uint256,uint256)"
    case benchmarkPosted = "BenchmarkPosted(address,bytes32,uint256,address,bytes32)"
}

extension Projection {
    mutating func apply(_ event: StakingEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent)
    {
        switch event {
        case .providerRegistered: try register(reader, place)
        case .bonded:
            try move(
                try reader.topicAddress(1), try reader.topicAddress(0), adding: try reader.word(0), place)
            note(
                place, event.eventName, .provider(try reader.topicAddress(0)), try reader.topicAddress(1),
                try reader.word(0))
        case .unbonding: try unbond(reader, place)
        case .rebonded:
            let owner = try reader.topicAddress(1)
            try endUnbonding(owner, try reader.topic(2))
            try move(owner, try reader.topicAddress(0), adding: try reader.word(0), place)
            note(place, event.eventName, .provider(try reader.topicAddress(0)), owner, try reader.word(0))
        case .withdrawn:
            let owner = try reader.topicAddress(0)
            try endUnbonding(owner, try reader.topic(1))
            note(place, event.eventName, .account(owner), owner, try reader.word(0))
        case .redelegated:
            let owner = try reader.topicAddress(0)
            let amount = try reader.word(0)
            try move(owner, try reader.topicAddress(1), removing: amount, place)
            try move(owner, try reader.topicAddress(2), adding: amount, place)
            note(place, event.eventName, .provider(try reader.topicAddress(2)), owner, amount)
        case .rewardsClaimed:
            note(
                place, event.eventName, .provider(try reader.topicAddress(1)), try reader.topicAddress(0),
                try reader.word(0))
        default: try applyToProvider(event, reader, place)
        }
    }

    private mutating func register(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let address = try reader.topicAddress(0)
        guard row(ofProvider: address) == nil else { throw .contradiction }
        let provider = Provider(
            address: address, operatorAddress: try reader.topicAddress(1), serviceURI: try reader.text(0),
            capabilityHash: try reader.hash(1), registeredAt: place.time, blockNumber: place.block)
        index.providers[address] = Int32(state.providers.count)
        state.providers.append(provider)
        note(place, "ProviderRegistered", .provider(address), address)
    }

    private mutating func applyToProvider(
        _ event: StakingEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let address = try reader.topicAddress(0)
        guard let row = row(ofProvider: address) else { throw .contradiction }
        var account = address
        var amount: UInt256?
        switch event {
        case .providerStatusChanged:
            guard let status = Provider.Status(rawValue: try reader.small(0)) else { throw .malformed }
            state.providers[row].status = status
        case .cutsChangeScheduled:
            let rewardCut: UInt16 = try reader.small(0)
            let feeCut: UInt16 = try reader.small(1)
            let effectiveAt = try reader.time(2)
            if effectiveAt <= place.time {
                state.providers[row].rewardCutBasisPoints = rewardCut
                state.providers[row].feeCutBasisPoints = feeCut
                state.providers[row].pendingCuts = nil
            } else {
                state.providers[row].pendingCuts = Provider.PendingCuts(
                    rewardCutBasisPoints: rewardCut, feeCutBasisPoints: feeCut, effectiveAt: effectiveAt)
            }
        case .rewardCallerSet: account = try reader.topicAddress(1)
        case .rewardsDistributed: amount = try reader.word(0)
        case .benchmarkPosted:
            account = try reader.address(1)
            state.providers[row].benchmark = Provider.Benchmark(
                suite: Hash32(word: try reader.topic(1)), score: try reader.word(0), attester: account,
                at: place.time)
        case .slashed:
            account = try reader.address(3)
            amount = try reader.word(0)
            try slash(row, reader, place)
        default: throw .malformed
        }
        state.providers[row].blockNumber = place.block
        changed.providers.insert(address)
        note(place, event.eventName, .provider(address), account, amount)
    }

    private mutating func slash(_ row: Int, _ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let basisPoints: UInt16 = try reader.small(1)
        let slash = Slash(
            provider: state.providers[row].address, jobID: try reader.topic(1), amount: try reader.word(0),
            basisPoints: basisPoints, reason: try reader.small(2), reporter: try reader.address(3),
            at: place.time,
            transactionHash: place.transaction)
        // Pro rata; the exact amounts are read from the contract at the head.
        let rest = UInt256(UInt64(10_000 - min(basisPoints, 10_000)))
        func cut(_ stake: UInt256) -> UInt256 {
            let product = stake.multipliedReportingOverflow(by: rest)
            return product.overflow
                ? stake : product.partialValue.dividedWithRemainder(by: 10_000)?.quotient ?? stake
        }
        state.providers[row].selfStake = cut(state.providers[row].selfStake)
        state.providers[row].delegatedStake = cut(state.providers[row].delegatedStake)
        for place in state.providers[row].delegationRows.map({ Int($0) }) {
            state.delegations[place].amount = cut(state.delegations[place].amount)
        }
        state.providers[row].slashRows.append(Int32(truncatingIfNeeded: state.slashes.count))
        state.slashes.append(slash)
    }

    // MARK: Stake

    /// Moves stake of `owner` to or from a provider.
    private mutating func move(
        _ owner: Address, _ provider: Address, adding: UInt256 = .zero, removing: UInt256 = .zero,
        _ place: Place
    ) throws(UnreadableEvent) {
        guard let row = row(ofProvider: provider) else { throw .contradiction }
        let path: WritableKeyPath<Provider, UInt256> = owner == provider ? \.selfStake : \.delegatedStake
        state.providers[row][keyPath: path] = state.providers[row][keyPath: path].addingSaturating(adding)
            .subtractingSaturating(removing)
        state.providers[row].blockNumber = place.block
        changed.providers.insert(provider)
        let known = state.providers[row].delegationRows.first {
            state.delegations[Int($0)].delegator == owner
        }
        if let known {
            let amount = state.delegations[Int(known)].amount
            state.delegations[Int(known)].amount = amount.addingSaturating(adding).subtractingSaturating(
                removing)
        } else {
            state.providers[row].delegationRows.append(Int32(truncatingIfNeeded: state.delegations.count))
            state.delegations.append(
                Delegation(delegator: owner, provider: provider, amount: adding, since: place.time))
        }
        changed.delegations.insert(DelegationKey(delegator: owner, provider: provider))
    }

    private mutating func unbond(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let provider = try reader.topicAddress(0)
        let owner = try reader.topicAddress(1)
        let id = try reader.topic(2)
        let amount = try reader.word(0)
        let availableAt = try reader.time(1)
        guard row(ofUnbonding: id, of: owner) == nil else { throw .contradiction }
        try move(owner, provider, removing: amount, place)
        index.unbondings[UnbondingKey(owner: owner, id: id)] = Int32(
            truncatingIfNeeded: state.unbondings.count)
        state.unbondings.append(
            Unbonding(
                id: id, owner: owner, provider: provider, amount: amount, startedAt: place.time,
                availableAt: availableAt))
        note(place, "Unbonding", .provider(provider), owner, amount)
    }

    private mutating func endUnbonding(_ owner: Address, _ id: UInt256) throws(UnreadableEvent) {
        guard let row = row(ofUnbonding: id, of: owner) else { throw .contradiction }
        state.unbondings[row].isOver = true
    }
}
