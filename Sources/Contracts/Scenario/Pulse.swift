import Ethereum

/// A network that goes on after its scenario: what its people do next, a step at a time.
///
/// The same kinds of steps in the same order; who does them, and for how much, follows from a seed.
public final class Pulse {
    /// What is left to chance.
    public var random = SplitMix64(seed: 0)
    private let scenario: Scenario
    private var beats = 0
    private var offered: (id: UInt64, price: UInt64)?
    private var funded: [(id: UInt64, provider: Int)] = []
    private var handedIn: [WorldJob] = []

    init(_ scenario: Scenario) {
        self.scenario = scenario
    }

    /// Somebody does something: asks for work, bids, works, hands in, looks at a result, votes, stakes, collects.
    ///
    /// - Throws: `ChainError` if it doesn't come to that, as when an account has spent all it had; the next beat is
    ///   another's.
    public func beat() throws(ChainError) {
        defer { beats += 1 }
        // What only a world has comes after what every network has.
        switch beats % (scenario.world == nil ? 6 : 12) {
        case 0: try offer()
        case 1:
            let provider = provider()
            funded.append((try scenario.createFunded(try plan(price: 14), for: provider), provider))
        case 2: _ = try scenario.createRunning(try plan(price: 18), by: provider())
        case 3: try handIn(verification: 2)
        case 4: try accept()
        case 5:
            let delegator = Scenario.delegators[1 + random.below(Scenario.delegators.count - 1)]
            try scenario.bond(delegator, provider(), 5 + UInt64(random.below(20)))
        case 6: try bid()
        case 7: try vote()
        case 8:
            guard let job = funded.first else { return }
            funded.removeFirst()
            try scenario.job(job.provider, job.id, "start(uint256)")
        case 9:
            let plan = try plan(price: 16)
            try scenario.fill(
                plan, by: provider(), price: plan.price - 1, validUntil: plan.deadline,
                nonce: 1_000_000 + UInt64(beats))
        case 10: try collect()
        default:
            // Validators seal what they found; a vote is opened hours later.
            try handIn(verification: 4)
            if var job = handedIn.popLast() { try scenario.world?.sealVerdicts(&job) }
        }
    }

    // MARK: Steps

    private func offer() throws(ChainError) {
        var plan = try plan(price: 10)
        plan.revealUntil = plan.deadline - 86_400
        offered = (try scenario.create(plan), plan.price)
    }

    private func bid() throws(ChainError) {
        guard let offered else { return }
        try scenario.open(
            offered.id,
            Scenario.SealedBid(
                provider: provider(), price: offered.price - UInt64(random.below(4)), latency: 280))
    }

    private func accept() throws(ChainError) {
        guard let job = handedIn.first else { return }
        handedIn.removeFirst()
        if let evidence = job.evidence { try scenario.world?.verify(evidence) }
        try scenario.complete(job.id, by: Scenario.evaluator, latency: 390)
    }

    /// The next who hasn't voted yet, on what can be voted on.
    private func vote() throws(ChainError) {
        let governor = scenario.deployment.governor
        for proposal in scenario.proposals.reversed() {
            guard try scenario.chain.read(governor, "state(uint256)", [.uint(proposal)]) == 1 else {
                continue
            }
            for voter in Scenario.voters {
                let address = ABIValue.address(try scenario.chain.address(voter))
                let hasVoted = try scenario.chain.read(
                    governor, "hasVoted(uint256,address)", [.uint(proposal), address])
                guard hasVoted.isZero else { continue }
                let support = UInt64(random.below(3))
                try scenario.chain.send(
                    voter, governor, "castVote(uint256,uint8)", [.uint(proposal), .uint(UInt256(support))])
                return
            }
        }
    }

    /// A provider that forgot collects its part of the epoch, or a new one begins.
    private func collect() throws(ChainError) {
        for provider in scenario.world?.freeProviders ?? [] {
            let part = try scenario.chain.read(
                scenario.deployment.emissions, "collectable(address)",
                [.address(try scenario.chain.address(provider))])
            if !part.isZero { return try scenario.collect(provider) }
        }
        try scenario.beginEpoch()
    }

    // MARK: Parts

    private func provider() -> Int {
        let free = scenario.world?.freeProviders ?? Array(Scenario.providers.dropLast(2))
        return random.one(of: free)
    }

    private func handIn(verification: UInt64) throws(ChainError) {
        var plan = try plan(price: 12)
        plan.verification = verification
        let provider = provider()
        let id = try scenario.createSubmitted(plan, by: provider)
        var job = WorldJob(id: id, plan: plan, provider: provider, fate: .completed, model: 0)
        try scenario.world?.prove(&job)
        handedIn.append(job)
    }

    private func plan(price: UInt64) throws(ChainError) -> JobPlan {
        let model = random.below(World.models.count)
        return JobPlan(
            client: random.one(of: Scenario.clients), evaluator: Scenario.evaluator,
            model: World.models[model].name, modelID: scenario.world == nil ? nil : UInt64(model + 1),
            type: World.models[model].type, verification: 8, price: price + UInt64(random.below(7)) * 3,
            deadline: try scenario.chain.head().time + 3 * 86_400)
    }
}
