import Cells
import ComputeNetwork
import Ethereum
import SafeText

extension ListScreen {
    /// Proposals with their votes and states.
    static let governance = ListScreen(
        noun: "proposals",
        columns: [
            Column("Proposal", width: .flexible(minimum: 20)), Column("State", width: .fixed(9)),
            Column("For", width: .fixed(8), alignment: .right, importance: 7),
            Column("Against", width: .fixed(8), alignment: .right, importance: 6),
            Column("Votes COAI", width: .fixed(14), alignment: .right, importance: 4),
            Column("Quorum", width: .fixed(8), importance: 5),
            Column("Your vote", width: .fixed(9), importance: 3),
            Column("Next UTC", width: .fixed(11), alignment: .right, importance: 8),
        ], defaultSort: nil, count: { $0.proposals.count }, identity: { .number($0.proposals[$1].id) },
        sortKey: { context, row, column in
            let proposal = context.network.proposals[row]
            switch column {
            case 0: return .text(ProposalWords.title(proposal).text)
            case 1: return .number(UInt64(ProposalWords.state(proposal, context.now).rawValue))
            case 2: return .wide(proposal.tally.for)
            case 3: return .wide(proposal.tally.against)
            case 4: return .wide(proposal.tally.total)
            case 5: return .number(UInt64(ProposalWords.quorum(proposal)?.basisPoints ?? 0))
            case 6: return .text(ProposalWords.own(proposal, context)?.supportName ?? "")
            default:
                let next = ProposalWords.next(proposal, context.now)?.time ?? .max
                return .number(next)
            }
        },
        text: { context, row in
            let proposal = context.network.proposals[row]
            return [
                proposal.description, ProposalWords.state(proposal, context.now).word,
                proposal.id.description,
                context.names.searchable(proposal.proposer),
            ].joined(separator: " ")
        },
        field: { context, row, name in
            let proposal = context.network.proposals[row]
            switch name {
            case "state", "status": return ProposalWords.state(proposal, context.now).word
            case "proposer": return context.names.searchable(proposal.proposer)
            case "vote": return ProposalWords.own(proposal, context)?.supportName ?? "none"
            default: return nil
            }
        },
        draw: { context, row, line in
            let proposal = context.network.proposals[row]
            let theme = context.theme
            let state = ProposalWords.state(proposal, context.now)
            line.put(ProposalWords.title(proposal), column: 0)
            line.put(SafeText(cleaning: state.word), column: 1, style: theme[ProposalWords.role(state)])
            let total = proposal.tally.total
            if line.shows(column: 2) {
                line.put(
                    total.isZero ? "-" : Figures.percent(Figures.basisPoints(proposal.tally.for, of: total)),
                    column: 2)
            }
            if line.shows(column: 3) {
                line.put(
                    total.isZero
                        ? "-" : Figures.percent(Figures.basisPoints(proposal.tally.against, of: total)),
                    column: 3)
            }
            if line.shows(column: 4) { line.put(Figures.amount(total, places: 0), column: 4) }
            if line.shows(column: 5) {
                let quorum = ProposalWords.quorum(proposal)
                line.put(
                    quorum.map { $0.isReached ? "reached" : Figures.percent(min($0.basisPoints, 9_999)) }
                        ?? "-",
                    column: 5, style: theme[quorum?.isReached == true ? .ok : .normal])
            }
            if line.shows(column: 6) {
                line.put(
                    ProposalWords.own(proposal, context).map { SafeText(cleaning: $0.supportName) } ?? "-",
                    column: 6)
            }
            let next = ProposalWords.next(proposal, context.now)
            line.put(next.map { Ages.shortMoment($0.time) } ?? "-", column: 7)
        },
        detail: { context, row, width in
            ProposalDetail(context.network.proposals[row], context).block(width: width)
        },
        empty: "No proposals yet.")
}

/// Words and colours for proposals.
enum ProposalWords {
    /// The first line of the description.
    static func title(_ proposal: Proposal) -> SafeText {
        let line =
            proposal.description.split(whereSeparator: \.isNewline).first.map(String.init)
            ?? "(no description)"
        return SafeText(cleaning: String(line.drop { $0 == "#" || $0 == " " }), maximumLength: 200)
    }

    /// The state: by the clock, unless the contract says something that no clock changes.
    static func state(_ proposal: Proposal, _ now: UInt64) -> ProposalState { proposal.state(now: now) }

    static func role(_ state: ProposalState) -> StyleRole {
        switch state {
        case .pending: .notice
        case .active: .accent
        case .succeeded, .executed: .ok
        case .queued: .warning
        case .defeated, .canceled, .expired: .muted
        }
    }

    /// How much of the quorum the votes for and abstaining are; nil while it isn't known.
    static func quorum(_ proposal: Proposal) -> (basisPoints: Int, isReached: Bool)? {
        guard let quorum = proposal.quorum else { return nil }
        let votes = proposal.tally.for.addingSaturating(proposal.tally.abstain)
        return (Figures.basisPoints(votes, of: quorum), votes >= quorum)
    }

    /// The account's vote.
    static func own(_ proposal: Proposal, _ context: ListContext) -> Vote? {
        guard let account = context.names.account else { return nil }
        return proposal.voteRows.map { context.network.votes[Int($0)] }.first { $0.voter == account }
    }

    /// What happens next, and when.
    static func next(_ proposal: Proposal, _ now: UInt64) -> (what: SafeText, time: UInt64)? {
        switch state(proposal, now) {
        case .pending: ("voting begins", proposal.voteStart)
        case .active: ("voting ends", proposal.voteEnd)
        case .queued:
            proposal.eta.map { eta in
                now < eta
                    ? ("can be executed", eta)
                    : ("expires", eta.addingReportingOverflow(14 * 86_400).partialValue)
            }
        default: nil
        }
    }
}
