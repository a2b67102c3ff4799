import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// The first screen: whether anything is wrong, and what waits for the account.
struct OverviewScreen {
    let state: AppState
    let context: ListContext

    /// Something that a person should look at.
    struct Attention: Sendable, Hashable {
        let text: SafeText
        let role: StyleRole
        let screen: ScreenID
    }

    func block(width: Int) -> TextBlock {
        var writer = DetailWriter(theme: context.theme, width: width)
        writer.heading("needs attention")
        let items = attention()
        if items.isEmpty { writer.text("nothing", .ok) }
        for item in items.prefix(12) {
            writer.attention(item.text, item.role, tab: item.screen)
        }
        if items.count > 12 { writer.text("and \(items.count - 12) more", .muted) }
        chain(&writer)
        account(&writer)
        network(&writer)
        own(&writer)
        return writer.block
    }

    private func chain(_ writer: inout DetailWriter) {
        writer.heading("chain")
        guard let head = state.snapshot?.head else { return writer.row("head", "not known yet", .muted) }
        writer.row("block", Figures.number(head.number) + ", " + Ages.moment(head.timestamp))
        writer.row("hash", SafeText(cleaning: head.hash.description))
        writer.row("gas", state.facts.gasPrice.map { Figures.exact($0, decimals: 9) + " gwei" } ?? "-")
        let unreadable = context.network.unreadable.total
        if unreadable > 0 {
            writer.row("unreadable", "\(unreadable) logs were left out", .warning)
        }
    }

    private func account(_ writer: inout DetailWriter) {
        writer.heading("account")
        guard let account = state.account else {
            return writer.text("none: start coai with --account ADDRESS to act", .muted)
        }
        writer.row("address", context.names.whole(account))
        writer.row("coin", state.facts.coinBalance.map { Figures.exact($0) + " ETH" } ?? "-")
        writer.row("tokens", context.network.balances[account].map { Figures.exact($0) + " COAI" } ?? "-")
        writer.row("votes", context.network.votingPower[account].map { Figures.exact($0) } ?? "-")
        func allowance(_ label: SafeText, _ amount: UInt256?) {
            guard let amount else { return }
            let isUnlimited = amount.bitWidth == 256
            writer.row(
                label, isUnlimited ? "UNLIMITED" : Figures.exact(amount) + " COAI",
                isUnlimited ? .warning : .normal)
        }
        allowance("JobMarket", state.facts.marketAllowance)
        allowance("Staking", state.facts.stakingAllowance)
    }

    private func network(_ writer: inout DetailWriter) {
        writer.heading("network")
        var counts = state.summary.ended
        for row in state.summary.liveRows {
            counts[context.network.jobs[Int(row)].status(now: context.now), default: 0] += 1
        }
        let words = JobStatus.allCases.compactMap { status -> SafeText? in
            counts[status].map { "\($0) \(SafeText(cleaning: status.word.lowercased()))" }
        }
        writer.row(
            "jobs", "\(context.network.jobs.count)" + (words.isEmpty ? "" : ": " + Self.joined(words)))
        writer.row("in escrow", Figures.amount(state.summary.escrow) + " COAI")
        let active = context.network.providers.filter { $0.status == .active }.count
        let staked = context.network.providers.reduce(UInt256.zero) { $0.addingSaturating($1.totalStake) }
        writer.row("providers", "\(context.network.providers.count), \(active) active")
        writer.row("staked", Figures.amount(staked, places: 0) + " COAI")
        let open = context.network.proposals.filter { ProposalWords.state($0, context.now) == .active }.count
        writer.row("proposals", "\(context.network.proposals.count), \(open) open for votes")
        writer.row(
            "slashes", "\(context.network.slashes.count)",
            context.network.slashes.isEmpty ? .normal : .warning)
    }

    private func own(_ writer: inout DetailWriter) {
        guard !state.outgoing.isEmpty else { return }
        writer.heading("signed here")
        for item in state.outgoing.suffix(8).reversed() {
            let role: StyleRole =
                switch item.stage {
                case .confirmed, .signed: .ok
                case .reverted, .failed: .danger
                default: .accent
                }
            writer.row(item.stage.word, item.title, role)
            switch item.stage {
            case .signed(let path): writer.text("            " + path, .muted)
            case .reverted(let why), .failed(let why): writer.text("            " + why, .danger)
            case .confirmed(let block): writer.text("            in block \(block)", .muted)
            default: break
            }
            if let hash = item.transactionHash {
                writer.text("            " + SafeText(cleaning: hash.description), .muted)
            }
        }
    }

    private static func joined(_ words: [SafeText]) -> SafeText {
        var text = SafeText.empty
        for (index, word) in words.enumerated() { text += (index == 0 ? "" : ", ") + word }
        return text
    }

    /// What waits for the account, the urgent first.
    func attention() -> [Attention] {
        var urgent: [Attention] = []
        var other: [Attention] = []
        let now = context.now
        let account = state.account
        for row in state.summary.liveRows {
            let job = context.network.jobs[Int(row)]
            let isOwn = account != nil && (job.client == account || job.provider == account)
            let number = SafeText(cleaning: job.id.description, maximumLength: 80)
            let status = job.status(now: now)
            if job.isLate(now: now) {
                let item = Attention(
                    text: "job \(number) is late: due " + Ages.shortMoment(job.terms?.deadline ?? now),
                    role: .danger,
                    screen: .jobs)
                if isOwn { urgent.append(item) } else { other.append(item) }
            }
            if status == .disputed {
                other.append(Attention(text: "job \(number) is disputed", role: .danger, screen: .jobs))
            }
            if isOwn, status == .revealing {
                urgent.append(
                    Attention(
                        text: "job \(number): reveals end " + Ages.shortMoment(job.nextTime(now: now)),
                        role: .warning, screen: .jobs))
            }
        }
        guard let account else { return urgent + other }
        for proposal in context.network.proposals
        where ProposalWords.state(proposal, now) == .active && ProposalWords.own(proposal, context) == nil {
            other.append(
                Attention(
                    text: "you haven't voted on \"" + ProposalWords.title(proposal).truncated(to: 40)
                        + "\", ends "
                        + Ages.shortMoment(proposal.voteEnd), role: .accent, screen: .governance))
        }
        for unbonding in context.network.unbondings
        where unbonding.owner == account && !unbonding.isOver && unbonding.availableAt <= now {
            other.append(
                Attention(
                    text: Figures.exact(unbonding.amount) + " COAI can be withdrawn", role: .ok,
                    screen: .providers))
        }
        let balance = context.network.balances[account] ?? .zero
        if !balance.isZero, context.network.votingPower[account]?.isZero == true {
            other.append(
                Attention(
                    text: "your COAI has no votes: delegate them, also to yourself", role: .warning,
                    screen: .governance))
        }
        if let coins = state.facts.coinBalance, coins < 10_000_000_000_000_000 {
            urgent.append(
                Attention(
                    text: "only " + Figures.exact(coins) + " ETH left for gas", role: .warning,
                    screen: .overview))
        }
        return urgent + other
    }
}

extension DetailWriter {
    /// A line of what needs attention, with the number of the screen to look at.
    mutating func attention(_ text: SafeText, _ role: StyleRole, tab: ScreenID) {
        let number = (ScreenID.allCases.firstIndex(of: tab) ?? 0) + 1
        self.text("\(number)  " + text, role)
    }
}
