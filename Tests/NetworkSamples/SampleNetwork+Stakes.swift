import Ethereum

/// Whose stake is with whom.
struct Stake: Sendable, Hashable {
    var delegator: Address
    var provider: Address
}

/// Stake on its way back.
struct Leaving: Sendable {
    var id: UInt64
    var stake: Stake
    var amount: UInt256
    var availableAt: UInt64
}

extension SampleNetwork {
    private static let unbondingPeriod: UInt64 = 1_200

    /// All stake with a provider, in wei.
    func stakeTotal(_ provider: Address) -> UInt256 {
        stakeOrder.filter { $0.provider == provider }.reduce(.zero) {
            $0.addingSaturating(stakes[$1] ?? .zero)
        }
    }

    mutating func actOnStake() {
        let index = random.below(workers.count)
        let worker = workers[index]
        // A provider that is done is replaced by nobody.
        if statuses[index] == 5 { return }
        if statuses[index] == 0 { return register(index) }
        switch random.below(10) {
        case 0: slash(index)
        case 1:
            log(
                .cutsChangeScheduled, [worker.word],
                [
                    UInt256(UInt64(random.below(3_000))), UInt256(UInt64(random.below(2_000))),
                    UInt256(now + 300),
                ])
        case 2, 3: leave()
        case 4: comeBack()
        case 5: changeStatus(index)
        case 6:
            epochs[index] += 1
            guard !stakeTotal(worker).isZero else { return }
            let emission = amount(20)
            log(.rewardsDistributed, [worker.word, UInt256(epochs[index])], [emission, Self.coai])
            pay(anyAccount(), contract("StakingManager"), emission.addingSaturating(Self.coai))
        default:
            if statuses[index] == 2 { bond(anyAccount(), worker, amount(2_000)) }
        }
    }

    private mutating func register(_ index: Int) {
        let worker = workers[index]
        log(
            .providerRegistered, [worker.word, Self.address("operator \(index)").word],
            values: [
                .string("https://provider-\(index).example/v1"),
                .fixedBytes(Keccak256.hash(utf8: "gpu \(index)").bytes),
            ])
        log(.providerStatusChanged, [worker.word], [1])
        bond(worker, worker, amount(4_000).addingSaturating(Self.coai))
        log(.cutsChangeScheduled, [worker.word], [500, 1_000, UInt256(now)])
        log(.providerStatusChanged, [worker.word], [2])
        statuses[index] = 2
    }

    private mutating func bond(_ delegator: Address, _ worker: Address, _ amount: UInt256) {
        let stake = Stake(delegator: delegator, provider: worker)
        if stakes[stake] == nil { stakeOrder.append(stake) }
        stakes[stake] = (stakes[stake] ?? .zero).addingSaturating(amount)
        log(.bonded, [worker.word, delegator.word], [amount, stakeTotal(worker)])
        pay(delegator, contract("StakingManager"), amount)
    }

    private mutating func leave() {
        guard !stakeOrder.isEmpty else { return }
        let stake = stakeOrder[random.below(stakeOrder.count)]
        let held = stakes[stake] ?? .zero
        guard !held.isZero else { return }
        let amount = random.once(in: 3) ? held : held &>> 1
        guard !amount.isZero else { return }
        stakes[stake] = held &- amount
        if random.once(in: 6), stake.delegator != stake.provider {
            // Moved to another provider instead of taken out.
            let other = random.below(workers.count)
            guard statuses[other] == 2, workers[other] != stake.provider else {
                stakes[stake] = held
                return
            }
            let target = Stake(delegator: stake.delegator, provider: workers[other])
            if stakes[target] == nil { stakeOrder.append(target) }
            stakes[target] = (stakes[target] ?? .zero).addingSaturating(amount)
            log(
                .redelegated, [stake.delegator.word, stake.provider.word, target.provider.word], [amount])
            return
        }
        let id = (leavingCounts[stake.delegator] ?? 0) + 1
        leavingCounts[stake.delegator] = id
        let availableAt = now + Self.unbondingPeriod
        leaving.append(Leaving(id: id, stake: stake, amount: amount, availableAt: availableAt))
        log(
            .unbonding, [stake.provider.word, stake.delegator.word, UInt256(id)],
            [amount, UInt256(availableAt)])
    }

    private mutating func comeBack() {
        guard !leaving.isEmpty else { return }
        let index = random.below(leaving.count)
        let entry = leaving[index]
        if now >= entry.availableAt {
            log(.withdrawn, [entry.stake.delegator.word, UInt256(entry.id)], [entry.amount])
            pay(contract("StakingManager"), entry.stake.delegator, entry.amount)
        } else {
            stakes[entry.stake] = (stakes[entry.stake] ?? .zero).addingSaturating(entry.amount)
            log(
                .rebonded, [entry.stake.provider.word, entry.stake.delegator.word, UInt256(entry.id)],
                [entry.amount])
        }
        leaving.remove(at: index)
    }

    private mutating func changeStatus(_ index: Int) {
        switch statuses[index] {
        case 3: statuses[index] = 2
        case 2 where random.once(in: 3): statuses[index] = 4
        case 4: statuses[index] = random.once(in: 3) ? 5 : 2
        default: return
        }
        log(.providerStatusChanged, [workers[index].word], [UInt256(UInt64(statuses[index]))])
    }

    private mutating func slash(_ index: Int) {
        let worker = workers[index]
        let total = stakeTotal(worker)
        guard !total.isZero, !phases.isEmpty, random.once(in: 2) else { return }
        // A sixteenth of everyone's stake.
        var taken = UInt256.zero
        for stake in stakeOrder where stake.provider == worker {
            let part = (stakes[stake] ?? .zero) &>> 4
            stakes[stake] = (stakes[stake] ?? .zero) &- part
            taken = taken.addingSaturating(part)
        }
        guard !taken.isZero else { return }
        let reward = taken &>> 3
        log(
            .slashed, [worker.word, UInt256(UInt64(1 + random.below(phases.count)))],
            [
                taken, 625, UInt256(UInt64(random.below(4))), accounts[0].word, reward, taken &- reward,
            ])
        if statuses[index] == 2 {
            statuses[index] = 3
            log(.providerStatusChanged, [worker.word], [3])
        }
        pay(contract("StakingManager"), accounts[0], reward)
        pay(contract("StakingManager"), .zero, taken &- reward)
    }
}
