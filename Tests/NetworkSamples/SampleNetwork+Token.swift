import Ethereum

extension SampleNetwork {
    /// The first block: everyone gets COAI, and half of the accounts vote for themselves.
    mutating func handOut() {
        for account in accounts + workers {
            let amount = UInt256(1_000_000_000).multipliedReportingOverflow(by: Self.coai).partialValue
            pay(.zero, account, amount)
            log(.minted, [account.word, .zero], [amount])
        }
        for account in accounts.prefix(accounts.count / 2) { delegate(account, account) }
    }

    mutating func actOnToken() {
        if random.once(in: 4) {
            delegate(anyAccount(), anyAccount())
        } else {
            pay(anyAccount(), anyAccount(), amount(50))
        }
    }

    /// A transfer; the zero address makes or takes away what is transferred.
    mutating func pay(_ source: Address, _ destination: Address, _ amount: UInt256) {
        log(.transfer, [source.word, destination.word], [amount])
        if !source.isZero { balances[source] = (balances[source] ?? .zero).subtractingSaturating(amount) }
        if !destination.isZero {
            balances[destination] = (balances[destination] ?? .zero).addingSaturating(amount)
        }
        moveVotes(delegates[source], delegates[destination], amount)
    }

    private mutating func delegate(_ account: Address, _ delegatee: Address) {
        let previous = delegates[account]
        delegates[account] = delegatee
        log(.delegateChanged, [account.word, (previous ?? .zero).word, delegatee.word])
        moveVotes(previous, delegatee, balances[account] ?? .zero)
    }

    private mutating func moveVotes(_ source: Address?, _ destination: Address?, _ amount: UInt256) {
        guard source != destination, !amount.isZero else { return }
        if let source {
            let votes = self.votes[source] ?? .zero
            self.votes[source] = votes.subtractingSaturating(amount)
            log(.delegateVotesChanged, [source.word], [votes, votes.subtractingSaturating(amount)])
        }
        if let destination {
            let votes = self.votes[destination] ?? .zero
            self.votes[destination] = votes.addingSaturating(amount)
            log(.delegateVotesChanged, [destination.word], [votes, votes.addingSaturating(amount)])
        }
    }
}
