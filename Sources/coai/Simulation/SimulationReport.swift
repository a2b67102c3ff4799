import EVM
import Ethereum
import Profile
import Review
import SafeText
import Simulation
import StrictJSON

/// A simulation as `coai review --simulate` shows it: advice beside the review, which changes nothing of it.
struct SimulationReport {
    /// Lines of a kind that are shown; `--json` has all.
    private static let mostLines = 40

    let outcome: Result<SimulationResult, SimulationError>
    let transaction: Transaction?
    let words: SimulationWords
    let events: KnownEvents
    /// What other nodes lead to.
    var others: [SecondOpinion] = []

    init(
        _ outcome: Result<SimulationResult, SimulationError>, of transaction: Transaction?,
        profile: NetworkProfile?, account: Address?
    ) {
        self.outcome = outcome
        self.transaction = transaction
        words = SimulationWords(profile: profile, account: account)
        events = KnownEvents(profile)
    }

    /// Lines of printable ASCII: what comes from the chain or the node stands behind a label.
    var plainLines: [SafeText] {
        switch outcome {
        case .failure(let error):
            return [
                "SIMULATION  not possible", Self.line("error", "[\(error.code)] \(error.message)"),
            ] + (error.hint.isEmpty ? [] : [Self.line("hint", error.hint)])
        case .success(let result): return lines(result)
        }
    }

    private func lines(_ result: SimulationResult) -> [SafeText] {
        let effects = result.effects
        var lines: [SafeText] = ["SIMULATION  advice by coai's own EVM, no part of what is signed"]
        lines.append(Self.line("state", words.place(result)))
        lines.append(
            Self.line(
                "runs",
                "in block \(result.environment.number) at \(words.moment(result.environment.timestamp)), "
                    + "by the rules of \(result.rules.name)"))
        lines.append(Self.line("outcome", words.outcome(result)))
        lines += result.findings.map { Self.line("finding", "[\($0.code)] \($0.message)") }
        if result.outcome != .refused {
            lines.append(Self.line("gas", words.gas(result, limit: transaction?.gasLimit ?? 0)))
        }
        lines += Self.lines("balance", effects.balances) { change in
            words.balance(change)
                + (change.address == result.environment.coinbase ? " (gets the block's fees)" : "")
        }
        lines += Self.lines("transfer", effects.transfers) { words.transfer($0) }
        lines += Self.lines("approval", effects.approvals) { words.approval($0) }
        lines += Self.lines("creates", effects.created) { words.address($0) }
        lines += Self.lines("destroys", effects.destroyed) { item in
            "\(words.address(item.address)), coins to \(item.heir.map { words.address($0) } ?? "nobody")"
                + (item.isRemoved ? "" : " (its code stays)")
        }
        lines += Self.lines("delegation", effects.delegations) { words.delegation($0) }
        lines += Self.lines("event", effects.logs) { event($0) }
        let written = effects.storage.filter(\.isWritten)
        if !effects.storage.isEmpty {
            lines.append(
                Self.line("storage", "words looked at: \(effects.storage.count), changed: \(written.count)"))
        }
        lines += Self.lines("changes", written) { word in
            "\(words.address(word.address)) slot \(word.slot.quantity): \(word.before.quantity) -> "
                + word.after.quantity
        }
        if let comparison = words.comparison(result.comparison) {
            lines.append(Self.line("node", comparison))
        }
        return lines + others.map { Self.line("other node", $0.text) }
    }

    private func event(_ log: LogEntry) -> String {
        guard let (event, values) = events.read(log) else {
            return "of \(words.address(log.address)): topics "
                + log.topics.map(\.description).joined(separator: " ") + "; data \(Hex.encode(log.data))"
        }
        let arguments = zip(event.inputs, values).map { input, value in
            (input.name.isEmpty ? "" : input.name + " ") + value.text
        }
        return "\(event.name)(\(arguments.joined(separator: ", "))) of \(words.address(log.address))"
    }

    private static func line(_ label: SafeText, _ text: String) -> SafeText {
        "  " + label.padded(to: 12) + SafeText(reviewing: Self.short(text))
    }

    /// A contract may write as much as its gas allows.
    private static func short(_ text: String) -> String {
        guard text.utf8.count > 2_000 else { return text }
        return text.prefix(2_000) + "... \(text.utf8.count - 2_000) more bytes: --json"
    }

    private static func lines<Item>(_ label: SafeText, _ items: [Item], _ text: (Item) -> String)
        -> [SafeText]
    {
        var lines = items.prefix(mostLines).map { line(label, text($0)) }
        if items.count > mostLines {
            lines.append(line(label, "\(items.count - mostLines) more: --json"))
        }
        return lines
    }
}
