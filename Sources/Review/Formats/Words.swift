import SafeText

/// Numbers that stand for words in the contracts that coai knows.
enum Words {
    static let jobType = ["inference", "training", "federated", "finetune", "render", "custom"]
    static let support = ["Against", "For", "Abstain"]
    static let delegationAction = ["bond", "unbond", "rebond"]
    static let providerStatus = ["Unregistered", "Pending", "Active", "Jailed", "Exiting", "Exited"]
    static let outcome = ["Upheld", "Dismissed", "Timeout"]
    static let slashReason = ["other", "no result", "wrong result", "SLA"]
    static let operation = ["CALL", "DELEGATECALL"]

    /// A number of things: `1 character`, `2 characters`.
    static func counted(_ number: Int, _ thing: String) -> String {
        "\(number) \(thing)\(number == 1 ? "" : "s")"
    }

    /// Text of a document, and how many of its characters had to be escaped.
    static func shown(_ text: String) -> SafeText {
        let shown = SafeText(reviewing: text)
        guard shown.escapedCount > 0 else { return shown }
        return shown + "  (\(counted(shown.escapedCount, "character")) escaped)"
    }

    /// The words of the bits that are set in a job's verification; "none" for 0.
    static func verification(_ bits: UInt64) -> String {
        let names = ["ZK proof", "TEE attestation", "redundant votes", "optimistic", "spot check"]
        var words = names.indices.filter { bits >> $0 & 1 == 1 }.map { names[$0] }
        if bits >> 5 != 0 { words.append("unknown bits") }
        return words.isEmpty ? "none" : words.joined(separator: " + ")
    }
}
