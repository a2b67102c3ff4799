import Cells
import ComputeNetwork
import Ethereum
import SafeText

extension ListScreen {
    /// What happened on the network, the newest first.
    static let activity = ListScreen(
        noun: "events",
        columns: [
            Column("UTC", width: .fixed(11)),
            Column("Block", width: .fixed(10), alignment: .right, importance: 5),
            Column("Contract", width: .fixed(15), importance: 3), Column("Event", width: .fixed(21)),
            Column("About", width: .flexible(minimum: 14), importance: 7),
            Column("Account", width: .flexible(minimum: 12), importance: 6),
            Column("COAI", width: .fixed(16), alignment: .right, importance: 8),
        ], defaultSort: nil, count: { $0.activity.count },
        identity: { network, row in
            let entry = network.activity[row]
            return .event(transaction: entry.transactionHash, name: entry.event, amount: entry.amount)
        },
        sortKey: { context, row, column in
            let entry = context.network.activity[row]
            switch column {
            case 0, 1: return .number(entry.blockNumber)
            case 2: return .text(entry.contract)
            case 3: return .text(entry.event)
            case 4: return .text(ActivityWords.subject(entry, context).text)
            case 5: return .text(context.names.short(entry.account).text)
            default: return .wide(entry.amount ?? .zero)
            }
        },
        text: { context, row in
            let entry = context.network.activity[row]
            return [
                entry.event, entry.contract, ActivityWords.subject(entry, context).text,
                context.names.searchable(entry.account),
            ].joined(separator: " ")
        },
        field: { context, row, name in
            let entry = context.network.activity[row]
            switch name {
            case "event": return entry.event
            case "contract": return entry.contract
            case "account": return context.names.searchable(entry.account)
            case "block": return String(entry.blockNumber)
            default: return nil
            }
        },
        draw: { context, row, line in
            let entry = context.network.activity[row]
            line.put(Ages.shortMoment(entry.at), column: 0)
            if line.shows(column: 1) { line.put(Figures.number(entry.blockNumber), column: 1) }
            if line.shows(column: 2) { line.put(SafeText(cleaning: entry.contract), column: 2) }
            line.put(
                SafeText(cleaning: entry.event), column: 3,
                style: context.theme[ActivityWords.role(entry.event)])
            if line.shows(column: 4) { line.put(ActivityWords.subject(entry, context), column: 4) }
            if line.shows(column: 5) { line.put(context.names.short(entry.account), column: 5) }
            if line.shows(column: 6) { line.put(entry.amount.map { Figures.amount($0) } ?? "", column: 6) }
        },
        detail: { context, row, width in
            let entry = context.network.activity[row]
            var writer = DetailWriter(theme: context.theme, width: width)
            writer.title(SafeText(cleaning: entry.event), nil)
            writer.row("contract", SafeText(cleaning: entry.contract))
            writer.row("about", ActivityWords.subject(entry, context))
            writer.row("account", context.names.whole(entry.account))
            if let amount = entry.amount { writer.row("amount", Figures.exact(amount) + " COAI") }
            writer.row("block", Figures.number(entry.blockNumber))
            writer.row("when", Ages.moment(entry.at))
            writer.row("transaction", SafeText(cleaning: entry.transactionHash.description))
            return writer.block
        },
        empty: "Nothing has happened yet.")
}

/// Words and colours for what happened.
enum ActivityWords {
    static func subject(_ entry: Activity, _ context: ListContext) -> SafeText {
        switch entry.subject {
        case .job(let id): "job \(SafeText(cleaning: id.description, maximumLength: 80))"
        case .provider(let address): context.names.short(address)
        case .proposal(let id):
            "proposal \(SafeText(cleaning: String(Hash32(word: id).description.prefix(10))))"
        case .account(let address): context.names.short(address)
        case .none: "-"
        }
    }

    static func role(_ event: String) -> StyleRole {
        switch event {
        case "Slashed", "JobDisputed", "BidForfeited": .danger
        case "JobRejected", "JobExpired", "JobCancelled", "ProposalCanceled", "SlashProposed": .warning
        case "JobCompleted", "PaymentReleased", "ProposalExecuted": .ok
        default: .normal
        }
    }
}
