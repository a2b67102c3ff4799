import Ethereum

/// A network that goes on after its scenario: what its people do next, a step at a time.
///
/// The same kinds of steps in the same order; who does them, and for how much, follows from a seed.
public final class Pulse {
    /// What is left to chance.
    public var random = SplitMix64(seed: 0)
    private let scenario: Scenario
    private let steps: [(Pulse) throws(ChainError) -> Void]
    private var beats = 0
    private var offered: [(id: UInt64, price: UInt64)] = []
    private var funded: [(id: UInt64, provider: Int)] = []
    private var handedIn: [WorldJob] = []

    init(_ scenario: Scenario) {
        self.scenario = scenario
        steps = scenario.world == nil ? Self.ofAnyNetwork : Self.ofAnyNetwork + Self.ofTheWorld
    }

    /// Somebody does something: asks for work, bids, works, hands in, looks at a result, votes, stakes, collects.
    ///
    /// - Throws: `ChainError` if it doesn't come to that, as when an account has spent all it had; the next beat is
    ///   another's.
    public func beat() throws(ChainError) {
        defer { beats += 1 }
        try steps[beats % steps.count](self)
    }

    // MARK: Requesters, providers, delegators

    private static let ofAnyNetwork: [(Pulse) throws(ChainError) -> Void] = [
        { (pulse) throws(ChainError) in
            var plan = try pulse.plan(price: 10)
            plan.revealUntil = plan.deadline - 86_400
            pulse.offered.append((try pulse.scenario.create(plan), plan.price))
        },
        { (pulse) throws(ChainError) in
            let provider = pulse.provider()
            let id = try pulse.scenario.createFunded(try pulse.plan(price: 14), for: provider)
            pulse.funded.append((id, provider))
        },
        { (pulse) throws(ChainError) in
            _ = try pulse.scenario.createRunning(try pulse.plan(price: 18), by: pulse.provider())
        },
        { (pulse) throws(ChainError) in try pulse.handIn(verification: 2) },
        { (pulse) throws(ChainError) in
            guard let job = pulse.handedIn.first else { return }
            pulse.handedIn.removeFirst()
            if let evidence = job.evidence { try pulse.scenario.world?.verify(evidence) }
            try pulse.scenario.complete(job.id, by: Scenario.evaluator, latency: 390)
        },
        { (pulse) throws(ChainError) in
            let delegator = Scenario.delegators[1 + pulse.random.below(Scenario.delegators.count - 1)]
            try pulse.scenario.bond(delegator, pulse.provider(), 5 + UInt64(pulse.random.below(20)))
        },
    ]

    // MARK: Bidders, voters, validators, hot keys

    private static let ofTheWorld: [(Pulse) throws(ChainError) -> Void] = [
        { (pulse) throws(ChainError) in
            guard let job = pulse.offered.last else { return }
            try pulse.scenario.open(
                job.id,
                Scenario.SealedBid(
                    provider: pulse.provider(), price: job.price - UInt64(pulse.random.below(4)), latency: 280
                ))
        },
        { (pulse) throws(ChainError) in try pulse.vote() },
        { (pulse) throws(ChainError) in
            guard let job = pulse.funded.first else { return }
            pulse.funded.removeFirst()
            try pulse.scenario.job(job.provider, job.id, "start(uint256)")
        },
        { (pulse) throws(ChainError) in
            let plan = try pulse.plan(price: 16)
            try pulse.scenario.fill(
                plan, by: pulse.provider(), price: plan.price - 1, validUntil: plan.deadline,
                nonce: 1_000_000 + UInt64(pulse.beats))
        },
        { (pulse) throws(ChainError) in try pulse.collect() },
        { (pulse) throws(ChainError) in
            // Validators seal what they found; a vote is opened hours later.
            try pulse.handIn(verification: 4)
            if var job = pulse.handedIn.popLast() { try pulse.scenario.world?.sealVerdicts(&job) }
        },
    ]

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
