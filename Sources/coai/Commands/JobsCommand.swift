import ComputeNetwork
import Console
import Ethereum
import SafeText
import StrictJSON

/// `coai jobs`: the network's jobs.
enum JobsCommand: EntityCommand {
    static let names = ["jobs"]
    static let singular = "job"
    static let subjects: Set<ContractRead.Subject> = []
    static let statuses = JobStatus.allCases.map(\.word)

    static let usage = """
        coai jobs list|show ID --node URL --profile FILE     the network's jobs, read from a node

          --status WORD    Open, Bidding, Revealing, Funded, Running, Submitted, Disputed, Completed, Rejected,
                           Cancelled or Expired
          --account ADDR   those in which it is client, provider, evaluator or bidder
          --json           list: {"network", "chainID", "block": {"number", "hash", "time"}, "unreadableEvents",
                           "jobs": [{"id", "status", "client", "provider", "evaluator", "budget", "escrow",
                           "bids", "nextTime", "expiresAt", "createdAt"}]}
                           show: "job" in place of "jobs", with "terms": {"modelID", "specHash",
                           "inputCommitment", "type", "verification", "replicas", "maxPrice", "providerBond",
                           "maxLatencyMs", "commitUntil", "revealUntil", "deadline", "challengeWindowSeconds"},
                           "startedAt", "submittedAt", "settledAt", "resultHash", "outputCID", "latencyMs",
                           "isSLAMet", "dispute", "bids": [{"provider", "status", "commitment", "price",
                           "latencyMs"}]
          --plain          lines (as without --json)

        Amounts are {"wei": "…", "display": "…"}, times {"unix": …, "iso": "…"}, ids decimal text; what is not there
        is null. States are those at the time of the newest block. Exit 5 for trouble with the node.

        """

    static let headings: [SafeText] = ["ID", "STATUS", "BUDGET", "BIDS", "CLIENT", "PROVIDER", "NEXT"]

    static func rows(_ reading: NetworkReading, _ filter: EntityFilter) -> [Int] {
        let state = reading.snapshot.state
        return state.jobs.indices.filter { row in
            let job = state.jobs[row]
            if let status = filter.status, job.status(now: reading.now).word.lowercased() != status {
                return false
            }
            guard let account = filter.account else { return true }
            return [job.client, job.provider, job.evaluator].contains(account)
                || job.bidRows.contains { state.bids[Int($0)].provider == account }
        }
    }

    static func row(_ reading: NetworkReading, id: String) throws(Failure) -> Int? {
        guard let number = UInt256(id) else { throw .usage("\(id) is not the number of a job") }
        return reading.snapshot.state.jobs.firstIndex { $0.id == number }
    }

    static func summary(_ reading: NetworkReading, row: Int) -> JSONObject {
        let job = reading.snapshot.state.jobs[row]
        let values = reading.values
        return JSONObject([
            ("id", .string(job.id.description)), ("status", .string(job.status(now: reading.now).word)),
            ("client", values.address(job.client)), ("provider", values.address(job.provider)),
            ("evaluator", values.address(job.evaluator)), ("budget", values.amount(job.budget)),
            ("escrow", values.amount(job.escrow)), ("bids", values.number(job.bidRows.count)),
            ("nextTime", values.time(job.nextTime(now: reading.now))),
            ("expiresAt", values.time(job.expiredAt)), ("createdAt", values.time(job.createdAt)),
        ])
    }

    static func details(_ reading: NetworkReading, row: Int) -> JSONObject {
        let state = reading.snapshot.state
        let job = state.jobs[row]
        let values = reading.values
        let bids: [JSON] = job.bidRows.map {
            let bid = state.bids[Int($0)]
            return .object(
                JSONObject([
                    ("provider", values.address(bid.provider)), ("status", .string(bid.status.word)),
                    ("commitment", values.hash(bid.commitment)), ("price", values.amount(bid.price)),
                    ("latencyMs", bid.latencyMilliseconds.map { values.number($0) } ?? .null),
                ]))
        }
        let base = summary(reading, row: row).members.filter { $0.key != "bids" }
        return JSONObject(
            base.map { ($0.key, $0.value) } + [
                ("terms", job.terms.map { terms($0, values) } ?? .null),
                ("startedAt", values.time(job.startedAt)), ("submittedAt", values.time(job.submittedAt)),
                ("settledAt", values.time(job.settledAt)), ("resultHash", values.hash(job.resultHash)),
                ("outputCID", job.outputCID.isEmpty ? .null : values.text(job.outputCID)),
                ("latencyMs", job.latencyMilliseconds.map { values.number($0) } ?? .null),
                ("isSLAMet", job.isSLAMet.map { .bool($0) } ?? .null),
                ("dispute", job.dispute.map { dispute($0, values) } ?? .null), ("bids", .array(bids)),
            ])
    }

    private static func terms(_ terms: JobTerms, _ values: Values) -> JSON {
        .object(
            JSONObject([
                ("modelID", values.hash(terms.modelID)), ("specHash", values.hash(terms.specHash)),
                ("inputCommitment", values.hash(terms.inputCommitment)),
                ("type", .string(terms.typeName)),
                ("verification", .string(terms.verificationName)),
                ("replicas", values.number(terms.replicas)), ("maxPrice", values.amount(terms.maxPrice)),
                ("providerBond", values.amount(terms.providerBond)),
                ("maxLatencyMs", values.number(terms.maxLatencyMilliseconds)),
                ("commitUntil", values.time(terms.commitUntil)),
                ("revealUntil", values.time(terms.revealUntil)), ("deadline", values.time(terms.deadline)),
                ("challengeWindowSeconds", values.number(terms.challengeWindow)),
            ]))
    }

    private static func dispute(_ dispute: Dispute, _ values: Values) -> JSON {
        .object(
            JSONObject([
                ("challenger", values.address(dispute.challenger)), ("bond", values.amount(dispute.bond)),
                ("evidenceHash", values.hash(dispute.evidenceHash)),
                ("openedAt", values.time(dispute.openedAt)),
                ("outcome", dispute.outcome.map { .string(outcomeName($0)) } ?? .null),
                ("payer", dispute.payer.map { values.address($0) } ?? .null),
            ]))
    }

    private static func outcomeName(_ outcome: UInt8) -> String {
        switch outcome {
        case 0: "Upheld"
        case 1: "Dismissed"
        case 2: "Timeout"
        default: "outcome \(outcome)"
        }
    }

    static func cells(_ reading: NetworkReading, row: Int) -> [SafeText] {
        let job = reading.snapshot.state.jobs[row]
        let values = reading.values
        return [
            "\(job.id.description)", "\(job.status(now: reading.now).word)",
            "\(values.amountText(job.budget))", "\(job.bidRows.count)",
            "\(values.addressText(job.client))", "\(values.addressText(job.provider))",
            "\(values.timeText(job.nextTime(now: reading.now)))",
        ]
    }

    static func lines(_ reading: NetworkReading, row: Int) -> [SafeText] {
        let state = reading.snapshot.state
        let job = state.jobs[row]
        let values = reading.values
        var rows: [[SafeText]] = [
            ["job", "\(job.id.description)"], ["status", "\(job.status(now: reading.now).word)"],
            ["client", "\(values.addressText(job.client))"],
            ["provider", "\(values.addressText(job.provider))"],
            ["evaluator", "\(values.addressText(job.evaluator))"],
            ["budget", "\(values.amountText(job.budget))"], ["escrow", "\(values.amountText(job.escrow))"],
            ["created", "\(values.timeText(job.createdAt))"],
            ["expires", "\(values.timeText(job.expiredAt))"],
        ]
        if let terms = job.terms {
            rows += [
                ["model", "\(terms.modelID.description)"], ["spec", "\(terms.specHash.description)"],
                ["input", "\(terms.inputCommitment.description)"], ["type", "\(terms.typeName)"],
                ["verification", "\(terms.verificationName)"], ["replicas", "\(terms.replicas)"],
                ["max price", "\(values.amountText(terms.maxPrice))"],
                ["provider bond", "\(values.amountText(terms.providerBond))"],
                ["max latency", "\(terms.maxLatencyMilliseconds) ms"],
                ["bids until", "\(values.timeText(terms.commitUntil))"],
                ["reveal until", "\(values.timeText(terms.revealUntil))"],
                ["deadline", "\(values.timeText(terms.deadline))"],
                ["challenge", "\(terms.challengeWindow) s after the result"],
            ]
        }
        if job.resultHash != .zero { rows.append(["result", "\(job.resultHash.description)"]) }
        if !job.outputCID.isEmpty { rows.append(["output", SafeText(cleaning: job.outputCID)]) }
        if let met = job.isSLAMet { rows.append(["SLA", met ? "met" : "missed"]) }
        if let dispute = job.dispute {
            rows.append(["challenger", "\(values.addressText(dispute.challenger))"])
            rows.append(["outcome", "\(dispute.outcome.map { outcomeName($0) } ?? "open")"])
        }
        for bid in job.bidRows.map({ state.bids[Int($0)] }) {
            let price = bid.price.map { values.amountText($0) } ?? "sealed"
            rows.append(["bid", "\(values.addressText(bid.provider))  \(bid.status.word)  \(price)"])
        }
        return Columns.lines(rows)
    }
}
