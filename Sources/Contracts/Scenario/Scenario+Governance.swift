import Ethereum

extension Scenario {
    /// A proposal as it is made.
    struct Draft {
        let targets: [Address]
        let calldatas: [[UInt8]]
        let description: String

        var arrays: [ABIValue] {
            [
                .array(targets.map { .address($0) }), .array(targets.map { _ in .uint(.zero) }),
                .array(calldatas.map { .bytes($0) }),
            ]
        }

        var descriptionHash: ABIValue { .fixedBytes(Keccak256.hash(utf8: description).bytes) }

        /// The number that the governor gives it (OpenZeppelin, `hashProposal`).
        func id() throws(ChainError) -> UInt256 {
            let types: [ABIType] = [.array(.address), .array(.uint(256)), .array(.bytes), .fixedBytes(32)]
            guard let encoded = try? ABI.encode(arrays + [descriptionHash], as: types) else {
                throw ChainError("devnet.call", "a proposal can't be encoded")
            }
            return Keccak256.hash(encoded).word
        }
    }

    private func draft(
        _ description: String, _ calls: [(Address, String, [ABIValue])]
    ) throws(ChainError) -> Draft {
        var targets: [Address] = []
        var calldatas: [[UInt8]] = []
        for (target, signature, arguments) in calls {
            guard let data = try? ABIFunction(signature).encodeCall(arguments) else {
                throw ChainError("devnet.call", signature)
            }
            targets.append(target)
            calldatas.append(data)
        }
        return Draft(targets: targets, calldatas: calldatas, description: description)
    }

    private func propose(_ draft: Draft, by proposer: Int) throws(ChainError) {
        try chain.send(
            proposer, deployment.governor, "propose(address[],uint256[],bytes[],string)",
            draft.arrays + [.string(draft.description)])
    }

    private func carry(_ draft: Draft, _ step: String) throws(ChainError) {
        try chain.send(
            Self.voters[0], deployment.governor, "\(step)(address[],uint256[],bytes[],bytes32)",
            draft.arrays + [draft.descriptionHash])
    }

    /// Votes by number of voter: 0 against, 1 for, 2 abstain.
    private func vote(_ draft: Draft, _ votes: [(Int, UInt64)], reasons: [Int: String] = [:])
        throws(ChainError)
    {
        let id = ABIValue.uint(try draft.id())
        for (voter, support) in votes {
            if let reason = reasons[voter] {
                try chain.send(
                    Self.voters[voter], deployment.governor, "castVoteWithReason(uint256,uint8,string)",
                    [id, .uint(UInt256(support)), .string(reason)])
            } else {
                try chain.send(
                    Self.voters[voter], deployment.governor, "castVote(uint256,uint8)",
                    [id, .uint(UInt256(support))])
            }
        }
    }

    // MARK: The proposals

    private func bidDeposit() throws(ChainError) -> Draft {
        try draft(
            "Raise the bid deposit to 12 COAI\n\nUnrevealed bids waste the time of clients. A deposit of 12 COAI makes"
                + " them rarer.",
            [(deployment.market, "setBidDeposit(uint256)", [.uint(Coai.wei(12))])])
    }

    private func unbondingPeriod() throws(ChainError) -> Draft {
        try draft(
            "Shorten the unbonding period to 5 days\n\nNobody carried this out in time.",
            [(deployment.staking, "setUnbondingPeriod(uint64)", [.uint(432_000)])])
    }

    private func challengeBond() throws(ChainError) -> Draft {
        try draft(
            "Lower the challenge bond to 8 %\n\nChallenges cost the honest too much. Two calls: the bond, and the time"
                + " that evaluators have.",
            [
                (deployment.market, "setChallengeBondBps(uint16)", [.uint(800)]),
                (deployment.market, "setEvaluatorTimeout(uint64)", [.uint(172_800)]),
            ])
    }

    private func selfStake() throws(ChainError) -> Draft {
        try draft(
            "Ask providers for 2,000 COAI of their own\n\nSkin in the game.",
            [(deployment.staking, "setMinSelfStake(uint256)", [.uint(Coai.wei(2_000))])])
    }

    private func grant() throws(ChainError) -> Draft {
        try draft(
            "Pay bench-lab 50,000 COAI for a year of benchmarks",
            [
                (
                    deployment.token, "transfer(address,uint256)",
                    [.address(try chain.address(Deployment.attester)), .uint(Coai.wei(50_000))]
                )
            ])
    }

    private func mistake() throws(ChainError) -> Draft {
        try draft(
            "Allow payments in the governor's own address (mistake, withdrawn)",
            [
                (
                    deployment.market, "setTokenAllowed(address,bool)",
                    [.address(deployment.governor), .bool(true)]
                )
            ])
    }

    private func quorum() throws(ChainError) -> Draft {
        try draft(
            "Raise the quorum to 6 %\n\nMore of the supply votes than a year ago: the bar can rise.\n\n- now 4 %\n"
                + "- then 6 %",
            [(deployment.governor, "updateQuorumNumerator(uint256)", [.uint(6)])])
    }

    private func votingPeriod() throws(ChainError) -> Draft {
        try draft(
            "Vote for 5 days instead of 7",
            [(deployment.governor, "setVotingPeriod(uint32)", [.uint(432_000)])])
    }

    // MARK: Day by day

    /// Two proposals of the first week: one is executed, the other expires in the timelock.
    func governFirstHalf() throws(ChainError) {
        let executed = try bidDeposit()
        let expired = try unbondingPeriod()
        try propose(executed, by: Self.voters[0])
        try propose(expired, by: Self.voters[1])
        try go(day: 1, hour: 2)
        try vote(
            executed, [(0, 1), (1, 1), (2, 1), (3, 0)],
            reasons: [3: "The deposit locks money that small providers don't have."])
        try vote(expired, [(0, 1), (1, 1), (2, 2)])
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
        try vote(succeeded, [(0, 1), (1, 1), (4, 0)])
        try vote(defeated, [(0, 0), (1, 0), (2, 1), (3, 1), (4, 0)])
        try go(day: 16, hour: 2)
        try vote(queued, [(0, 1), (2, 1), (3, 1), (5, 2)])
        try go(day: 22)
        let cancelled = try mistake()
        try propose(cancelled, by: Self.voters[4])
        try carryBy(Self.voters[4], cancelled, "cancel")
        try propose(try quorum(), by: Self.voters[5])
        try go(day: 23, hour: 1)
        try carry(queued, "queue")
        try vote(
            try quorum(), [(0, 1), (1, 0), (5, 1)],
            reasons: [1: "Quorums that can't be reached stop everything."])
        // Free since yesterday.
        try chain.send(26, deployment.staking, "withdraw(uint256)", [.uint(.one)])
        try unbond(27, Self.providers[6], 150)
        try unbond(Self.main, Self.providers[3], 20)
        try distribute(Self.providers[1], epoch: 2, 320)
    }

    /// The proposal of today.
    func governToday() throws(ChainError) { try propose(try votingPeriod(), by: Self.voters[1]) }

    private func carryBy(_ sender: Int, _ draft: Draft, _ step: String) throws(ChainError) {
        try chain.send(
            sender, deployment.governor, "\(step)(address[],uint256[],bytes[],bytes32)",
            draft.arrays + [draft.descriptionHash])
    }
}
