import Cells
import ComputeNetwork
import Ethereum
import SafeText

extension ListScreen {
    /// Jobs with their bids, escrow and deadlines.
    static let jobs = ListScreen(
        noun: "jobs",
        columns: [
            Column("ID", width: .fixed(7), alignment: .right), Column("Status", width: .fixed(10)),
            Column("Type", width: .fixed(9), importance: 4),
            Column("Price COAI", width: .fixed(13), alignment: .right, importance: 8),
            Column("Escrow", width: .fixed(6), alignment: .right, importance: 3),
            Column("Provider", width: .flexible(minimum: 12), importance: 9),
            Column("Client", width: .flexible(minimum: 12), importance: 2),
            Column("Verify", width: .fixed(14), importance: 1),
            Column("Next UTC", width: .fixed(11), alignment: .right, importance: 10),
        ], defaultSort: nil, count: { $0.jobs.count }, identity: { .number($0.jobs[$1].id) },
        sortKey: { context, row, column in
            let job = context.network.jobs[row]
            switch column {
            case 0: return .wide(job.id)
            case 1: return .number(UInt64(job.status(now: context.now).rawValue))
            case 2: return .text(job.terms?.typeName ?? "")
            case 3: return .wide(JobWords.price(job))
            case 4: return .wide(job.escrow)
            case 5: return .text(context.names.short(job.provider).text)
            case 6: return .text(context.names.short(job.client).text)
            case 7: return .text(job.terms?.verificationName ?? "")
            default:
                let next = job.nextTime(now: context.now)
                return .number(next == 0 ? .max : next)
            }
        },
        text: { context, row in
            let job = context.network.jobs[row]
            return [
                job.id.description, job.status(now: context.now).word, job.terms?.typeName ?? "",
                context.names.searchable(job.client), context.names.searchable(job.provider),
                job.terms?.verificationName ?? "", job.terms?.modelID.description ?? "",
            ].joined(separator: " ")
        },
        field: { context, row, name in
            let job = context.network.jobs[row]
            switch name {
            case "id": return job.id.description
            case "status":
                return job.status(now: context.now).word + (job.isLate(now: context.now) ? " late" : "")
            case "type": return job.terms?.typeName ?? ""
            case "provider": return context.names.searchable(job.provider)
            case "client": return context.names.searchable(job.client)
            case "verify": return job.terms?.verificationName ?? "none"
            case "model": return job.terms?.modelID.description ?? ""
            default: return nil
            }
        },
        draw: { context, row, line in
            let job = context.network.jobs[row]
            let theme = context.theme
            let status = job.status(now: context.now)
            let isLate = job.isLate(now: context.now)
            line.put(SafeText(cleaning: job.id.description, maximumLength: 80), column: 0)
            line.put(
                isLate ? "Late" : SafeText(cleaning: status.word), column: 1,
                style: theme[isLate ? .danger : JobWords.role(status)])
            if line.shows(column: 2) { line.put(SafeText(cleaning: job.terms?.typeName ?? "-"), column: 2) }
            if line.shows(column: 3) { line.put(Figures.amount(JobWords.price(job)), column: 3) }
            if line.shows(column: 4) { line.put(JobWords.escrow(job), column: 4) }
            if line.shows(column: 5) { line.put(JobWords.providerOrBids(job, context), column: 5) }
            if line.shows(column: 6) { line.put(context.names.short(job.client), column: 6) }
            if line.shows(column: 7) {
                line.put(SafeText(cleaning: job.terms?.verificationName ?? "-"), column: 7)
            }
            let next = job.nextTime(now: context.now)
            line.put(
                next == 0 ? "-" : Ages.shortMoment(next), column: 8,
                style: theme[JobWords.urgency(job, next, context.now)])
        },
        detail: { context, row, width in JobDetail(context.network.jobs[row], context).block(width: width) },
        empty: "No jobs yet. o signs an order for one.")
}

/// Words and colours for jobs.
enum JobWords {
    /// The price: what was agreed, else the most that is paid.
    static func price(_ job: Job) -> UInt256 { job.budget.isZero ? job.terms?.maxPrice ?? .zero : job.budget }

    /// The share of the price that is in escrow.
    static func escrow(_ job: Job) -> SafeText {
        if job.escrow.isZero { return "-" }
        return "\(Figures.basisPoints(job.escrow, of: job.budget) / 100)%"
    }

    static func providerOrBids(_ job: Job, _ context: ListContext) -> SafeText {
        guard job.provider.isZero, !job.bidRows.isEmpty else { return context.names.short(job.provider) }
        return job.bidRows.count == 1 ? "1 bid" : "\(job.bidRows.count) bids"
    }

    static func role(_ status: JobStatus) -> StyleRole {
        switch status {
        case .open, .bidding, .revealing: .notice
        case .funded, .running, .submitted: .accent
        case .disputed: .danger
        case .completed: .ok
        case .rejected, .expired: .warning
        case .cancelled: .muted
        }
    }

    /// Less than an hour is urgent, and what is past more so.
    static func urgency(_ job: Job, _ next: UInt64, _ now: UInt64) -> StyleRole {
        if next == 0 { return .muted }
        if next <= now { return .danger }
        return next - now < 3_600 ? .warning : .normal
    }
}
