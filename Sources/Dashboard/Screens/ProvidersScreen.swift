import Cells
import ComputeNetwork
import Ethereum
import SafeText

extension ListScreen {
    /// Providers with their stake, cuts and record.
    static let providers = ListScreen(
        noun: "providers",
        columns: [
            Column("Provider", width: .flexible(minimum: 14)), Column("Status", width: .fixed(12)),
            Column("Stake COAI", width: .fixed(14), alignment: .right, importance: 9),
            Column("Own COAI", width: .fixed(13), alignment: .right, importance: 3),
            Column("Reward cut", width: .fixed(10), alignment: .right, importance: 6),
            Column("Fee cut", width: .fixed(8), alignment: .right, importance: 5),
            Column("Done", width: .fixed(5), alignment: .right, importance: 8),
            Column("Failed", width: .fixed(6), alignment: .right, importance: 7),
            Column("Slashes", width: .fixed(7), alignment: .right, importance: 4),
            Column("Your COAI", width: .fixed(13), alignment: .right, importance: 2),
        ], defaultSort: Table.Sort(column: 2, ascending: false), count: { $0.providers.count },
        identity: { .address($0.providers[$1].address) },
        sortKey: { context, row, column in
            let provider = context.network.providers[row]
            switch column {
            case 0: return .text(context.names.short(provider.address).text)
            case 1: return .number(UInt64(provider.status.rawValue))
            case 2: return .wide(provider.totalStake)
            case 3: return .wide(provider.selfStake)
            case 4: return .number(UInt64(provider.rewardCutBasisPoints))
            case 5: return .number(UInt64(provider.feeCutBasisPoints))
            case 6: return .number(UInt64(provider.jobsDone))
            case 7: return .number(UInt64(provider.jobsFailed))
            case 8: return .number(UInt64(provider.slashRows.count))
            default: return .wide(ProviderWords.own(provider, context))
            }
        },
        text: { context, row in
            let provider = context.network.providers[row]
            return [
                context.names.searchable(provider.address), provider.status.word, provider.serviceURI,
                context.names.searchable(provider.operatorAddress),
            ].joined(separator: " ")
        },
        field: { context, row, name in
            let provider = context.network.providers[row]
            switch name {
            case "status": return provider.status.word
            case "provider": return context.names.searchable(provider.address)
            case "operator": return context.names.searchable(provider.operatorAddress)
            case "slashed": return provider.slashRows.isEmpty ? "no" : "yes"
            default: return nil
            }
        },
        draw: { context, row, line in
            let provider = context.network.providers[row]
            let theme = context.theme
            line.put(context.names.short(provider.address), column: 0)
            line.put(
                SafeText(cleaning: provider.status.word), column: 1,
                style: theme[ProviderWords.role(provider.status)])
            if line.shows(column: 2) { line.put(Figures.amount(provider.totalStake, places: 0), column: 2) }
            if line.shows(column: 3) { line.put(Figures.amount(provider.selfStake, places: 0), column: 3) }
            if line.shows(column: 4) {
                line.put(
                    Figures.percent(Int(provider.rewardCutBasisPoints)), column: 4,
                    style: theme[provider.pendingCuts == nil ? .normal : .warning])
            }
            if line.shows(column: 5) { line.put(Figures.percent(Int(provider.feeCutBasisPoints)), column: 5) }
            if line.shows(column: 6) { line.put(SafeText(provider.jobsDone), column: 6) }
            if line.shows(column: 7) {
                line.put(
                    SafeText(provider.jobsFailed), column: 7,
                    style: theme[provider.jobsFailed > 0 ? .warning : .normal])
            }
            if line.shows(column: 8) {
                line.put(
                    SafeText(provider.slashRows.count), column: 8,
                    style: theme[provider.slashRows.isEmpty ? .normal : .danger])
            }
            if line.shows(column: 9) {
                let own = ProviderWords.own(provider, context)
                line.put(own.isZero ? "-" : Figures.amount(own, places: 0), column: 9)
            }
        },
        detail: { context, row, width in
            ProviderDetail(context.network.providers[row], context).block(width: width)
        },
        empty: "No providers have registered yet.")
}

/// Words and colours for providers.
enum ProviderWords {
    static func role(_ status: Provider.Status) -> StyleRole {
        switch status {
        case .active: .ok
        case .pending: .notice
        case .jailed: .danger
        case .exiting, .exited: .warning
        case .unregistered: .muted
        }
    }

    /// What the account has with a provider.
    static func own(_ provider: Provider, _ context: ListContext) -> UInt256 {
        guard let account = context.names.account else { return .zero }
        return provider.delegationRows.map { context.network.delegations[Int($0)] }
            .first { $0.delegator == account }?.amount ?? .zero
    }
}
