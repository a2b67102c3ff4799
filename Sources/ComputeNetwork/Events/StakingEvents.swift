import Ethereum

/// Events of StakingManager.
enum StakingEvent: String, CaseIterable, Sendable {
    case providerRegistered = "ProviderRegistered(address indexed,address indexed,string,bytes32)"
    case providerStatusChanged = "ProviderStatusChanged(address indexed,uint8)"
    case cutsChangeScheduled = "CutsChangeScheduled(address indexed,uint16,uint16,uint64)"
    case rewardCallerSet = "RewardCallerSet(address indexed,address indexed)"
    case bonded = "Bonded(address indexed,address indexed,uint256,uint256)"
    case unbonding = "Unbonding(address indexed,address indexed,uint256 indexed,uint256,uint64)"
    case rebonded = "Rebonded(address indexed,address indexed,uint256 indexed,uint256)"
    case withdrawn = "Withdrawn(address indexed,uint256 indexed,uint256)"
    case redelegated = "Redelegated(address indexed,address indexed,address indexed,uint256)"
    case rewardsDistributed = "RewardsDistributed(address indexed,uint256 indexed,uint256,uint256)"
    case rewardsClaimed = "RewardsClaimed(address indexed,address indexed,uint256,uint256)"
    case slashed =
        "Slashed(address indexed,uint256 indexed,uint256,uint16,uint8,address,uint256,uint256)"
    case slashProposed = "SlashProposed(bytes32 indexed,address indexed,uint256,uint64)"
    case slashVetoed = "SlashVetoed(bytes32 indexed,address indexed)"
    case benchmarkPosted = "BenchmarkPosted(address indexed,bytes32 indexed,uint256,address,bytes32)"
}

extension Projection {
    mutating func apply(_ event: StakingEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent)
    {
        switch event {
        case .providerRegistered: try register(reader, place)
        case .bonded, .unbonding, .rebonded, .withdrawn, .redelegated, .rewardsClaimed:
            try moveStake(event, reader, place)
        case .slashed: try slash(reader, place)
        case .slashProposed:
            let provider = try reader.topicAddress(1)
            note(place, .provider(provider), provider, try reader.word(0))
        case .slashVetoed: note(place, .none, try reader.topicAddress(1))
        case .providerStatusChanged, .cutsChangeScheduled, .rewardCallerSet, .rewardsDistributed,
            .benchmarkPosted:
            try change(event, reader, place)
        }
    }

    private mutating func register(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let address = try reader.topicAddress(0)
        guard row(ofProvider: address) == nil else { throw .contradiction }
        let provider = Provider(
            address: address, operatorAddress: try reader.topicAddress(1), serviceURI: try reader.text(0),
            capabilityHash: try reader.hash(1), registeredAt: place.time, blockNumber: place.block)
        index.providers[address] = Int32(truncatingIfNeeded: state.providers.count)
        state.providers.append(provider)
        changed.providers.insert(address)
        note(place, .provider(address), address)
    }

    /// What a provider, or someone about it, says.
    private mutating func change(
        _ event: StakingEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let address = try reader.topicAddress(0)
        guard let row = row(ofProvider: address) else { throw .contradiction }
        var account = address
        var amount: UInt256?
        switch event {
        case .providerStatusChanged:
            guard let status = Provider.Status(rawValue: try reader.small(0)) else { throw .malformed }
            save(provider: row)
            state.providers[row].status = status
        case .cutsChangeScheduled:
            let cuts = Provider.PendingCuts(
                rewardCutBasisPoints: try reader.small(0), feeCutBasisPoints: try reader.small(1),
                effectiveAt: try reader.time(2))
            save(provider: row)
            if cuts.effectiveAt <= place.time {
                state.providers[row].rewardCutBasisPoints = cuts.rewardCutBasisPoints
                state.providers[row].feeCutBasisPoints = cuts.feeCutBasisPoints
                state.providers[row].pendingCuts = nil
            } else {
                state.providers[row].pendingCuts = cuts
                changed.announcedCuts[address] = cuts.effectiveAt
            }
        case .benchmarkPosted:
            account = try reader.address(1)
            let benchmark = Provider.Benchmark(
                suite: Hash32(word: try reader.topic(1)), score: try reader.word(0), attester: account,
                at: place.time)
            save(provider: row)
            state.providers[row].benchmark = benchmark
        case .rewardsDistributed:
            amount = try reader.word(0)
            save(provider: row)
            changed.noteRewards(state.providers[row], state.delegations, watched)
        default:
            account = try reader.topicAddress(1)
            save(provider: row)
        }
        state.providers[row].blockNumber = place.block
        changed.providers.insert(address)
        note(place, .provider(address), account, amount)
    }

    private mutating func slash(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let address = try reader.topicAddress(0)
        guard let row = row(ofProvider: address) else { throw .contradiction }
        let basisPoints: UInt16 = try reader.small(1)
        let slash = Slash(
            provider: address, jobID: try reader.topic(1), amount: try reader.word(0),
            basisPoints: basisPoints, reason: try reader.small(2), reporter: try reader.address(3),
            at: place.time, transactionHash: place.transaction)
        save(provider: row)
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
            save(delegation: place)
            state.delegations[place].amount = cut(state.delegations[place].amount)
            changed.delegations.insert(
                DelegationKey(delegator: state.delegations[place].delegator, provider: address))
        }
        for other in state.unbondings.indices
        where state.unbondings[other].provider == address && !state.unbondings[other].isOver
            && state.unbondings[other].availableAt > place.time
        {
            save(unbonding: other)
            state.unbondings[other].amount = cut(state.unbondings[other].amount)
            changed.unbondings.insert(
                UnbondingKey(owner: state.unbondings[other].owner, id: state.unbondings[other].id))
        }
        state.providers[row].slashRows.append(Int32(truncatingIfNeeded: state.slashes.count))
        state.providers[row].blockNumber = place.block
        state.slashes.append(slash)
        changed.providers.insert(address)
        note(place, .provider(address), slash.reporter, slash.amount)
    }
}
