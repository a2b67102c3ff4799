import Ethereum
import Profile

/// A network that looks like one in its fourth week: the same on every fresh chain.
///
/// Providers and stake first, then governance day by day, with jobs between. Amounts, names and times are fixed; states
/// are as of the last block, and what is open has days left.
public final class Scenario {
    let chain: DevelopmentChain
    let deployment: Deployment
    /// Time of the first block after deployment; days are counted from it.
    let start: UInt64

    /// Numbers of accounts by what they do.
    static let main = 1
    static let providers = Array(3...14)
    static let clients = Array(15...22)
    static let evaluator = 23
    static let challenger = 24
    static let delegators = [1] + Array(25...32)
    static let voters = Array(47...52)

    private init(chain: DevelopmentChain, deployment: Deployment, start: UInt64) {
        self.chain = chain
        self.deployment = deployment
        self.start = start
    }

    /// Deploys the contracts on a fresh chain and plays everything.
    ///
    /// - Parameter progress: told what is about to happen.
    /// - Returns: the network's profile.
    /// - Throws: `ChainError` at the first thing that doesn't go as it must.
    public static func play(
        on chain: DevelopmentChain, progress: (String) -> Void = { _ in }
    ) throws(ChainError) -> NetworkProfile {
        progress("deploying the contracts")
        let deployment = try Deployment(on: chain, periods: .days)
        let scenario = Scenario(chain: chain, deployment: deployment, start: try chain.head().time)
        progress("accounts, providers, stake")
        try scenario.fundAccounts()
        try scenario.registerProviders()
        try scenario.bondStake()
        progress("three weeks of proposals and jobs")
        try scenario.governFirstHalf()
        try scenario.playPastJobs()
        try scenario.changeStakes()
        try scenario.governSecondHalf()
        progress("jobs of today")
        try scenario.playPresentJobs()
        try scenario.governToday()
        return try scenario.profile()
    }

    /// Moves the chain to an hour of a day after the start.
    func go(day: UInt64, hour: UInt64 = 0) throws(ChainError) {
        try chain.advance(to: start + day * 86_400 + hour * 3_600)
    }

    /// A time, in seconds since 1970, on a day after the start.
    func time(day: UInt64, hour: UInt64 = 0) -> UInt64 { start + day * 86_400 + hour * 3_600 }

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
        return NetworkProfile(
            name: "demo network", chainID: chain.id, contracts: deployment.contracts,
            tokens: [ProfileToken(address: deployment.token, symbol: "COAI", decimals: 18)], aliases: aliases)
    }
}
