import ComputeNetwork
import Ethereum
import SafeText

extension Form {
    /// An order for a job; the terms of a job serve as a pattern.
    static func order(like job: Job?, names: Names) -> Form {
        let terms = job?.terms
        func amount(_ wei: UInt256?) -> String {
            wei.map { Figures.exact($0).text.filter { $0 != "," } } ?? ""
        }
        return Form(
            "Order for a job (JobOrder)", .order,
            notes: ["Any provider may take it with a bid that names it, or the one that is named here."],
            [
                Field(
                    "model", "model", terms.map { $0.modelID.description } ?? "",
                    hint: "32 bytes in hex, or a name whose hash is meant"),
                Field("spec", "spec", terms.map { $0.specHash.description } ?? "", hint: "as the model"),
                Field(
                    "input", "input", terms.map { $0.inputCommitment.description } ?? "", hint: "as the model"
                ),
                Field(
                    "type", "type", terms?.typeName ?? "inference",
                    hint: "inference, training, federated, finetune, render or custom"),
                Field(
                    "verification", "verification", terms?.verificationName ?? "optimistic",
                    hint: "of zk, tee, redundant, optimistic, spot, joined by +"),
                Field(
                    "replicas", "replicas", terms.map { String($0.replicas) } ?? "1",
                    hint: "how many do the work"),
                Field("price", "max price COAI", amount(terms?.maxPrice), hint: "the most that is paid"),
                Field(
                    "bond", "bond COAI", amount(terms?.providerBond), hint: "what the provider puts at stake"),
                Field(
                    "latency", "max latency ms", terms.map { String($0.maxLatencyMilliseconds) } ?? "500",
                    hint: "milliseconds"),
                Field(
                    "challenge", "challenge", terms.map { "\($0.challengeWindow) s" } ?? "1 h",
                    hint: "how long a result can be challenged: 45 m, 2 h"),
                Field("deadline", "result within", "3 d", hint: "from now: 2 h, 3 d"),
                Field("valid", "valid for", "1 d", hint: "from now; not beyond the deadline"),
                Field("provider", "provider", "anyone", hint: "an address, or anyone"),
                Field(
                    "evaluator", "evaluator", "none", hint: "an address, or none: stands unless challenged"),
            ])
    }

    static func delegation(_ provider: Provider, names: Names) -> Form {
        Form(
            "Order to bond stake (DelegationOrder)",
            .delegation(provider: provider.address, .bond),
            notes: [
                "with " + names.whole(provider.address),
                "It holds only while the provider keeps no more than the cuts below. Staked COAI does not vote.",
            ],
            [
                Field("amount", "amount COAI", hint: "such as 250 or 18.5"),
                Field(
                    "reward", "max reward cut %", Figures.percent(Int(provider.rewardCutBasisPoints)).text,
                    hint: "now " + Figures.percent(Int(provider.rewardCutBasisPoints))),
                Field(
                    "fee", "max fee cut %", Figures.percent(Int(provider.feeCutBasisPoints)).text,
                    hint: "now " + Figures.percent(Int(provider.feeCutBasisPoints))),
                Field("valid", "valid for", "1 d", hint: "from now: 2 h, 7 d"),
            ])
    }

    static func amount(_ title: SafeText, _ purpose: Purpose, _ notes: [SafeText], value: String = "") -> Form
    {
        Form(
            title, purpose, notes: notes, [Field("amount", "amount COAI", value, hint: "such as 250 or 18.5")]
        )
    }

    static func vote(_ proposal: Proposal, bySignature: Bool, power: UInt256?) -> Form {
        Form(
            bySignature ? "Vote by signature (Ballot)" : "Vote by transaction",
            .vote(proposal.id, bySignature: bySignature),
            notes: [
                ProposalWords.title(proposal),
                power.map { "your power now: " + Figures.exact($0) } ?? "your power is not known yet",
            ],
            [Field("support", "vote", hint: "for, against or abstain")]
                + (bySignature ? [] : [Field("reason", "reason", hint: "optional; everybody can read it")]))
    }

    static func challenge(_ job: Job) -> Form {
        Form(
            "Challenge a result", .challenge(job.id),
            notes: ["A bond is taken; it is lost if the challenge is dismissed."],
            [Field("evidence", "evidence", hint: "32 bytes in hex, or a text whose hash is meant")])
    }

    static func confirm(_ intent: TransactionIntent, notes: [SafeText]) -> Form {
        Form(
            intent.title, .confirm(intent), notes: notes,
            [Field("go", "go on", hint: "yes leads to the review; Esc goes back")])
    }

    static let file = Form(
        "Sign a document", .file, notes: ["Typed data, a transaction or a message."],
        [Field("path", "file", hint: "path of the document")])
}
