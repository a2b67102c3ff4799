import Ethereum

/// Governance day by day.
extension Scenario {
    /// Two proposals of the first week: one is executed, the other expires in the timelock.
    func governFirstHalf() throws(ChainError) {
        let executed = try bidDeposit()
        let expired = try unbondingPeriod()
        try propose(executed, by: Self.voters[0])
        try propose(expired, by: Self.voters[1])
        try go(day: 1, hour: 2)
        try vote(executed)
        try vote(expired)
        try go(day: 8, hour: 3)
        try carry(executed, "queue")
        try carry(expired, "queue")
        try go(day: 10, hour: 4)
        try carry(executed, "execute")
    }

    /// Proposals of the second and third week: succeeded, defeated, queued, cancelled, active.
    func governSecondHalf() throws(ChainError) {
        try go(day: 14)
        let succeeded = try grant()
        let defeated = try selfStake()
        let queued = try challengeBond()
        try propose(succeeded, by: Self.voters[2])
        try propose(defeated, by: Self.voters[3])
        try go(day: 15)
        try propose(queued, by: Self.voters[0])
        try go(day: 15, hour: 2)
        try vote(succeeded)
        try vote(defeated)
        try go(day: 16, hour: 2)
        try vote(queued)
        try go(day: 22)
        let cancelled = try mistake()
        try propose(cancelled, by: Self.voters[4])
        try carry(cancelled, "cancel", by: Self.voters[4])
        let active = try quorum()
        try propose(active, by: Self.voters[5])
        try go(day: 23, hour: 1)
        try carry(queued, "queue")
        try vote(active)
        // Free since yesterday.
        try leaveAgain()
    }

    /// The proposal of today.
    func governToday() throws(ChainError) { try propose(try votingPeriod(), by: Self.voters[1]) }
}
