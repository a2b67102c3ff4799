import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// Everything that is known of a provider.
struct ProviderDetail {
    /// Most delegations that are listed.
    private static let maximumRows = 50
    let provider: Provider
    let context: ListContext

    init(_ provider: Provider, _ context: ListContext) {
        self.provider = provider
        self.context = context
    }

    func block(width: Int) -> TextBlock {
        var writer = DetailWriter(theme: context.theme, width: width)
        writer.title(
            context.names.short(provider.address), SafeText(cleaning: provider.status.word),
            ProviderWords.role(provider.status))
        writer.row("address", context.names.whole(provider.address))
        writer.row("operator", context.names.whole(provider.operatorAddress))
        writer.row("service", SafeText(cleaning: provider.serviceURI, maximumLength: 256))
        writer.row("capability", SafeText(cleaning: provider.capabilityHash.description))
        if provider.jailedUntil > context.now {
            writer.row(
                "jailed", "until " + Ages.moment(provider.jailedUntil), .danger)
        }
        writer.heading("stake")
        writer.row("total", Figures.exact(provider.totalStake) + " COAI")
        writer.row("own", Figures.exact(provider.selfStake) + " COAI")
        writer.row("delegated", Figures.exact(provider.delegatedStake) + " COAI")
        writer.row("", "staked COAI does not vote", .muted)
        writer.heading("cuts: what it keeps")
        writer.row("of rewards", Figures.percent(Int(provider.rewardCutBasisPoints)))
        writer.row("of fees", Figures.percent(Int(provider.feeCutBasisPoints)))
        if let pending = provider.pendingCuts {
            writer.row(
                "will be",
                Figures.percent(Int(pending.rewardCutBasisPoints)) + " and "
                    + Figures.percent(Int(pending.feeCutBasisPoints)) + ", "
                    + Ages.moment(pending.effectiveAt), .warning)
        }
        writer.heading("record")
        writer.row(
            "jobs",
            "\(provider.jobsDone) done, \(provider.jobsFailed) failed, \(provider.jobsDisputed) disputed")
        if let benchmark = provider.benchmark {
            let isOwn =
                benchmark.attester == provider.address || benchmark.attester == provider.operatorAddress
            writer.row(
                "benchmark",
                "\(benchmark.score.description) points, " + Ages.moment(benchmark.at))
            writer.row(
                "attested by", context.names.whole(benchmark.attester) + (isOwn ? "  itself" : ""),
                isOwn ? .warning : .normal)
        }
        slashes(&writer)
        delegations(&writer)
        return writer.block
    }

    private func slashes(_ writer: inout DetailWriter) {
        guard !provider.slashRows.isEmpty else { return writer.row("slashes", "none", .muted) }
        writer.heading("slashes")
        for row in provider.slashRows.reversed().map({ Int($0) }) where row < context.network.slashes.count {
            let slash = context.network.slashes[row]
            writer.row(
                Ages.day(slash.at),
                Figures.exact(slash.amount) + " COAI (" + Figures.percent(Int(slash.basisPoints)) + "), "
                    + SafeText(cleaning: slash.reasonName)
                    + (slash.jobID.isZero ? "" : ", job \(slash.jobID.description)"), .danger)
        }
    }

    private func delegations(_ writer: inout DetailWriter) {
        let rows = provider.delegationRows.map { context.network.delegations[Int($0)] }
            .filter { !$0.amount.isZero }.sorted { $0.amount > $1.amount }
        writer.heading("delegations")
        if rows.isEmpty { writer.text("none", .muted) }
        for delegation in rows.prefix(Self.maximumRows) {
            writer.row(
                Figures.amount(delegation.amount, places: 0), context.names.whole(delegation.delegator),
                delegation.delegator == context.names.account ? .accent : .normal)
            let waiting = delegation.pendingEmission.addingSaturating(delegation.pendingFees)
            if delegation.delegator == context.names.account, !waiting.isZero {
                writer.row("", "rewards to claim: " + Figures.exact(waiting) + " COAI", .ok)
            }
        }
        if rows.count > Self.maximumRows { writer.text("and \(rows.count - Self.maximumRows) more", .muted) }
        let unbondings = context.network.unbondings.filter {
            $0.provider == provider.address && !$0.isOver && $0.owner == context.names.account
        }
        guard !unbondings.isEmpty else { return }
        writer.heading("your stake on its way back")
        for unbonding in unbondings {
            let isFree = unbonding.availableAt <= context.now
            writer.row(
                "no. \(unbonding.id.description)",
                Figures.exact(unbonding.amount) + " COAI, "
                    + (isFree
                        ? "can be withdrawn" : Ages.moment(unbonding.availableAt)),
                isFree ? .ok : .normal)
        }
    }
}
