import Ethereum

/// Governance at a pace of seconds.
///
/// A proposal can be decided in seconds only by a governor of short periods, and stay open only with one of long
/// periods. So the first proposals that are executed lengthen the periods, and what stays open is proposed after them.
/// None expires: the timelock's 14 days of grace are a constant.
extension Scenario {
    /// Proposals that are decided in seconds.
    struct DecidedDrafts {
        let executed: Draft
        let queued: Draft
        /// Lengthens all periods but the next one's.
        let periods: Draft
        /// Lengthens the wait before voting.
        let delay: Draft
    }

    /// Proposes what will be decided, and has it voted on.
    func voteInSeconds() throws(ChainError) -> DecidedDrafts {
        let drafts = DecidedDrafts(
            executed: try bidDeposit(), queued: try challengeBond(), periods: try longerPeriods(),
            delay: try dayBeforeVoting())
        let succeeded = try grant()
        let defeated = try selfStake()
        try propose(drafts.executed, by: Self.voters[0])
        try propose(drafts.periods, by: Self.voters[1])
        try propose(drafts.delay, by: Self.voters[1])
        try propose(succeeded, by: Self.voters[2])
        try propose(defeated, by: Self.voters[3])
        try propose(drafts.queued, by: Self.voters[0])
        try waitForVotes(drafts.queued)
        for draft in [drafts.executed, drafts.periods, drafts.delay, succeeded, defeated, drafts.queued] {
            try vote(draft)
        }
        return drafts
    }

    /// Carries proposals out, each when its time has come, and makes those that stay open.
    func carryInSeconds(_ drafts: DecidedDrafts) throws(ChainError) {
        var end: UInt64 = 0
        // Votes that come late make it later.
        for id in proposals { end = max(end, try time("proposalDeadline", id)) }
        try wait(until: end + 1, "votes are counted")
        for draft in [drafts.executed, drafts.periods, drafts.delay] { try carry(draft, "queue") }
        try wait(until: try chain.head().time + periods.timelock, "the timelock lets calls through")
        try carry(drafts.executed, "execute")
        let cancelled = try mistake()
        try propose(cancelled, by: Self.voters[4])
        try carry(cancelled, "cancel", by: Self.voters[4])
        try carry(drafts.periods, "execute")
        try carry(drafts.queued, "queue")
        let active = try quorum()
        try propose(active, by: Self.voters[5])
        try carry(drafts.delay, "execute")
        try waitForVotes(active)
        try vote(active)
    }

    /// Waits until votes on a proposal are taken.
    private func waitForVotes(_ draft: Draft) throws(ChainError) {
        try wait(until: try time("proposalSnapshot", try draft.id()) + 1, "voting begins")
    }

    private func time(_ name: String, _ id: UInt256) throws(ChainError) -> UInt64 {
        guard let time = try chain.read(deployment.governor, "\(name)(uint256)", [.uint(id)]).asUInt64,
            time < DevelopmentChain.bound
        else { throw .answer(name) }
        return time
    }

    private func longerPeriods() throws(ChainError) -> Draft {
        let days = Deployment.Periods.days
        return try draft(
            "Vote for 7 days\n\nSeconds were enough for the start. Four calls: 7 days of voting, a day more when the"
                + " quorum comes late, 2 days in the timelock, and for stake that leaves twice the time.",
            [
                (deployment.governor, "setVotingPeriod(uint32)", [.uint(UInt256(days.voting))]),
                (deployment.governor, "setLateQuorumVoteExtension(uint48)", [.uint(86_400)]),
                (deployment.timelock, "updateDelay(uint256)", [.uint(UInt256(days.timelock))]),
                // The most that the contract allows.
                (
                    deployment.staking, "setUnbondingPeriod(uint64)",
                    [.uint(UInt256(periods.unbonding * 2))]
                ),
            ], votes: [(0, 1), (1, 1), (2, 1)])
    }

    private func dayBeforeVoting() throws(ChainError) -> Draft {
        try draft(
            "A day between a proposal and its vote",
            [
                (
                    deployment.governor, "setVotingDelay(uint48)",
                    [.uint(UInt256(Deployment.Periods.days.votingDelay))]
                )
            ], votes: [(0, 1), (1, 1), (3, 1)])
    }
}
