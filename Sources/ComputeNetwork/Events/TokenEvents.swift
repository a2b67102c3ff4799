import Ethereum

/// Events of the token: ERC-20 and ERC-5805.
enum TokenEvent: String, CaseIterable, Sendable {
    case transfer = "Transfer(address indexed,address indexed,uint256)"
    case delegateChanged = "DelegateChanged(address indexed,address indexed,address indexed)"
    case delegateVotesChanged = "DelegateVotesChanged(address indexed,uint256,uint256)"
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
                let rest = (state.balances[from] ?? .zero).subtractingReportingOverflow(amount)
                guard !rest.overflow else { throw .contradiction }
                state.balances[from] = rest.partialValue
            }
            if watched.contains(to) {
                state.balances[to] = (state.balances[to] ?? .zero).addingSaturating(amount)
            }
            note(place, .account(to), from, amount)
        case .delegateChanged:
            let delegator = try reader.topicAddress(0)
            guard watched.contains(delegator) else { return }
            note(place, .account(try reader.topicAddress(2)), delegator)
        case .delegateVotesChanged:
            let account = try reader.topicAddress(0)
            guard watched.contains(account) else { return }
            state.votingPower[account] = try reader.word(1)
        }
    }
}
