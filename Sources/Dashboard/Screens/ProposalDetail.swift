import Cells
import ComputeNetwork
import Ethereum
import Profile
import Review
import SafeText

/// Everything that is known of a proposal.
struct ProposalDetail {
    private static let maximumVotes = 40
    let proposal: Proposal
    let context: ListContext

    init(_ proposal: Proposal, _ context: ListContext) {
        self.proposal = proposal
        self.context = context
    }

    func block(width: Int) -> TextBlock {
        var writer = DetailWriter(theme: context.theme, width: width)
        let state = ProposalWords.state(proposal, context.now)
        writer.title(ProposalWords.title(proposal), SafeText(cleaning: state.word), ProposalWords.role(state))
        if let next = ProposalWords.next(proposal, context.now) {
            writer.row(next.what, Ages.distance(next.time, now: context.now))
            writer.row("", Ages.moment(next.time), .muted)
        }
        writer.row("what next", Self.next(state, proposal, context.now))
        votes(&writer)
        identity(&writer)
        calls(&writer)
        writer.heading("description")
        writer.lines(proposal.description)
        voters(&writer)
        return writer.block
    }

    private static func next(_ state: ProposalState, _ proposal: Proposal, _ now: UInt64) -> SafeText {
        switch state {
        case .pending: "voting power is counted when voting begins"
        case .active: "v votes, V signs a vote"
        case .canceled: "nothing: it was cancelled"
        case .defeated: "nothing: it was defeated"
        case .succeeded: "anyone may queue it in the timelock"
        case .queued:
            proposal.eta.map { $0 <= now } == true
                ? "anyone may execute it" : "the timelock holds it back; then anyone may execute it"
        case .expired: "nothing: nobody executed it in time"
        case .executed: "nothing: it was executed"
        }
    }

    private func votes(_ writer: inout DetailWriter) {
        writer.heading("votes")
        let tally = proposal.tally
        let total = tally.total
        func line(_ label: SafeText, _ votes: UInt256, _ role: StyleRole) {
            let share = Figures.basisPoints(votes, of: total)
            writer.bar(label, share, role, Figures.percent(share) + "  " + Figures.amount(votes, places: 0))
        }
        line("For", tally.for, .ok)
        line("Against", tally.against, .danger)
        line("Abstain", tally.abstain, .muted)
        if let quorum = proposal.quorum, let reached = ProposalWords.quorum(proposal) {
            let votes = tally.for.addingSaturating(tally.abstain)
            let missing: SafeText =
                reached.isReached
                ? "reached"
                : "needs " + Figures.amount(quorum.subtractingSaturating(votes), places: 0) + " more"
            writer.bar(
                "quorum", min(reached.basisPoints, 10_000), reached.isReached ? .ok : .warning,
                missing + " of " + Figures.amount(quorum, places: 0))
        } else {
            writer.row("quorum", "known when voting begins", .muted)
        }
        if let own = ProposalWords.own(proposal, context) {
            writer.row(
                "your vote",
                SafeText(cleaning: own.supportName) + " with " + Figures.amount(own.weight, places: 0),
                .accent)
        }
        if let account = context.names.account, let power = context.network.votingPower[account] {
            writer.row(
                "your power",
                power.isZero
                    ? "0: COAI votes only once it is delegated, also to yourself"
                    : Figures.exact(power) + " now",
                power.isZero ? .warning : .normal)
        }
    }

    private func identity(_ writer: inout DetailWriter) {
        writer.heading("identity")
        writer.row("id", SafeText(cleaning: proposal.id.description))
        let isSame = proposal.recomputedID == proposal.id
        writer.row(
            "recomputed",
            isSame
                ? "the same, from its calls and description"
                : "ANOTHER: the calls shown are not those of the id",
            isSame ? .ok : .danger)
        writer.row("proposer", context.names.whole(proposal.proposer))
        guard let governor = context.names.profile.contract("CoaiGovernor")?.address,
            let operation = proposal.operationID(governor: governor)
        else { return }
        writer.row("timelock", SafeText(cleaning: operation.description))
        if let known = context.network.operations.first(where: { $0.id == operation }) {
            let isSame = zip(known.calls, proposal.targets.indices).allSatisfy { call, index in
                call.target == proposal.targets[index] && call.data == proposal.calldatas[index]
            }
            writer.row(
                "",
                isSame ? "its calls are those of the proposal" : "its calls are OTHERS than the proposal's",
                isSame ? .ok : .danger)
        }
    }

    private func calls(_ writer: inout DetailWriter) {
        writer.heading("calls")
        let words = CallWords(
            profile: context.names.profile, account: context.names.account, now: context.now)
        for index in proposal.targets.indices {
            writer.row("\(index + 1)", context.names.whole(proposal.targets[index]), .accent)
            let value = proposal.values.indices.contains(index) ? proposal.values[index] : .zero
            if !value.isZero { writer.text("  sends " + Figures.exact(value) + " ETH", .warning) }
            let data = proposal.calldatas.indices.contains(index) ? proposal.calldatas[index] : []
            for line in words.lines(data, target: proposal.targets[index]) { writer.text("  " + line) }
            writer.text("  " + SafeText(cleaning: Hex.encode(data)), .muted)
        }
    }

    private func voters(_ writer: inout DetailWriter) {
        guard !proposal.voteRows.isEmpty else { return }
        writer.heading("voters")
        let votes = proposal.voteRows.map { context.network.votes[Int($0)] }.sorted { $0.weight > $1.weight }
        for vote in votes.prefix(Self.maximumVotes) {
            writer.row(
                SafeText(cleaning: vote.supportName),
                Figures.amount(vote.weight, places: 0).padded(to: 14, alignment: .right) + "  "
                    + context.names.short(vote.voter))
            if !vote.reason.isEmpty { writer.lines(String(vote.reason.prefix(2_000)), .muted) }
        }
        if votes.count > Self.maximumVotes {
            writer.text("and \(votes.count - Self.maximumVotes) more", .muted)
        }
    }
}
