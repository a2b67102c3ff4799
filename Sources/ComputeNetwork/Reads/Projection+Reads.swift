import Ethereum

extension Projection {
    /// Values to be read at the head: those of entities that changed, and of the watched accounts.
    ///
    /// At most about 600; once their answers are taken in, more may be wanted, until none are.
    public var wantedReads: [ContractRead] { wantedReads(of: Set(ContractRead.Subject.allCases)) }

    /// Those of some subjects only.
    public func wantedReads(of subjects: Set<ContractRead.Subject>) -> [ContractRead] {
        guard let head else { return [] }
        return plan.reads(changed.only(subjects), state, watched: watched, now: head.timestamp)
    }

    /// Takes in what calls at `block` answered: nil for a call that failed.
    ///
    /// Answers of another block than the head are left out, since they may be of another branch.
    public mutating func take(_ answers: [(read: ContractRead, result: [UInt8]?)], at block: Hash32) {
        guard head?.hash == block else { return }
        for (read, result) in answers { take(read.purpose, words: Self.words(result)) }
        touch()
    }

    private static func words(_ result: [UInt8]?) -> [UInt256]? {
        guard let result, !result.isEmpty, result.count % 32 == 0, result.count <= 4096 else { return nil }
        return stride(from: 0, to: result.count, by: 32).compactMap {
            UInt256(bigEndianBytes: result[$0..<($0 + 32)])
        }
    }

    private mutating func take(_ purpose: ContractRead.Purpose, words: [UInt256]?) {
        switch purpose {
        case .balance(let account):
            changed.needsAccounts = false
            if let word = words?.first { state.balances[account] = word }
        case .votes(let account):
            changed.needsAccounts = false
            if let word = words?.first { state.votingPower[account] = word }
        case .figure(let figure):
            changed.needsFigures = false
            if let word = words?.first { state.figures[figure] = word }
        case .proposalState, .proposalQuorum, .proposalVotes: takeProposal(purpose, words)
        case .provider(let address): takeProvider(address, words)
        case .unbonding(let key):
            changed.unbondings.remove(key)
            guard let row = row(of: key), !state.unbondings[row].isOver, let words, words.count == 4,
                Address(word: words[0]) == state.unbondings[row].provider
            else { return }
            save(unbonding: row)
            state.unbondings[row].amount = words[1]
        case .delegation(let key):
            changed.delegations.remove(key)
            guard let row = row(of: key), let words, words.count == 4 else { return }
            save(delegation: row)
            state.delegations[row].amount = words[1]
            state.delegations[row].pendingEmission = words[2]
            state.delegations[row].pendingFees = words[3]
        }
    }

    private mutating func takeProposal(_ purpose: ContractRead.Purpose, _ words: [UInt256]?) {
        switch purpose {
        case .proposalState(let id):
            changed.proposals.remove(id)
            guard let row = row(ofProposal: id), let number = words?.first?.asUInt64 else { return }
            save(proposal: row)
            state.proposals[row].readState = UInt8(exactly: number).flatMap { ProposalState(rawValue: $0) }
        case .proposalQuorum(let id):
            // A node that can't answer now is asked again with the next block.
            guard let word = words?.first else {
                changed.refusedQuorums.insert(id)
                return
            }
            changed.unknownQuorums[id] = nil
            guard let row = row(ofProposal: id) else { return }
            save(proposal: row)
            state.proposals[row].quorum = word
        case .proposalVotes(let id):
            changed.proposals.remove(id)
            guard let row = row(ofProposal: id), let words, words.count == 3 else { return }
            save(proposal: row)
            state.proposals[row].tally.against = words[0]
            state.proposals[row].tally.for = words[1]
            state.proposals[row].tally.abstain = words[2]
        default: break
        }
    }

    /// `getProvider`: operator, status, own and delegated stake, cuts in force, when pending cuts hold, end of the jail.
    private mutating func takeProvider(_ address: Address, _ words: [UInt256]?) {
        changed.providers.remove(address)
        if let at = changed.announcedCuts[address], let now = head?.timestamp, at <= now {
            changed.announcedCuts[address] = nil
        }
        guard let row = row(ofProvider: address), let words, words.count == 8,
            let status = words[1].asUInt64.flatMap({ UInt8(exactly: $0) }).flatMap({
                Provider.Status(rawValue: $0)
            }),
            let rewardCut = words[4].asUInt64.flatMap({ UInt16(exactly: $0) }),
            let feeCut = words[5].asUInt64.flatMap({ UInt16(exactly: $0) })
        else { return }
        save(provider: row)
        state.providers[row].status = status
        state.providers[row].selfStake = words[2]
        state.providers[row].delegatedStake = words[3]
        state.providers[row].rewardCutBasisPoints = rewardCut
        state.providers[row].feeCutBasisPoints = feeCut
        if words[6].isZero { state.providers[row].pendingCuts = nil }
        state.providers[row].jailedUntil = words[7].asUInt64 ?? .max
    }
}
