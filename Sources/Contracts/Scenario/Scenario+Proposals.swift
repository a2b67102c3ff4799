import Ethereum

extension Scenario {
    /// A proposal as it is made.
    struct Draft {
        let targets: [Address]
        let calldatas: [[UInt8]]
        let description: String
        /// By number of voter: 0 against, 1 for, 2 abstain.
        var votes: [(voter: Int, support: UInt64)] = []
        /// What some of them say.
        var reasons: [Int: String] = [:]

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

    /// A proposal of calls to functions.
    func draft(
        _ description: String, _ calls: [(Address, String, [ABIValue])],
        votes: [(voter: Int, support: UInt64)] = [],
        reasons: [Int: String] = [:]
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
        return Draft(
            targets: targets, calldatas: calldatas, description: description, votes: votes, reasons: reasons)
    }

    func propose(_ draft: Draft, by proposer: Int) throws(ChainError) {
        try chain.send(
            proposer, deployment.governor, "propose(address[],uint256[],bytes[],string)",
            draft.arrays + [.string(draft.description)])
        proposals.append(try draft.id())
    }

    /// Takes a proposal a step on: `queue`, `execute` or `cancel`.
    func carry(_ draft: Draft, _ step: String, by sender: Int? = nil) throws(ChainError) {
        try chain.send(
            sender ?? Self.voters[0], deployment.governor,
            "\(step)(address[],uint256[],bytes[],bytes32)", draft.arrays + [draft.descriptionHash])
    }

    /// Everybody who votes on a proposal does.
    func vote(_ draft: Draft) throws(ChainError) {
        let id = ABIValue.uint(try draft.id())
        for (voter, support) in draft.votes {
            if let reason = draft.reasons[voter] {
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

    func bidDeposit() throws(ChainError) -> Draft {
        try draft(
            "Raise the bid deposit to 12 COAI\n\nUnrevealed bids waste the time of clients. A deposit of 12 COAI makes"
                + " them rarer.",
            [(deployment.market, "setBidDeposit(uint256)", [.uint(Coai.wei(12))])],
            votes: [(0, 1), (1, 1), (2, 1), (3, 0)],
            reasons: [3: "The deposit locks money that small providers don't have."])
    }

    func unbondingPeriod() throws(ChainError) -> Draft {
        try draft(
            "Shorten the unbonding period to 5 days\n\nNobody carried this out in time.",
            [(deployment.staking, "setUnbondingPeriod(uint64)", [.uint(432_000)])],
            votes: [(0, 1), (1, 1), (2, 2)])
    }

    func challengeBond() throws(ChainError) -> Draft {
        try draft(
            "Lower the challenge bond to 8 %\n\nChallenges cost the honest too much. Two calls: the bond, and the time"
                + " that evaluators have.",
            [
                (deployment.market, "setChallengeBondBps(uint16)", [.uint(800)]),
                (deployment.market, "setEvaluatorTimeout(uint64)", [.uint(172_800)]),
            ], votes: [(0, 1), (2, 1), (3, 1), (5, 2)])
    }

    func selfStake() throws(ChainError) -> Draft {
        try draft(
            "Ask providers for 2,000 COAI of their own\n\nSkin in the game.",
            [(deployment.staking, "setMinSelfStake(uint256)", [.uint(Coai.wei(2_000))])],
            votes: [(0, 0), (1, 0), (2, 1), (3, 1), (4, 0)])
    }

    func grant() throws(ChainError) -> Draft {
        try draft(
            "Pay bench-lab 50,000 COAI for a year of benchmarks",
            [
                (
                    deployment.token, "transfer(address,uint256)",
                    [.address(try chain.address(Deployment.attester)), .uint(Coai.wei(50_000))]
                )
            ], votes: [(0, 1), (1, 1), (2, 1), (4, 0)])
    }

    func mistake() throws(ChainError) -> Draft {
        try draft(
            "Allow payments in the governor's own address (mistake, withdrawn)",
            [
                (
                    deployment.market, "setTokenAllowed(address,bool)",
                    [.address(deployment.governor), .bool(true)]
                )
            ])
    }

    func quorum() throws(ChainError) -> Draft {
        try draft(
            "Raise the quorum to 6 %\n\nMore of the supply votes than a year ago: the bar can rise.\n\n- now 4 %\n"
                + "- then 6 %",
            [(deployment.governor, "updateQuorumNumerator(uint256)", [.uint(6)])],
            votes: [(0, 1), (1, 0), (5, 1)],
            reasons: [1: "Quorums that can't be reached stop everything."])
    }

    func votingPeriod() throws(ChainError) -> Draft {
        try draft(
            "Vote for 5 days instead of 7",
            [(deployment.governor, "setVotingPeriod(uint32)", [.uint(432_000)])])
    }
}
