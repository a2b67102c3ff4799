import ComputeNetwork
import Ethereum
import Profile
import Review
import SafeText
import SignerProtocol

extension AppState {
    typealias Claim = (label: SafeText, text: SafeText)

    /// Lines of a simulation that are passed on.
    private static let mostSimulationClaims = 14

    /// Asks the node about those who take part in a document, and has a transaction simulated; where there is nothing to
    /// ask, it goes to the signer at once.
    mutating func inquire(_ id: Int) -> [Effect] {
        guard let waiting = pending[id], let review = review(waiting.document) else {
            return handOver(id, [])
        }
        let parties = review.counterparties
        var inquiry = PendingSignature.Inquiry(about: parties, since: now)
        var effects: [Effect] = []
        if parties.isEmpty {
            inquiry.answers = NodeAnswers()
        } else {
            effects.append(.inquire(id: id, parties))
        }
        if case .transaction = review.document {
            effects.append(.simulate(id: id, document: waiting.document))
        } else {
            inquiry.simulation = []
        }
        if effects.isEmpty { return handOver(id, []) }
        pending[id]?.inquiry = inquiry
        return effects
    }

    /// The node has answered; what comes after the document went on is of no use.
    mutating func told(_ id: Int, _ answers: NodeAnswers) -> [Effect] {
        guard pending[id]?.inquiry?.answers == nil else { return [] }
        pending[id]?.inquiry?.answers = answers
        return goOn(id)
    }

    /// The simulation has come to its end.
    mutating func simulated(_ id: Int, _ claims: [Claim]) -> [Effect] {
        guard pending[id]?.inquiry?.simulation == nil else { return [] }
        pending[id]?.inquiry?.simulation = Array(claims.prefix(Self.mostSimulationClaims))
        return goOn(id)
    }

    /// Nobody waits longer for a node that doesn't answer: its part is said to be not known.
    mutating func endInquiries() -> [Effect] {
        guard !pending.isEmpty else { return [] }
        let late = pending.filter { entry in
            guard let since = entry.value.inquiry?.since else { return false }
            return now >= since.addingReportingOverflow(PendingSignature.inquirySeconds).partialValue
        }
        return late.keys.sorted().flatMap { id in
            told(id, NodeAnswers()) + simulated(id, [("simulated", "not known: the node took too long")])
        }
    }

    /// Hands a document over once all has come that was asked for.
    private mutating func goOn(_ id: Int) -> [Effect] {
        guard let inquiry = pending[id]?.inquiry, inquiry.isAnswered else { return [] }
        return handOver(
            id, words(for: inquiry.about, inquiry.answers ?? NodeAnswers()) + (inquiry.simulation ?? []))
    }

    private mutating func handOver(_ id: Int, _ answers: [Claim]) -> [Effect] {
        guard let waiting = pending[id] else { return [] }
        pending[id]?.inquiry = nil
        advance(id, to: .signing)
        let claims = (known(waiting.use) + answers).prefix(SigningRequest.Claim.maximumCount)
        return [.sign(id: id, document: waiting.document, claims: Array(claims))]
    }

    private func review(_ document: [UInt8]) -> Review? {
        let context = ReviewContext(now: now, profiles: [profile], account: account)
        guard let document = try? Document.parse(document) else { return nil }
        return try? Review(document, context: context)
    }

    // MARK: Words

    /// What the dashboard knows about a document anyway.
    private func known(_ use: PendingSignature.Use) -> [Claim] {
        var claims: [Claim] = [("network", SafeText(cleaning: profile.name))]
        if let head = snapshot?.head { claims.append(("block", "\(head.number)")) }
        switch use {
        case .transaction(let intent):
            claims.append(("does", intent.title))
            if let name = profile.name(of: intent.to) {
                claims.append(("contract", SafeText(cleaning: name)))
            }
        case .order: claims.append(("does", "offers a job to providers"))
        case .delegation(let order): claims.append(("provider", names.whole(order.provider)))
        case .ballot(let ballot):
            if let proposal = snapshot?.state.proposals.first(where: { $0.id == ballot.proposalID }) {
                claims.append(("proposal", ProposalWords.title(proposal)))
            }
        case .file(let path): claims.append(("file", SafeText(cleaning: path, maximumLength: 200)))
        }
        if let balance = account.flatMap({ snapshot?.state.balances[$0] }) {
            claims.append(("balance", Figures.exact(balance) + " COAI"))
        }
        if let coins = facts.coinBalance { claims.append(("coin", Figures.exact(coins) + " ETH")) }
        return claims
    }

    /// A claim for everything that the node was asked, answered or not.
    private func words(for parties: Counterparties, _ answers: NodeAnswers) -> [Claim] {
        var claims: [Claim] = parties.parties.map { party in
            let code: SafeText
            switch answers.code[party.address] {
            case nil: code = "not known"
            case .empty: code = "none, not a contract"
            case .contract(let count): code = Figures.number(UInt64(count)) + " bytes"
            case .delegation(let target):
                code = "runs that of " + names.whole(target)
            }
            return (party.role, names.whole(party.address) + "; code: " + code)
        }
        for allowance in parties.allowances {
            let amount =
                answers.allowances[allowance].map { self.amount($0, of: allowance.token) } ?? "not known"
            claims.append(
                (
                    "allowance now",
                    amount + ", token " + names.whole(allowance.token) + ", for "
                        + names.whole(allowance.spender)
                ))
        }
        if parties.leftOutCount > 0 {
            claims.append(("not asked", "\(parties.leftOutCount) more of those who take part"))
        }
        return claims
    }

    private func amount(_ units: UInt256, of token: Address) -> SafeText {
        if units == .max { return "without limit" }
        guard let token = profile.token(at: token) else {
            return SafeText(cleaning: units.description) + " of its smallest unit"
        }
        return Figures.exact(units, decimals: token.decimals) + " " + SafeText(cleaning: token.symbol)
    }
}
