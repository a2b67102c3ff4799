import ComputeNetwork
import Console
import Ethereum
import SafeText
import StrictJSON

/// `coai proposals`: what is decided by vote.
enum ProposalsCommand: EntityCommand {
    static let names = ["proposals"]
    static let singular = "proposal"
    static let subjects: Set<ContractRead.Subject> = [.proposals]
    static let statuses = ProposalState.allCases.map(\.word)

    static let usage = """
        coai proposals list|show ID --node URL --profile FILE     proposals and votes, read from a node

          --status WORD    Pending, Active, Canceled, Defeated, Succeeded, Queued, Expired or Executed
          --account ADDR   those that it made or voted on
          --json           list: {"network", "chainID", "block": {"number", "hash", "time"}, "unreadableEvents",
                           "proposals": [{"id", "status", "title", "proposer", "votes": {"against", "for",
                           "abstain"}, "quorum", "voteStart", "voteEnd", "eta", "createdAt"}]}
                           show: "proposal" in place of "proposals", with "recomputedID", "idMatches",
                           "operationID", "operationMatches", "description", "calls": [{"target", "value",
                           "calldata"}], "ballots": [{"voter", "support", "weight", "reason", "at"}]
          --plain          lines (as without --json)

        "idMatches" is false where calls and description don't give the id that the governor stated; "operationMatches"
        is false where the timelock holds other calls than were voted on. States are those at the time of the newest
        block. Amounts are {"wei": "…", "display": "…"}, times {"unix": …, "iso": "…"}, ids decimal text; what is not
        there is null. Exit 5 for trouble with the node.

        """

    static let headings: [SafeText] = [
        "STATUS", "FOR", "AGAINST", "ABSTAIN", "QUORUM", "VOTING ENDS", "TITLE", "ID",
    ]

    static func rows(_ reading: NetworkReading, _ filter: EntityFilter) -> [Int] {
        let state = reading.snapshot.state
        return state.proposals.indices.filter { row in
            let proposal = state.proposals[row]
            if let status = filter.status, proposal.state(now: reading.now).word.lowercased() != status {
                return false
            }
            guard let account = filter.account else { return true }
            return proposal.proposer == account
                || proposal.voteRows.contains { state.votes[Int($0)].voter == account }
        }
    }

    static func row(_ reading: NetworkReading, id: String) throws(Failure) -> Int? {
        guard let number = UInt256(id) ?? UInt256(hex: id) else {
            throw .usage("\(id) is not the number of a proposal")
        }
        return reading.snapshot.state.proposals.firstIndex { $0.id == number }
    }

    /// The first line of the description, which is Markdown by custom.
    private static func title(_ proposal: Proposal) -> SafeText {
        let line = SafeText.lines(cleaning: proposal.description, maximumLines: 1).first ?? .empty
        let text = line.text.drop { $0 == "#" || $0 == " " }
        return SafeText(cleaning: String(text), maximumLength: 120)
    }

    static func summary(_ reading: NetworkReading, row: Int) -> JSONObject {
        let proposal = reading.snapshot.state.proposals[row]
        let values = reading.values
        return JSONObject([
            ("id", .string(proposal.id.description)),
            ("status", .string(proposal.state(now: reading.now).word)),
            ("title", .string(title(proposal).text)), ("proposer", values.address(proposal.proposer)),
            (
                "votes",
                .object(
                    JSONObject([
                        ("against", values.amount(proposal.tally.against)),
                        ("for", values.amount(proposal.tally.for)),
                        ("abstain", values.amount(proposal.tally.abstain)),
                    ]))
            ),
            ("quorum", values.amount(proposal.quorum)), ("voteStart", values.time(proposal.voteStart)),
            ("voteEnd", values.time(proposal.voteEnd)), ("eta", values.time(proposal.eta)),
            ("createdAt", values.time(proposal.createdAt)),
        ])
    }

    static func details(_ reading: NetworkReading, row: Int) -> JSONObject {
        let state = reading.snapshot.state
        let proposal = state.proposals[row]
        let values = reading.values
        let calls: [JSON] = proposal.targets.indices.map { index in
            .object(
                JSONObject([
                    ("target", values.address(proposal.targets[index])),
                    (
                        "value",
                        index < proposal.values.count
                            ? .string(proposal.values[index].description) : .null
                    ),
                    (
                        "calldata",
                        index < proposal.calldatas.count
                            ? .string(Hex.encode(proposal.calldatas[index])) : .null
                    ),
                ]))
        }
        let ballots: [JSON] = proposal.voteRows.map {
            let vote = state.votes[Int($0)]
            return .object(
                JSONObject([
                    ("voter", values.address(vote.voter)), ("support", .string(vote.supportName)),
                    ("weight", values.amount(vote.weight)), ("reason", values.text(vote.reason)),
                    ("at", values.time(vote.at)),
                ]))
        }
        let recomputed = proposal.recomputedID
        let operation = proposal.operationID.flatMap { id in state.operations.first { $0.id == id } }
        return JSONObject(
            summary(reading, row: row).members.map { ($0.key, $0.value) } + [
                ("recomputedID", recomputed.map { .string($0.description) } ?? .null),
                ("idMatches", .bool(recomputed == proposal.id)),
                ("operationID", proposal.operationID.map { values.hash($0) } ?? .null),
                ("operationMatches", operation.map { .bool(proposal.matches($0)) } ?? .null),
                ("description", values.text(proposal.description)), ("calls", .array(calls)),
                ("ballots", .array(ballots)),
            ])
    }

    static func cells(_ reading: NetworkReading, row: Int) -> [SafeText] {
        let proposal = reading.snapshot.state.proposals[row]
        let values = reading.values
        return [
            "\(proposal.state(now: reading.now).word)", "\(values.amountText(proposal.tally.for))",
            "\(values.amountText(proposal.tally.against))", "\(values.amountText(proposal.tally.abstain))",
            "\(proposal.quorum.map { values.amountText($0) } ?? "-")",
            "\(values.timeText(proposal.voteEnd))", title(proposal), "\(proposal.id.description)",
        ]
    }

    static func lines(_ reading: NetworkReading, row: Int) -> [SafeText] {
        let state = reading.snapshot.state
        let proposal = state.proposals[row]
        let values = reading.values
        let matches = proposal.recomputedID == proposal.id
        var rows: [[SafeText]] = [
            ["proposal", "\(proposal.id.description)"],
            ["recomputed", matches ? "the same" : "DIFFERS: these calls aren't what the id stands for"],
            ["status", "\(proposal.state(now: reading.now).word)"],
            ["proposer", "\(values.addressText(proposal.proposer))"],
            ["for", "\(values.amountText(proposal.tally.for))"],
            ["against", "\(values.amountText(proposal.tally.against))"],
            ["abstain", "\(values.amountText(proposal.tally.abstain))"],
            ["quorum", "\(proposal.quorum.map { values.amountText($0) } ?? "-")"],
            ["voting starts", "\(values.timeText(proposal.voteStart))"],
            ["voting ends", "\(values.timeText(proposal.voteEnd))"],
            ["executable", "\(values.timeText(proposal.eta))"],
        ]
        if let id = proposal.operationID {
            let operation = state.operations.first { $0.id == id }
            let word = operation.map { proposal.matches($0) ? "the same calls" : "OTHER CALLS" }
            rows.append(["operation", "\(id.description)  \(word ?? "not in the timelock")"])
        }
        for (index, target) in proposal.targets.enumerated() {
            let data = index < proposal.calldatas.count ? Hex.encode(proposal.calldatas[index]) : "0x"
            let value = index < proposal.values.count ? proposal.values[index].description : "0"
            rows.append(["call \(index + 1)", "\(target.checksummed)  \(value) wei  \(data)"])
        }
        for vote in proposal.voteRows.map({ state.votes[Int($0)] }) {
            var line: SafeText =
                "\(values.addressText(vote.voter))  \(vote.supportName)  \(values.amountText(vote.weight))"
            if !vote.reason.isEmpty { line += "  " + SafeText(cleaning: vote.reason) }
            rows.append(["vote", line])
        }
        return Columns.lines(rows) + [""] + SafeText.lines(cleaning: proposal.description)
    }
}
