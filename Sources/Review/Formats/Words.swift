/// Numbers that stand for words in the contracts that coai knows.
enum Words {
    static let jobType = ["inference", "training", "federated", "finetune", "render", "custom"]
    static let support = ["Against", "For", "Abstain"]
    static let delegationAction = ["bond", "unbond", "rebond"]
    static let providerStatus = ["Unregistered", "Pending", "Active", "Jailed", "Exiting", "Exited"]
    static let outcome = ["Upheld", "Dismissed", "Timeout"]
    static let slashReason = ["other", "no result", "wrong result", "SLA"]
    static let operation = ["CALL", "DELEGATECALL"]

    /// The words of the bits that are set in a job's verification; "none" for 0.
    static func verification(_ bits: UInt64) -> String {
        let names = ["ZK proof", "TEE attestation", "redundant votes", "optimistic", "spot check"]
        var words = names.indices.filter { bits >> $0 & 1 == 1 }.map { names[$0] }
        if bits >> 5 != 0 { words.append("unknown bits") }
        return words.isEmpty ? "none" : words.joined(separator: " + ")
    }
}
