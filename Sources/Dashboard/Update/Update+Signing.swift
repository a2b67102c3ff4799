import Cells
import ComputeNetwork
import Ethereum
import Profile
import SafeText

extension AppState {
    /// Begins an action that leads to a signature: a form, or a call that is confirmed.
    mutating func act(_ action: Action) -> [Effect] {
        guard let account else { return [] }
        // What was said of an earlier action would read as if it were said of this one.
        toast = nil
        chooseSelected()
        guard let snapshot else {
            say("the network isn't known yet: wait for the node", .warning)
            return []
        }
        do throws(ActionProblem) {
            switch action {
            case .order: mode = .form(.order(like: selectedJob, names: names))
            case .signFile: mode = .form(.file)
            case .accept, .cancel, .bid, .complete, .challenge: try actOnJob(action, account, snapshot.state)
            case .delegate, .undelegate, .bond, .claim, .withdraw:
                try actOnProvider(action, account, snapshot.state)
            case .vote, .voteSignature, .queue, .execute: try actOnProposal(action, account)
            case .delegateVotes:
                try confirm(
                    try staking(account).calls { (calls) throws(ABIError) in
                        try calls.delegateVotes(to: account)
                    })
            case .approveMarket: mode = .form(approval(of: try contract("JobMarket")))
            case .approveStaking: mode = .form(approval(of: try contract("StakingManager")))
            default: break
            }
        } catch { say(error.text, .warning) }
        return []
    }

    /// Why an action can't be done now: shown, nothing else.
    struct ActionProblem: Error { let text: SafeText }

    /// Calls made with a maker of calls: an encoding that fails is a fault of ours, shown as such.
    struct Maker<Calls: Sendable>: Sendable {
        let value: Calls

        func calls(_ body: (Calls) throws(ABIError) -> TransactionIntent) throws(ActionProblem)
            -> TransactionIntent
        {
            do { return try body(value) } catch {
                throw ActionProblem(text: "the call can't be made: \(SafeText(cleaning: error.message))")
            }
        }
    }

    func contract(_ id: String) throws(ActionProblem) -> Address {
        guard let contract = profile.contract(id) else {
            throw ActionProblem(text: "the profile names no \(id)")
        }
        return contract.address
    }

    func market(_ account: Address) throws(ActionProblem) -> Maker<JobMarketCalls> {
        Maker(value: JobMarketCalls(market: try contract("JobMarket"), account: account))
    }

    func staking(_ account: Address) throws(ActionProblem) -> Maker<StakingCalls> {
        Maker(
            value: StakingCalls(
                staking: try contract("StakingManager"), token: try contract("COAIToken"), account: account))
    }

    func governor(_ account: Address) throws(ActionProblem) -> Maker<GovernorCalls> {
        Maker(value: GovernorCalls(governor: try contract("CoaiGovernor"), account: account))
    }

    mutating func confirm(_ intent: TransactionIntent, _ notes: [SafeText] = []) throws(ActionProblem) {
        mode = .form(.confirm(intent, notes: notes + ["to  " + names.whole(intent.to)]))
    }

    private func approval(of spender: Address) -> Form {
        .amount(
            "Allowance of COAI", .approve(spender: spender),
            ["for " + names.whole(spender), "It replaces the allowance that there is; 0 takes it away."])
    }

    // MARK: Jobs

    private mutating func actOnJob(
        _ action: Action, _ account: Address, _ network: NetworkState
    ) throws(ActionProblem) {
        guard let job = selectedJob else { throw ActionProblem(text: "no job is selected") }
        let status = job.status(now: chainNow)
        let calls = try market(account)
        switch action {
        case .accept:
            guard status == .funded else {
                throw ActionProblem(
                    text: "only a funded job can be started; this one is \(status.word.lowercased())")
            }
            guard job.provider == account else {
                throw ActionProblem(text: "the job's provider is somebody else")
            }
            let bond = job.terms?.providerBond ?? .zero
            try confirm(
                try calls.calls { (calls) throws(ABIError) in try calls.start(job.id) },
                [
                    "accepts the terms; JobMarket takes your bond of " + Figures.exact(bond)
                        + " COAI if it doesn't hold it yet"
                ])
        case .cancel:
            guard job.client == account else {
                throw ActionProblem(text: "only the job's client can cancel it")
            }
            guard [.open, .bidding, .revealing, .funded].contains(status) else {
                throw ActionProblem(text: "a job that is \(status.word.lowercased()) can't be cancelled")
            }
            try confirm(
                try calls.calls { (calls) throws(ABIError) in try calls.cancel(job.id) },
                ["escrow comes back: " + Figures.exact(job.escrow) + " COAI"])
        case .bid:
            guard job.client == account else {
                throw ActionProblem(text: "only the job's client can award it")
            }
            let bids = job.bidRows.map { network.bids[Int($0)] }.filter {
                $0.status == .open && $0.price != nil
            }
            guard let best = bids.min(by: { ($0.price ?? .max) < ($1.price ?? .max) }), let price = best.price
            else {
                throw ActionProblem(text: "there is no open bid")
            }
            try confirm(
                try calls.calls { (calls) throws(ABIError) in
                    try calls.award(job.id, to: best.provider, expectedPrice: price)
                },
                [
                    "to " + names.whole(best.provider),
                    "for " + Figures.exact(price) + " COAI, taken into escrow",
                ])
        case .complete:
            guard status == .submitted else { throw ActionProblem(text: "there is no result to accept") }
            try confirm(
                try calls.calls { (calls) throws(ABIError) in try calls.complete(job.id) },
                [
                    "pays out " + Figures.exact(job.escrow)
                        + " COAI: to the provider, less the shares of others"
                ])
        default:
            guard status == .submitted else { throw ActionProblem(text: "there is no result to challenge") }
            mode = .form(.challenge(job))
        }
    }

    // MARK: Providers

    private mutating func actOnProvider(
        _ action: Action, _ account: Address, _ network: NetworkState
    ) throws(ActionProblem) {
        guard let provider = selectedProvider else { throw ActionProblem(text: "no provider is selected") }
        let own = ProviderWords.own(provider, context)
        switch action {
        case .delegate:
            guard facts.stakingNonce != nil else { throw ActionProblem(text: "your nonce isn't known yet") }
            mode = .form(.delegation(provider, names: names))
        case .bond:
            mode = .form(
                .amount(
                    "Bond stake by transaction", .bond(provider: provider.address),
                    [
                        "with " + names.whole(provider.address),
                        "StakingManager may take " + Figures.exact(facts.stakingAllowance ?? .zero)
                            + " COAI: approve-staking changes that",
                    ]))
        case .undelegate:
            guard !own.isZero else { throw ActionProblem(text: "you have no stake with this provider") }
            mode = .form(
                .amount(
                    "Take stake back", .unbond(provider: provider.address),
                    [
                        "from " + names.whole(provider.address),
                        "you have " + Figures.exact(own) + " COAI there",
                    ],
                    value: Figures.exact(own).text.filter { $0 != "," }))
        case .claim:
            try confirm(
                try staking(account).calls { (calls) throws(ABIError) in try calls.claim(provider.address) })
        default:
            guard
                let unbonding = network.unbondings.first(where: {
                    $0.owner == account && !$0.isOver && $0.availableAt <= chainNow
                        && $0.provider == provider.address
                })
            else { throw ActionProblem(text: "no stake of yours with this provider is free yet") }
            try confirm(
                try staking(account).calls { (calls) throws(ABIError) in
                    try calls.withdraw(unbondingID: unbonding.id)
                },
                [Figures.exact(unbonding.amount) + " COAI"])
        }
    }

    // MARK: Proposals

    private mutating func actOnProposal(_ action: Action, _ account: Address) throws(ActionProblem) {
        guard let proposal = selectedProposal else { throw ActionProblem(text: "no proposal is selected") }
        let state = proposal.state(now: chainNow)
        switch action {
        case .vote, .voteSignature:
            guard state == .active else {
                throw ActionProblem(
                    text: "votes are taken while a proposal is active; this one is \(state.word.lowercased())"
                )
            }
            guard ProposalWords.own(proposal, context) == nil else {
                throw ActionProblem(text: "you have voted on it")
            }
            if action == .voteSignature, facts.governorNonce == nil {
                throw ActionProblem(text: "your nonce isn't known yet")
            }
            mode = .form(
                .vote(
                    proposal, bySignature: action == .voteSignature,
                    power: snapshot?.state.votingPower[account]))
        case .queue:
            guard state == .succeeded else {
                throw ActionProblem(text: "only a proposal that succeeded is queued")
            }
            try confirm(try governor(account).calls { (calls) throws(ABIError) in try calls.queue(proposal) })
        default:
            guard state == .queued, let eta = proposal.eta, eta <= chainNow else {
                throw ActionProblem(text: "it isn't ready to be executed")
            }
            try confirm(
                try governor(account).calls { (calls) throws(ABIError) in try calls.execute(proposal) })
        }
    }
}
