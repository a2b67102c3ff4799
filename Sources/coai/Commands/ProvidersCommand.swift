import ComputeNetwork
import Console
import Ethereum
import SafeText
import StrictJSON

/// `coai providers`: who works, and the stake with them.
enum ProvidersCommand: EntityCommand {
    static let names = ["providers"]
    static let singular = "provider"
    static let subjects: Set<ContractRead.Subject> = [.providers]
    static let statuses = Provider.Status.allCases.map(\.word)

    static let usage = """
        coai providers list|show ADDRESS --node URL --profile FILE     providers and stakes, read from a node

          --status WORD    Pending, Active, Jailed, Exiting or Exited
          --account ADDR   those which it is, operates, or has stake with
          --json           list: {"network", "chainID", "block": {"number", "hash", "time"}, "unreadableEvents",
                           "providers": [{"address", "status", "operator", "serviceURI", "selfStake",
                           "delegatedStake", "rewardCutBps", "feeCutBps", "jobsDone", "jobsFailed",
                           "jobsDisputed", "registeredAt"}]}
                           show: "provider" in place of "providers", with "capabilityHash", "pendingCuts":
                           {"rewardCutBps", "feeCutBps", "effectiveAt"}, "jailedUntil", "delegations":
                           [{"delegator", "amount", "pendingEmission", "pendingFees", "since"}], "unbondings":
                           [{"id", "owner", "amount", "startedAt", "availableAt", "isOver"}], "slashes":
                           [{"amount", "bps", "reason", "jobID", "reporter", "at", "transactionHash"}]
          --plain          lines (as without --json)

        Stakes, cuts and status are what the contract answers at the newest block. Amounts are {"wei": "…",
        "display": "…"}, times {"unix": …, "iso": "…"}, shares basis points; what is not there is null. Exit 5 for
        trouble with the node.

        """

    static let headings: [SafeText] = [
        "ADDRESS", "STATUS", "OWN STAKE", "DELEGATED", "CUTS", "DONE", "FAILED", "SERVICE",
    ]

    static func rows(_ reading: NetworkReading, _ filter: EntityFilter) -> [Int] {
        let state = reading.snapshot.state
        return state.providers.indices.filter { row in
            let provider = state.providers[row]
            if let status = filter.status, provider.status.word.lowercased() != status { return false }
            guard let account = filter.account else { return true }
            return provider.address == account || provider.operatorAddress == account
                || provider.delegationRows.contains {
                    let delegation = state.delegations[Int($0)]
                    return delegation.delegator == account && !delegation.amount.isZero
                }
        }
    }

    static func row(_ reading: NetworkReading, id: String) throws(Failure) -> Int? {
        let address = try Address(argument: id)
        return reading.snapshot.state.providers.firstIndex { $0.address == address }
    }

    static func summary(_ reading: NetworkReading, row: Int) -> JSONObject {
        let provider = reading.snapshot.state.providers[row]
        let values = reading.values
        return JSONObject([
            ("address", values.address(provider.address)), ("status", .string(provider.status.word)),
            ("operator", values.address(provider.operatorAddress)),
            ("serviceURI", values.text(provider.serviceURI)),
            ("selfStake", values.amount(provider.selfStake)),
            ("delegatedStake", values.amount(provider.delegatedStake)),
            ("rewardCutBps", values.number(provider.rewardCutBasisPoints)),
            ("feeCutBps", values.number(provider.feeCutBasisPoints)),
            ("jobsDone", values.number(provider.jobsDone)),
            ("jobsFailed", values.number(provider.jobsFailed)),
            ("jobsDisputed", values.number(provider.jobsDisputed)),
            ("registeredAt", values.time(provider.registeredAt)),
        ])
    }

    static func details(_ reading: NetworkReading, row: Int) -> JSONObject {
        let state = reading.snapshot.state
        let provider = state.providers[row]
        let values = reading.values
        let delegations: [JSON] = provider.delegationRows.map {
            let delegation = state.delegations[Int($0)]
            return .object(
                JSONObject([
                    ("delegator", values.address(delegation.delegator)),
                    ("amount", values.amount(delegation.amount)),
                    ("pendingEmission", values.amount(delegation.pendingEmission)),
                    ("pendingFees", values.amount(delegation.pendingFees)),
                    ("since", values.time(delegation.since)),
                ]))
        }
        let unbondings: [JSON] = state.unbondings.filter { $0.provider == provider.address }.map {
            .object(
                JSONObject([
                    ("id", .string($0.id.description)), ("owner", values.address($0.owner)),
                    ("amount", values.amount($0.amount)), ("startedAt", values.time($0.startedAt)),
                    ("availableAt", values.time($0.availableAt)), ("isOver", .bool($0.isOver)),
                ]))
        }
        let slashes: [JSON] = provider.slashRows.map {
            let slash = state.slashes[Int($0)]
            return .object(
                JSONObject([
                    ("amount", values.amount(slash.amount)), ("bps", values.number(slash.basisPoints)),
                    ("reason", .string(slash.reasonName)),
                    ("jobID", slash.jobID.isZero ? .null : .string(slash.jobID.description)),
                    ("reporter", values.address(slash.reporter)), ("at", values.time(slash.at)),
                    ("transactionHash", values.hash(slash.transactionHash)),
                ]))
        }
        let pending: JSON =
            provider.pendingCuts.map {
                .object(
                    JSONObject([
                        ("rewardCutBps", values.number($0.rewardCutBasisPoints)),
                        ("feeCutBps", values.number($0.feeCutBasisPoints)),
                        ("effectiveAt", values.time($0.effectiveAt)),
                    ]))
            } ?? .null
        return JSONObject(
            summary(reading, row: row).members.map { ($0.key, $0.value) } + [
                ("capabilityHash", values.hash(provider.capabilityHash)), ("pendingCuts", pending),
                ("jailedUntil", values.time(provider.jailedUntil)), ("delegations", .array(delegations)),
                ("unbondings", .array(unbondings)), ("slashes", .array(slashes)),
            ])
    }

    private static func percent(_ basisPoints: UInt16) -> String {
        let rest = basisPoints % 100
        return "\(basisPoints / 100).\(rest < 10 ? "0" : "")\(rest) %"
    }

    static func cells(_ reading: NetworkReading, row: Int) -> [SafeText] {
        let provider = reading.snapshot.state.providers[row]
        let values = reading.values
        return [
            "\(values.addressText(provider.address))", "\(provider.status.word)",
            "\(values.amountText(provider.selfStake))", "\(values.amountText(provider.delegatedStake))",
            "\(percent(provider.rewardCutBasisPoints)), \(percent(provider.feeCutBasisPoints))",
            "\(provider.jobsDone)", "\(provider.jobsFailed)", SafeText(cleaning: provider.serviceURI),
        ]
    }

    static func lines(_ reading: NetworkReading, row: Int) -> [SafeText] {
        let state = reading.snapshot.state
        let provider = state.providers[row]
        let values = reading.values
        var rows: [[SafeText]] = [
            ["provider", "\(values.addressText(provider.address))"], ["status", "\(provider.status.word)"],
            ["operator", "\(values.addressText(provider.operatorAddress))"],
            ["service", SafeText(cleaning: provider.serviceURI)],
            ["capabilities", "\(provider.capabilityHash.description)"],
            ["own stake", "\(values.amountText(provider.selfStake))"],
            ["delegated", "\(values.amountText(provider.delegatedStake))"],
            ["reward cut", "\(percent(provider.rewardCutBasisPoints))"],
            ["fee cut", "\(percent(provider.feeCutBasisPoints))"],
            [
                "jobs",
                "\(provider.jobsDone) done, \(provider.jobsFailed) failed, \(provider.jobsDisputed) disputed",
            ],
            ["registered", "\(values.timeText(provider.registeredAt))"],
        ]
        if provider.status == .jailed {
            rows.append(["jailed until", "\(values.timeText(provider.jailedUntil))"])
        }
        if let cuts = provider.pendingCuts {
            let words =
                "reward \(percent(cuts.rewardCutBasisPoints)), fee \(percent(cuts.feeCutBasisPoints))"
            rows.append(["cuts to come", "\(words) from \(values.timeText(cuts.effectiveAt))"])
        }
        for delegation in provider.delegationRows.map({ state.delegations[Int($0)] })
        where !delegation.amount.isZero {
            rows.append([
                "stake",
                "\(values.addressText(delegation.delegator))  \(values.amountText(delegation.amount))",
            ])
        }
        for unbonding in state.unbondings where unbonding.provider == provider.address && !unbonding.isOver {
            let until = values.timeText(unbonding.availableAt)
            rows.append([
                "unbonding",
                "\(values.addressText(unbonding.owner))  \(values.amountText(unbonding.amount))  until \(until)",
            ])
        }
        for slash in provider.slashRows.map({ state.slashes[Int($0)] }) {
            rows.append([
                "slash",
                "\(values.timeText(slash.at))  \(values.amountText(slash.amount))  \(slash.reasonName)",
            ])
        }
        return Columns.lines(rows)
    }
}
