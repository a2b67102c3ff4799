import ComputeNetwork
import Dashboard
import Ethereum
import NetworkSamples
import Profile

/// A network at a block, and when it is looked at.
struct World: Sendable {
    var snapshot: NetworkSnapshot
    var now: UInt64

    /// The account that acts in it.
    static let account = SampleNetwork.address("account 0")
    /// Its profile.
    static let profile = SampleNetwork(seed: 1).profile

    /// A network with jobs, providers and proposals in many states: the same every time.
    static let usual = chain(jobs: 60)

    /// A network before anything happened.
    static let empty = World(
        snapshot: NetworkSnapshot(version: 1, head: usual.snapshot.head, state: NetworkState()),
        now: usual.now)

    /// What a node says of the account.
    static var facts: AccountFacts {
        var facts = AccountFacts()
        facts.coinBalance = UInt256(1_500_000_000_000_000_000)
        facts.gasPrice = UInt256(1_200_000_000)
        facts.marketCounter = UInt256(3)
        facts.stakingNonce = UInt256(4)
        facts.governorNonce = UInt256(5)
        facts.marketAllowance = UInt256(7) &* SampleNetwork.coai
        facts.stakingAllowance = .max
        return facts
    }

    /// A sample chain with at least so many jobs.
    static func chain(jobs: Int, seed: UInt64 = 1) -> World {
        let (network, blocks) = SampleNetwork.chain(jobs: jobs, seed: seed)
        var projection = Projection(profile: network.profile, watched: [account])
        for block in blocks { projection.apply(block.header, block.logs) }
        let snapshot =
            projection.snapshot
            ?? NetworkSnapshot(version: 0, head: network.head, state: projection.state)
        return World(snapshot: snapshot, now: snapshot.head.timestamp + 3)
    }

    /// The same network with something changed, as its next version.
    func changed(_ change: (inout NetworkState) -> Void) -> World {
        var state = snapshot.state
        change(&state)
        var world = self
        world.snapshot = NetworkSnapshot(version: snapshot.version + 1, head: snapshot.head, state: state)
        return world
    }
}
