import Ethereum

/// Events of the token: ERC-20 and ERC-5805.
enum TokenEvent: String, CaseIterable, Sendable {
    case transfer = "Transfer(address,address,uint256)"
    case delegateChanged = "DelegateChanged(address,address,address)"
    case delegateVotesChanged = "DelegateVotesChanged(address,uint256,uint256)"
}

extension Projection {
    /// Only watched accounts count: a token has more transfers than everything else together.
    mutating func apply(_ event: TokenEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        switch event {
        case .transfer:
            let from = try reader.topicAddress(0)
            let to = try reader.topicAddress(1)
            let amount = try reader.word(0)
            guard watched.contains(from) || watched.contains(to) else { return }
            if watched.contains(from) {
                state.balances[from] = (state.balances[from] ?? .zero).subtractingSaturating(amount)
            }
            if watched.contains(to) {
                state.balances[to] = (state.balances[to] ?? .zero).addingSaturating(amount)
            }
            note(place, event.eventName, .account(to), from, amount)
        case .delegateChanged:
            let delegator = try reader.topicAddress(0)
            guard watched.contains(delegator) else { return }
            note(place, event.eventName, .account(try reader.topicAddress(2)), delegator)
        case .delegateVotesChanged:
            let account = try reader.topicAddress(0)
            guard watched.contains(account) else { return }
            state.votingPower[account] = try reader.word(1)
        }
    }
}
