import EVM
import Ethereum
import Profile
import SafeText
import Simulation

/// A simulation in the few lines that a claim may take: the outcome first, then what moves away from the account.
struct SimulationClaims {
    /// Lines of a kind.
    private static let mostOfAKind = 3

    private(set) var lines: [DashboardSimulation.Claim] = []

    init(
        _ result: SimulationResult, of transaction: Transaction, profile: NetworkProfile, account: Address
    ) {
        let words = SimulationWords(profile: profile, account: account)
        let effects = result.effects
        var outcome = words.outcome(result)
        if result.outcome != .refused { outcome += "; gas " + words.gas(result, limit: transaction.gasLimit) }
        for finding in result.findings { outcome += "; \(finding.message)" }
        add("simulated", [outcome])
        add("state", [words.place(result)])
        if case .differs = result.comparison { add("the node", [words.comparison(result.comparison) ?? ""]) }
        // The builder's fees are no news.
        let balances = effects.balances.filter {
            $0.address == account || $0.address != result.environment.coinbase
        }
        add("coins", balances.map { words.balance($0) })
        add("tokens", effects.transfers.map { words.transfer($0) })
        add("permission", effects.approvals.map { words.approval($0) })
        add("delegation", effects.delegations.map { words.delegation($0) })
    }

    private mutating func add(_ label: SafeText, _ texts: [String]) {
        // One that isn't shown is at least counted.
        let shown = texts.count > Self.mostOfAKind ? Self.mostOfAKind - 1 : texts.count
        for text in texts.prefix(shown) { lines.append(DashboardSimulation.claim(label, text)) }
        if texts.count > shown { lines.append((label, "\(texts.count - shown) more")) }
    }
}
