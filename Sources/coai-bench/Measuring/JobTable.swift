import ComputeNetwork
import Ethereum
import Profile

/// A network of jobs in all states, made without a chain: what a long-lived market's dashboard holds in memory.
struct JobTable {
    /// Seconds since 1970 at which it is looked at.
    let now: UInt64 = 1_767_225_600
    let profile: NetworkProfile
    private var state = NetworkState()
    private var version: UInt64 = 1
    private var random: UInt64 = 0x9e37_79b9_7f4a_7c15

    init(count: Int) {
        let market = Address(truncating: Keccak256.hash(utf8: "market").word)
        profile = NetworkProfile(
            name: "bench", chainID: 31_337,
            contracts: [ProfileContract(id: "JobMarket", address: market, fromBlock: 0)])
        let parties = (0..<200).map { Address(truncating: Keccak256.hash(utf8: "party \($0)").word) }
        for place in 0..<count { state.jobs.append(job(place, parties)) }
    }

    var snapshot: NetworkSnapshot {
        NetworkSnapshot(
            version: version,
            head: BlockHeader(
                number: 1_000_000, hash: Keccak256.hash(utf8: "head"), parentHash: .zero, timestamp: now,
                baseFeePerGas: 1_000_000_000, gasLimit: 30_000_000), state: state)
    }

    /// Gives other prices to jobs that are on the screen: one cell each.
    mutating func change(rows: Int, from first: Int = 0) {
        for place in first..<min(first + rows, state.jobs.count) { state.jobs[place].budget = price() }
        version += 1
    }

    private mutating func next(_ bound: UInt64) -> UInt64 {
        random ^= random << 13
        random ^= random >> 7
        random ^= random << 17
        return random % bound
    }

    private mutating func price() -> UInt256 {
        UInt256(10_000 + next(90_000)).multipliedReportingOverflow(by: UInt256(10_000_000_000_000_000))
            .partialValue
    }

    private mutating func job(_ place: Int, _ parties: [Address]) -> Job {
        let deadline = now + 600 + next(500_000)
        var job = Job(
            id: UInt256(UInt64(place + 1)), client: parties[Int(next(200))],
            provider: parties[Int(next(200))],
            evaluator: .zero, budget: price(), expiredAt: deadline + 600, createdAt: now - next(500_000),
            blockNumber: UInt64(place / 10))
        job.phase = Job.Phase(rawValue: UInt8(next(9))) ?? .open
        job.escrow = job.phase == .running ? job.budget : .zero
        job.terms = JobTerms(
            modelID: Hash32(word: UInt256(next(.max))), specHash: .zero, inputCommitment: .zero,
            jobType: UInt8(next(6)), verification: UInt8(next(32)), replicas: 1, maxPrice: job.budget,
            providerBond: .zero, maxLatencyMilliseconds: 500, commitUntil: 0, revealUntil: now - 60,
            deadline: deadline, challengeWindow: 600)
        return job
    }
}
