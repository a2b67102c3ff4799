import Ethereum

/// Waiting for a node's time, which only its blocks tell.
extension DevelopmentChain {
    /// The longest wait, in seconds: more than a scenario has.
    ///
    /// A node whose time is further away lies about it.
    private static let longestWait: UInt64 = 600
    /// The longest sleep, in milliseconds, before the node is asked again.
    private static let longestPause: UInt64 = 5_000

    /// Waits until the next block is at `time` or later.
    ///
    /// A node that mines on demand makes no block by itself, so each sleep is followed by an empty payment. Blocks are
    /// at least a second apart: where many were made in a second, the head is ahead of the node's clock, and sleeping
    /// moves nothing. There the payments alone do, a second each.
    func wait(until time: UInt64, _ pause: ChainClock.Pause) throws(ChainError) {
        var now = try head().time
        while time > now + 1 {
            guard time - now <= Self.longestWait else {
                throw ChainError("devnet.time", "the time of the node's blocks went back")
            }
            let slept = isAheadOfClock ? 0 : min((time - now - 1) * 1_000, Self.longestPause)
            if slept > 0 { try pause(slept) }
            var next = try head().time
            if next <= now {
                try pay(Deployment.deployer, try address(Deployment.deployer), .zero)
                next = try head().time
            }
            guard next > now else {
                throw ChainError("devnet.time", "the time of the node's blocks stands still")
            }
            if slept > 0 { isAheadOfClock = (next - now) * 1_000 < slept }
            now = next
        }
    }
}
