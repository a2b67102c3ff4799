import Ethereum

/// A network that goes on after its scenario: what its people do next, a step at a time.
///
/// The same kinds of steps in the same order; who does them, and for how much, follows from a seed.
public final class Pulse {
    /// What is left to chance.
    public var random = SplitMix64(seed: 0)
    private let scenario: Scenario
    private var beats = 0
    private var handedIn: [(id: UInt64, provider: Int)] = []

    init(_ scenario: Scenario) { self.scenario = scenario }

    /// Somebody does something: a job is offered, funded, begun, handed in or accepted, or stake is bonded.
    ///
    /// - Throws: `ChainError` if it doesn't come to that, as when an account has spent all it had; the next beat is
    ///   another's.
    public func beat() throws(ChainError) {
        defer { beats += 1 }
        let provider = Scenario.providers[random.below(Scenario.providers.count - 2)]
        switch beats % 6 {
        case 0: _ = try scenario.create(try plan(price: 10))
        case 1: _ = try scenario.createFunded(try plan(price: 14), for: provider)
        case 2: _ = try scenario.createRunning(try plan(price: 18), by: provider)
        case 3:
            let id = try scenario.createSubmitted(try plan(price: 12), by: provider)
            handedIn.append((id, provider))
        case 4:
            guard !handedIn.isEmpty else { return }
            try scenario.complete(handedIn.removeFirst().id, by: Scenario.evaluator, latency: 390)
        default:
            try scenario.bond(
                Scenario.delegators[1 + random.below(Scenario.delegators.count - 1)], provider,
                5 + UInt64(random.below(20)))
        }
    }

    private func plan(price: UInt64) throws(ChainError) -> JobPlan {
        let models = ["llama-3.1-70b", "sdxl-turbo", "whisper-large", "mixtral-8x22b"]
        return JobPlan(
            client: Scenario.clients[random.below(Scenario.clients.count)], evaluator: Scenario.evaluator,
            model: models[random.below(models.count)], type: UInt64(random.below(6)), verification: 8,
            price: price + UInt64(random.below(7)) * 3, deadline: try scenario.chain.head().time + 2 * 86_400)
    }
}
