import ComputeNetwork
import Ethereum
import Profile
import Review
import SafeText
import SignerProtocol

extension AppState {
    typealias Claim = (label: SafeText, text: SafeText)

    /// Asks the node about those who take part in a document; where there is nobody, it goes to the signer at once.
    mutating func inquire(_ id: Int) -> [Effect] {
        guard let waiting = pending[id] else { return [] }
        let parties = counterparties(waiting.document)
        if parties?.isEmpty ?? true { return handOver(id, []) }
        guard let parties else { return [] }
        pending[id]?.inquiry = (parties, now)
        return [.inquire(id: id, parties)]
    }

    /// The node has answered; what comes after the document went on is of no use.
    mutating func told(_ id: Int, _ answers: NodeAnswers) -> [Effect] {
        guard let inquiry = pending[id]?.inquiry else { return [] }
        return handOver(id, words(for: inquiry.about, answers))
    }

    /// Nobody waits longer for a node that doesn't answer: its part is said to be not known.
    mutating func endInquiries() -> [Effect] {
        guard !pending.isEmpty else { return [] }
        let late = pending.filter { entry in
            guard let since = entry.value.inquiry?.since else { return false }
            return now >= since.addingReportingOverflow(PendingSignature.inquirySeconds).partialValue
        }
        return late.keys.sorted().flatMap { told($0, NodeAnswers()) }
    }

    private mutating func handOver(_ id: Int, _ answers: [Claim]) -> [Effect] {
        guard let waiting = pending[id] else { return [] }
        pending[id]?.inquiry = nil
        advance(id, to: .signing)
        let claims = (known(waiting.use) + answers).prefix(SigningRequest.Claim.maximumCount)
        return [.sign(id: id, document: waiting.document, claims: Array(claims))]
    }

    private func counterparties(_ document: [UInt8]) -> Counterparties? {
        let context = ReviewContext(now: now, profiles: [profile], account: account)
        guard let document = try? Document.parse(document),
            let review = try? Review(document, context: context)
        else { return nil }
        return review.counterparties
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
