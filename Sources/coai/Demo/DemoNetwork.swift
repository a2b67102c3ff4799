import Console
import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import Glibc
import Profile
import StrictJSON

/// The node of a demonstration, with a network of four weeks on it that goes on.
final class DemoNetwork {
    /// The network's contracts and names.
    let profile: NetworkProfile
    /// Whose dashboard it is.
    let account: Address
    /// Where the node is reached.
    let url: String
    /// Unix time at which everything stands, if it does.
    let standstill: UInt64?
    private let node: DevNode
    private let server: DevServer
    private let pulse: Pulse
    private let pace: UInt64?
    /// In milliseconds of the monotonic clock.
    private var nextBeat: UInt64

    /// The genesis of a network whose time stands: 1 January 2026.
    private static let fixedStart: UInt64 = 1_767_225_600

    /// - Parameters:
    ///   - pace: seconds between one thing that happens and the next; nil for nothing.
    ///   - seed: what is left to chance follows from it; where nothing happens either, time stands, and every block is
    ///     the same in every run.
    init(pace: UInt64?, seed: UInt64?) throws(Failure) {
        let isStill = pace == nil && seed != nil
        var configuration = DevChain.Configuration()
        configuration.seed = seed
        configuration.gasLimit = 60_000_000
        // The scenario takes 24 days and 4 hours: its last block is then a little before now.
        configuration.startTime =
            isStill ? Self.fixedStart : UInt64(max(time(nil), 0)) - (24 * 86_400 + 4 * 3_600 + 600)
        do {
            account = try DevelopmentAccount(1).address
            let ether = UInt256(1_000_000_000_000_000_000)
            for number in 1...DevelopmentAccount.count {
                configuration.accounts[try DevelopmentAccount(number).address] = StoredAccount(
                    balance: number == 1 ? ether : ether &* 10_000)
            }
            let node = DevNode(DevChain(configuration))
            let worker = try NodeAtWork(node)
            defer { worker.end() }
            let chain = try DevelopmentChain(
                allowed: [configuration.chainID], node: worker.inProcess, call: worker.call)
            let (network, pulse) = try Scenario.begin(on: chain, .world(seed: seed ?? 1))
            (self.node, self.pulse) = (node, pulse)
            profile = network.profile
        } catch { throw Failure(error.code, error.message, hint: error.hint, exitCode: 1) }
        // Without a seed no two are the same.
        pulse.random = SplitMix64(seed: seed ?? UInt64.random(in: .min ... .max))
        if !isStill { node.chain.clock.followWall(head: node.chain.head.header.timestamp) }
        node.chain.mine()
        standstill = isStill ? node.chain.head.header.timestamp : nil
        do { server = try DevServer(node) } catch { throw Failure(error.code, error.message, exitCode: 1) }
        url = "ws://127.0.0.1:\(server.port ?? 0)"
        self.pace = pace
        nextBeat = MonotonicClock.milliseconds + (pace ?? 0) * 1_000
    }

    /// Serves, and lets things happen, until `stop` says so.
    func serve(until stop: () -> Bool) {
        server.run {
            if let pace, MonotonicClock.milliseconds >= nextBeat {
                // Somebody who has spent everything does nothing; the next one is another.
                try? pulse.beat()
                nextBeat = MonotonicClock.milliseconds + pace * 1_000
            }
            return stop()
        }
    }
}
