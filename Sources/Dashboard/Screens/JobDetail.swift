import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// Everything that is known of a job.
struct JobDetail {
    /// Most bids that are listed.
    private static let maximumBids = 100
    let job: Job
    let context: ListContext

    init(_ job: Job, _ context: ListContext) {
        self.job = job
        self.context = context
    }

    func block(width: Int) -> TextBlock {
        var writer = DetailWriter(theme: context.theme, width: width)
        let status = job.status(now: context.now)
        let late: SafeText = job.isLate(now: context.now) ? "  LATE" : ""
        writer.title(
            "Job \(SafeText(cleaning: job.id.description, maximumLength: 80))",
            SafeText(cleaning: status.word) + late, JobWords.role(status))
        next(&writer, status)
        if let dispute = job.dispute { self.dispute(&writer, dispute) }
        writer.heading("terms")
        writer.row("client", context.names.whole(job.client))
        writer.row("provider", context.names.whole(job.provider, zero: "not chosen yet"))
        writer.row("evaluator", context.names.whole(job.evaluator, zero: "none: stands unless challenged"))
        terms(&writer)
        writer.heading("escrow")
        writer.row("price", Figures.exact(job.budget) + " COAI")
        writer.row(
            "in escrow", job.escrow.isZero ? "nothing" : Figures.exact(job.escrow) + " COAI",
            job.escrow.isZero ? .muted : .ok)
        result(&writer)
        bids(&writer)
        writer.heading("times")
        for (label, time) in times where time > 0 {
            writer.row(label, Ages.moment(time))
        }
        return writer.block
    }

    private func next(_ writer: inout DetailWriter, _ status: JobStatus) {
        let time = job.nextTime(now: context.now)
        guard time > 0 else { return }
        let what: SafeText =
            switch status {
            case .bidding: "bids close"
            case .revealing: "reveals end"
            case .open: job.terms == nil ? "expires" : "deadline"
            case .funded, .running: "result due"
            case .submitted: "challenge ends"
            default: "expires"
            }
        writer.row(
            what, Ages.distance(time, now: context.now), JobWords.urgency(job, time, context.now))
        writer.row("", Ages.moment(time), .muted)
    }

    private func dispute(_ writer: inout DetailWriter, _ dispute: Dispute) {
        writer.heading("dispute")
        writer.row("challenger", context.names.whole(dispute.challenger), .danger)
        writer.row("bond", Figures.exact(dispute.bond) + " COAI")
        writer.row("evidence", SafeText(cleaning: dispute.evidenceHash.description))
        writer.row("opened", Ages.moment(dispute.openedAt))
        let words: [SafeText] = [
            "upheld: the client is refunded", "dismissed: the provider is paid", "timed out",
        ]
        guard let outcome = dispute.outcome else { return writer.row("outcome", "open", .warning) }
        writer.row("outcome", Int(outcome) < words.count ? words[Int(outcome)] : "outcome \(outcome)")
        if let payer = dispute.payer { writer.row("paid by", context.names.whole(payer)) }
    }

    private func terms(_ writer: inout DetailWriter) {
        guard let terms = job.terms else { return writer.row("terms", "none stated", .muted) }
        writer.row("type", SafeText(cleaning: terms.typeName))
        writer.row("model", SafeText(cleaning: terms.modelID.description))
        writer.row("spec", SafeText(cleaning: terms.specHash.description))
        writer.row("input", SafeText(cleaning: terms.inputCommitment.description))
        writer.row("verify", SafeText(cleaning: terms.verificationName) + ", \(terms.replicas) replicas")
        writer.row("max price", Figures.exact(terms.maxPrice) + " COAI")
        writer.row("bond", Figures.exact(terms.providerBond) + " COAI")
        writer.row("latency", "at most \(terms.maxLatencyMilliseconds) ms")
        writer.row("challenge", Ages.exact(UInt64(terms.challengeWindow)) + " after the result")
    }

    private func result(_ writer: inout DetailWriter) {
        guard job.submittedAt != nil else { return }
        writer.heading("verification")
        writer.row("result", SafeText(cleaning: job.resultHash.description))
        if !job.outputCID.isEmpty {
            writer.row("output", SafeText(cleaning: job.outputCID, maximumLength: 200))
        }
        if let latency = job.latencyMilliseconds {
            let promised = job.terms?.maxLatencyMilliseconds ?? 0
            writer.row(
                "latency", "\(latency) ms, promised \(promised) ms",
                promised > 0 && latency > promised ? .warning : .normal)
        }
        if let isMet = job.isSLAMet { writer.row("SLA", isMet ? "met" : "MISSED", isMet ? .ok : .danger) }
    }

    private func bids(_ writer: inout DetailWriter) {
        guard !job.bidRows.isEmpty else { return }
        writer.heading("bids")
        for row in job.bidRows.prefix(Self.maximumBids).map({ Int($0) })
        where row < context.network.bids.count {
            let bid = context.network.bids[row]
            let price: SafeText = bid.price.map { Figures.exact($0) + " COAI" } ?? "sealed"
            let latency: SafeText = bid.latencyMilliseconds.map { ", \($0) ms" } ?? ""
            writer.row(SafeText(cleaning: bid.status.word), price + latency, Self.role(bid.status))
            writer.text("  " + context.names.whole(bid.provider), .muted)
        }
        let more = job.bidRows.count - Self.maximumBids
        if more > 0 { writer.text("and \(more) more", .muted) }
    }

    private static func role(_ status: Bid.Status) -> StyleRole {
        switch status {
        case .active: .ok
        case .committed, .open: .notice
        case .forfeited: .danger
        case .lost, .closed: .muted
        }
    }

    private var times: [(SafeText, UInt64)] {
        [
            ("created", job.createdAt), ("started", job.startedAt ?? 0), ("submitted", job.submittedAt ?? 0),
            ("settled", job.settledAt ?? 0), ("bids until", job.terms?.commitUntil ?? 0),
            ("reveals to", job.terms?.revealUntil ?? 0), ("deadline", job.terms?.deadline ?? 0),
            ("expires", job.expiredAt),
        ]
    }
}
