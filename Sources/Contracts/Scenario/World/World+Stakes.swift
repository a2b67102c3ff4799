import Ethereum

/// Providers, stake, rewards and slashes of the world.
extension World {
    private var chain: DevelopmentChain { scenario.chain }
    private var deployment: Deployment { scenario.deployment }

    func fundAccounts() throws(ChainError) {
        var amounts: [(account: Int, amount: UInt64)] = []
        amounts += Self.providers.map { ($0, 60_000) }
        amounts += Self.delegators.map { ($0, 25_000) }
        amounts += (Self.modelOwners + Self.dataOwners).map { ($0, 1_000) }
        amounts += Scenario.clients.map { ($0, 100_000) }
        for (account, amount) in amounts {
            try chain.send(
                Deployment.deployer, deployment.token, "transfer(address,uint256)",
                [.address(try chain.address(account)), .uint(Coai.wei(amount))])
        }
        for account in Self.providers {
            try scenario.allow(account, deployment.market, Scenario.unlimited)
            try scenario.allow(account, deployment.staking, Scenario.unlimited)
        }
        for account in Self.delegators { try scenario.allow(account, deployment.staking, Scenario.unlimited) }
        for account in Scenario.providers + Scenario.clients + Self.providers {
            try scenario.allow(account, deployment.registry, Scenario.unlimited)
        }
    }

    /// Twelve more; the last one hasn't bonded yet.
    func registerProviders() throws(ChainError) {
        for (index, provider) in Self.providers.enumerated() {
            let name = Self.providerNames[index]
            try chain.send(
                provider, deployment.staking, "register(address,string,bytes32)",
                [
                    .address(try chain.address(provider)), .string("https://\(name).example/api"),
                    .fixedBytes(Scenario.hash("capability \(name)").bytes),
                ])
            let cut = UInt64(400 + random.below(14) * 100)
            try chain.send(
                provider, deployment.staking, "scheduleCuts(uint16,uint16)",
                [.uint(UInt256(cut)), .uint(UInt256(cut / 2))])
            guard index < Self.providers.count - 1 else { continue }
            try scenario.bond(provider, provider, UInt64(3_000 + random.below(160) * 100))
            try scenario.setStatus(provider, 2)
            try chain.send(
                Deployment.attester, deployment.staking, "postBenchmark(address,bytes32,uint256,bytes32)",
                [
                    .address(try chain.address(provider)),
                    .fixedBytes(Scenario.hash("mlperf-inference").bytes),
                    .uint(UInt256(UInt64(6_500 + random.below(6_000)))),
                    .fixedBytes(Scenario.hash("report \(name)").bytes),
                ])
            // A hot key collects for the cold one.
            if index % 2 == 0 {
                try chain.send(
                    provider, deployment.staking, "setRewardCaller(address)",
                    [.address(try chain.address(Scenario.challenger))])
            }
        }
    }

    /// Fifty-six delegations.
    func bondStake() throws(ChainError) {
        let active = activeProviders
        for (index, delegator) in Self.delegators.enumerated() {
            let first = random.below(active.count)
            for step in 0..<(index < 16 ? 3 : 2) {
                try scenario.bond(
                    delegator, active[(first + step * 5) % active.count], UInt64(200 + random.below(60) * 50))
            }
        }
    }

    /// Providers that work: all but the two that are new.
    var activeProviders: [Int] { Array(Scenario.providers.dropLast() + Self.providers.dropLast()) }

    /// Providers that aren't in jail now.
    var freeProviders: [Int] {
        activeProviders.filter { provider in
            provider != Scenario.providers[8] && !jailed.contains { $0.provider == provider }
        }
    }

    /// Most collect their part of the epoch, some forget.
    func collectRewards(_ quarter: Int) throws(ChainError) {
        for (index, provider) in freeProviders.enumerated() where (index + quarter / 3) % 3 != 0 {
            let isHot = Self.providers.firstIndex(of: provider).map { $0 % 2 == 0 } ?? false
            try scenario.collect(provider, by: isHot ? Scenario.challenger : nil)
        }
    }

    /// Notes a slash that waits: a veto comes in time, the provider is back when its jail is over.
    func noteSlash(_ id: Hash32, of provider: Int, _ quarter: Int, isVetoed: Bool) {
        slashes.append((id, quarter + (isVetoed ? 2 : 5), isVetoed))
        let free = quarter + (isVetoed ? 3 : 6)
        if let index = jailed.firstIndex(where: { $0.provider == provider }) {
            // Of two slashes the later one counts, as it may put the provider back into jail.
            jailed[index].quarter = max(jailed[index].quarter, quarter + 6)
        } else {
            jailed.append((provider, free))
        }
    }

    func settleSlashes(_ quarter: Int) throws(ChainError) {
        for slash in slashes where slash.quarter == quarter {
            if slash.isVetoed {
                try scenario.vetoSlash(slash.id)
            } else {
                try scenario.carryOutSlash(slash.id)
            }
        }
        slashes.removeAll { $0.quarter <= quarter }
        for one in jailed where one.quarter == quarter { try scenario.setStatus(one.provider, 2) }
        jailed.removeAll { $0.quarter <= quarter }
    }
}
