import Ethereum
import Profile

/// A network that looks like one in its fourth week: the same on every fresh chain.
///
/// Providers and stake first, then governance day by day, with jobs between. Amounts, names and times are fixed; states
/// are as of the last block, and what is open has days left. At a pace of seconds the same is played in minutes.
public final class Scenario {
    let chain: DevelopmentChain
    let deployment: Deployment
    let pace: Pace
    let periods: Deployment.Periods
    private let progress: (Progress) -> Void
    /// A time of the chain, and the day that it is the beginning of: others are counted from it.
    private var origin: (time: UInt64, day: UInt64)
    /// Proposals that were made, by their numbers.
    var proposals: [UInt256] = []
    /// How many jobs there are, while a block is gathered.
    var jobCount: UInt64 = 0
    /// How many slashes were asked for.
    var slashCount: UInt64 = 0
    /// A slash that nobody vetoes, until it is done.
    var waitingSlash: Hash32?
    /// What happens besides, in a network that is larger.
    private(set) var world: World?

    /// How large a network is.
    public enum Extent: Sendable {
        /// Twelve providers and forty-four jobs: seconds on any node.
        case sample
        /// Twice as many providers, four hundred jobs, and a history of thirty epochs with models, datasets, verdicts
        /// and disputes; who does what is drawn from the seed.
        case world(seed: UInt64)
    }

    /// What happens, for a person who watches.
    public enum Progress: Sendable {
        /// A part begins.
        case part(String)
        /// A contract is there.
        case deployed(ProfileContract)
        /// So many seconds have to pass on the chain, until something that is named.
        case waiting(seconds: UInt64, until: String)
    }

    /// Numbers of accounts by what they do.
    static let main = 1
    static let providers = Array(3...14)
    static let clients = Array(15...22)
    static let evaluator = 23
    static let challenger = 24
    static let delegators = [1] + Array(25...32)
    static let voters = Array(47...52)
    private static let lastOfSample = 60

    private init(
        on chain: DevelopmentChain, at pace: Pace, _ extent: Extent, progress: @escaping (Progress) -> Void
    ) throws(ChainError) {
        self.chain = chain
        self.pace = pace
        self.progress = progress
        periods = pace == .days ? .days : .seconds(pace)
        deployment = try Deployment(on: chain, periods: periods) { progress(.deployed($0)) }
        origin = (try chain.head().time, 0)
        if case .world(let seed) = extent { world = World(of: self, seed: seed) }
    }

    /// Deploys the contracts on a fresh chain and plays everything.
    ///
    /// - Parameters:
    ///   - pace: days, where the chain's clock is moved; seconds, where it is waited for.
    ///   - extent: how much there is; a world needs days.
    ///   - progress: told what is about to happen.
    /// - Returns: the network, its profile, and what it lacks.
    /// - Throws: `ChainError` at the first thing that doesn't go as it must.
    public static func play(
        on chain: DevelopmentChain, at pace: Pace = .days, _ extent: Extent = .sample,
        progress: @escaping (Progress) -> Void = { _ in }
    ) throws(ChainError) -> SeededNetwork {
        try begin(on: chain, at: pace, extent, progress: progress).network
    }

    /// As `play`, for a network that goes on afterwards.
    public static func begin(
        on chain: DevelopmentChain, at pace: Pace = .days, _ extent: Extent = .sample,
        progress: @escaping (Progress) -> Void = { _ in }
    ) throws(ChainError) -> (network: SeededNetwork, pulse: Pulse) {
        progress(.part("deploying the contracts"))
        let accounts = if case .sample = extent { lastOfSample } else { DevelopmentAccount.count }
        try chain.provideEther(1...accounts)
        let scenario = try Scenario(on: chain, at: pace, extent, progress: progress)
        progress(.part("accounts, providers, stake"))
        try scenario.gathered { (scenario) throws(ChainError) in
            try scenario.fundAccounts()
            try scenario.registerProviders()
            try scenario.bondStake()
        }
        try scenario.world?.begin()
        var available: UInt64 = 0
        switch pace {
        case .days:
            progress(.part("three weeks of proposals and jobs"))
            try scenario.governFirstHalf()
            try scenario.playPastJobs()
            try scenario.beginToLeave()
            try scenario.go(day: 13, hour: 2)
            try scenario.changeStakes()
            try scenario.governSecondHalf()
        case .seconds:
            progress(.part("proposals and jobs that are over"))
            available = try scenario.beginToLeave()
            let drafts = try scenario.voteInSeconds()
            try scenario.playPastJobs()
            try scenario.changeStakes()
            try scenario.carryInSeconds(drafts)
        }
        progress(.part("jobs of today"))
        try scenario.beginToday()
        try scenario.playPresentJobs()
        try scenario.governToday()
        if case .seconds = pace {
            // Last, as what leaves now is free in minutes.
            try scenario.wait(until: available, "the first unbondings are available")
            try scenario.leaveAgain()
        }
        return (try scenario.result(try scenario.profile()), Pulse(scenario))
    }

    // MARK: Time

    /// Moves the chain to an hour of a day; at a pace of seconds, waits for the `moment` that stands for it, if one does.
    func go(
        day: UInt64, hour: UInt64 = 0, or moment: UInt64 = 0, until reason: String = ""
    ) throws(ChainError) {
        switch pace {
        case .days:
            let time = time(day: day, hour: hour)
            try world?.live(until: time)
            try chain.advance(to: time)
        case .seconds: try wait(until: moment, reason)
        }
    }

    /// Does what doesn't depend on each other's results in one block, in a world, where there is much of it.
    ///
    /// - Parameter time: of the block, if that is of importance.
    func gathered(
        at time: UInt64? = nil, _ body: (Scenario) throws(ChainError) -> Void
    ) throws(ChainError) {
        guard world != nil, !chain.isGathering else { return try body(self) }
        try chain.together(at: time) { () throws(ChainError) in try body(self) }
    }

    /// Waits for a time; `reason` says what happens then.
    func wait(until time: UInt64, _ reason: String) throws(ChainError) {
        let now = try chain.head().time
        if time > now + 1 { progress(.waiting(seconds: time - now, until: reason)) }
        try chain.advance(to: time)
    }

    /// A time, in seconds since 1970, on a day: not before the one that days are counted from.
    func time(day: UInt64, hour: UInt64 = 0) -> UInt64 {
        origin.time + (day - origin.day) * 86_400 + hour * 3_600
    }

    /// A time that is to pass while the scenario is played: of a day, or, at a pace of seconds, when so many more
    /// transactions were sent.
    func moment(
        day: UInt64, hour: UInt64, second: UInt64 = 0, after transactions: UInt64
    ) throws(ChainError) -> UInt64 {
        switch pace {
        case .days: time(day: day, hour: hour) + second
        case .seconds: try chain.head().time + pace.room(transactions)
        }
    }

    /// From here on days are real ones, at every pace: what is open stays open.
    private func beginToday() throws(ChainError) {
        if case .seconds = pace { origin = (try chain.head().time, 24) }
    }

    /// A hash that stands for something named.
    static func hash(_ name: String) -> Hash32 { Keccak256.hash(utf8: name) }

    private func profile() throws(ChainError) -> NetworkProfile {
        var aliases: [ProfileAlias] = []
        func name(_ number: Int, _ name: String) throws(ChainError) {
            aliases.append(ProfileAlias(address: try chain.address(number), name: name))
        }
        try name(Self.main, "ops-1")
        try name(Deployment.deployer, "foundation")
        for (index, provider) in Self.providers.enumerated() { try name(provider, Self.providerNames[index]) }
        for (index, client) in Self.clients.enumerated() { try name(client, "lab-\(index + 1)") }
        try name(Self.evaluator, "evaluator-1")
        try name(Self.challenger, "validator-3")
        for (index, voter) in Self.voters.enumerated() { try name(voter, "delegate-\(index + 1)") }
        try name(Deployment.slasher, "slasher")
        try name(Deployment.attester, "bench-lab")
        try name(Deployment.guardian, "guardian")
        try name(Deployment.verifier, "enclave-checker")
        if world != nil {
            for (index, provider) in World.providers.enumerated() {
                try name(provider, World.providerNames[index])
            }
            for (index, owner) in World.modelOwners.enumerated() {
                try name(owner, World.modelOwnerNames[index])
            }
            for (index, owner) in World.dataOwners.enumerated() {
                try name(owner, World.dataOwnerNames[index])
            }
        }
        return NetworkProfile(
            name: "demo network", chainID: chain.id, contracts: deployment.contracts,
            tokens: [ProfileToken(address: deployment.token, symbol: "COAI", decimals: 18)], aliases: aliases)
    }
}
