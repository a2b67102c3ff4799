import Ethereum

extension Scenario {
    static let providerNames = [
        "gpu-west-1", "gpu-west-2", "lambda-7", "aurora-h100", "northwind", "basalt", "tensor-farm",
        "quiet-rack",
        "helix-gpu", "ember", "polar-node", "new-arrival",
    ]

    static let unlimited = UInt256.max

    /// Coins, COAI, votes and allowances for everybody.
    func fundAccounts() throws(ChainError) {
        var everybody: [(account: Int, amount: UInt64)] = [
            (Self.main, 20_000), (Self.evaluator, 5_000), (Self.challenger, 5_000),
        ]
        everybody += Self.providers.map { ($0, 40_000) }
        everybody += Self.clients.map { ($0, 60_000) }
        everybody += Self.delegators.dropFirst().map { ($0, 30_000) }
        everybody += Self.voters.map { ($0, 2_000_000) }
        for (account, amount) in everybody {
            try chain.send(
                Deployment.deployer, deployment.token, "transfer(address,uint256)",
                [.address(try chain.address(account)), .uint(Coai.wei(amount))])
        }
        for account in [Self.main] + Self.voters {
            try chain.send(
                account, deployment.token, "delegate(address)", [.address(try chain.address(account))])
        }
        // The main account limits what JobMarket may take; the others don't care.
        try allow(Self.main, deployment.market, Coai.wei(5_000))
        try allow(Self.main, deployment.staking, Coai.wei(5_000))
        for account in Self.providers + Self.clients + [Self.evaluator, Self.challenger] {
            try allow(account, deployment.market, Self.unlimited)
        }
        for account in Self.providers + Self.delegators.dropFirst() {
            try allow(account, deployment.staking, Self.unlimited)
        }
    }

    func allow(_ account: Int, _ spender: Address, _ amount: UInt256) throws(ChainError) {
        try chain.send(
            account, deployment.token, "approve(address,uint256)", [.address(spender), .uint(amount)])
    }

    /// Twelve providers with cuts and stake of their own; the last one is not active yet.
    func registerProviders() throws(ChainError) {
        for (index, provider) in Self.providers.enumerated() {
            let name = Self.providerNames[index]
            let operatorNumber = index % 3 == 0 ? provider : provider + 30
            try chain.send(
                provider, deployment.staking, "register(address,string,bytes32)",
                [
                    .address(try chain.address(operatorNumber)), .string("https://\(name).example/api"),
                    .fixedBytes(Self.hash("capability \(name)").bytes),
                ])
            let cut = UInt64(500 + index % 5 * 250)
            try chain.send(
                provider, deployment.staking, "scheduleCuts(uint16,uint16)",
                [.uint(UInt256(cut)), .uint(UInt256(cut / 2))])
            guard index < Self.providers.count - 1 else { continue }
            let own = UInt64(4_000 + index * 1_500)
            try chain.send(
                provider, deployment.staking, "bond(address,uint256)",
                [.address(try chain.address(provider)), .uint(Coai.wei(own))])
            try setStatus(provider, 2)
            try chain.send(
                Deployment.attester, deployment.staking, "postBenchmark(address,bytes32,uint256,bytes32)",
                [
                    .address(try chain.address(provider)), .fixedBytes(Self.hash("mlperf-inference").bytes),
                    .uint(UInt256(UInt64(8_000 + index * 731 % 4_000))),
                    .fixedBytes(Self.hash("report \(name)").bytes),
                ])
        }
    }

    func setStatus(_ provider: Int, _ status: UInt64) throws(ChainError) {
        try chain.send(
            provider, deployment.staking, "setStatus(address,uint8)",
            [.address(try chain.address(provider)), .uint(UInt256(status))])
    }

    /// Twenty-four delegations.
    func bondStake() throws(ChainError) {
        for (index, delegator) in Self.delegators.enumerated() {
            for step in 0..<(index < 6 ? 3 : 2) {
                let provider = Self.providers[(index * 2 + step * 3) % (Self.providers.count - 1)]
                try bond(delegator, provider, UInt64(250 + index * 130 + step * 70))
            }
        }
    }

    func bond(_ delegator: Int, _ provider: Int, _ amount: UInt64) throws(ChainError) {
        try chain.send(
            delegator, deployment.staking, "bond(address,uint256)",
            [.address(try chain.address(provider)), .uint(Coai.wei(amount))])
    }

    /// Rewards, and the first unbondings; answers when they are available.
    @discardableResult
    func beginToLeave() throws(ChainError) -> UInt64 {
        try rewardStake([Self.providers[1], Self.providers[3]])
        // Free again by now; one is taken out at once then, the main account's waits for a person.
        try unbond(26, Self.providers[4], 100)
        try unbond(Self.main, Self.providers[0], 50)
        // Rounded up to a multiple of a 32nd of the period.
        return try chain.head().time + periods.unbonding + periods.unbonding / 32
    }

    /// A move, new cuts, and a slash that nobody will veto.
    func changeStakes() throws(ChainError) {
        try redelegate(28, from: Self.providers[3], to: Self.providers[1], 120)
        try chain.send(
            Self.providers[5], deployment.staking, "scheduleCuts(uint16,uint16)", [.uint(1_500), .uint(800)])
        waitingSlash = try askForSlash(of: Self.providers[8], jobID: 9, basisPoints: 500, reason: 2)
    }

    /// The slash is done, one unbonding is taken out, and two more begin.
    func leaveAgain() throws(ChainError) {
        if let waitingSlash { try carryOutSlash(waitingSlash) }
        try chain.send(26, deployment.staking, "withdraw(uint256)", [.uint(.one)])
        try unbond(27, Self.providers[6], 150)
        try unbond(Self.main, Self.providers[3], 20)
        try rewardStake([Self.providers[1]])
    }

    // MARK: Rewards

    /// Begins an epoch, in which some providers collect; where the world does that, it does it by its own calendar.
    private func rewardStake(_ providers: [Int]) throws(ChainError) {
        guard world == nil else { return }
        try beginEpoch()
        for provider in providers { try collect(provider) }
    }

    func beginEpoch() throws(ChainError) {
        try chain.send(Self.challenger, deployment.emissions, "startEpoch()")
    }

    /// A provider, or its operator for it, collects its part of the epoch.
    func collect(_ provider: Int, by caller: Int? = nil) throws(ChainError) {
        try chain.send(
            caller ?? provider, deployment.emissions, "reward(address)",
            [.address(try chain.address(provider))])
    }

    // MARK: Slashes

    /// Has the slasher ask for a slash; answers the number by which it is carried out or vetoed.
    func askForSlash(of provider: Int, jobID: UInt64, basisPoints: UInt64, reason: UInt64) throws(ChainError)
        -> Hash32
    {
        try chain.send(
            Deployment.slasher, deployment.staking, "slash(address,uint256,uint16,uint8,address)",
            [
                .address(try chain.address(provider)), .uint(UInt256(jobID)), .uint(UInt256(basisPoints)),
                .uint(UInt256(reason)), .address(try chain.address(Self.challenger)),
            ])
        return try nextSlash()
    }

    /// The number of the slash that was asked for last: StakingManager counts them.
    func nextSlash() throws(ChainError) -> Hash32 {
        slashCount += 1
        guard
            let encoded = try? ABI.encode(
                [.address(deployment.staking), .uint(UInt256(slashCount))], as: [.address, .uint(256)])
        else { throw ChainError("devnet.call", "the number of a slash can't be encoded") }
        return Keccak256.hash(encoded)
    }

    func carryOutSlash(_ id: Hash32) throws(ChainError) {
        try chain.send(
            Self.challenger, deployment.staking, "executeSlash(bytes32)", [.fixedBytes(id.bytes)])
    }

    func vetoSlash(_ id: Hash32) throws(ChainError) {
        try chain.send(
            Deployment.guardian, deployment.staking, "vetoSlash(bytes32)", [.fixedBytes(id.bytes)])
    }

    // MARK: Steps

    private func unbond(_ delegator: Int, _ provider: Int, _ amount: UInt64) throws(ChainError) {
        try chain.send(
            delegator, deployment.staking, "unbond(address,uint256)",
            [.address(try chain.address(provider)), .uint(Coai.wei(amount))])
    }

    private func redelegate(_ delegator: Int, from: Int, to: Int, _ amount: UInt64) throws(ChainError) {
        try chain.send(
            delegator, deployment.staking, "redelegate(address,address,uint256)",
            [.address(try chain.address(from)), .address(try chain.address(to)), .uint(Coai.wei(amount))])
    }
}
