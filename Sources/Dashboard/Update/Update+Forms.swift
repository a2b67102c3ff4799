import Cells
import ComputeNetwork
import Ethereum
import Profile
import SafeText

extension AppState {
    mutating func press(_ form: Form, _ name: String, _ character: Unicode.Scalar?) -> [Effect] {
        var form = form
        switch name {
        case "esc", "ctrl-c":
            mode = .normal
            return []
        case "down", "tab", "ctrl-n": form.moveFocus(by: 1)
        case "up", "back-tab", "ctrl-p": form.moveFocus(by: -1)
        case "enter":
            // Enter goes on to the next question, and after the last one to the document.
            if form.focus < form.fields.count - 1 {
                form.moveFocus(by: 1)
            } else {
                return submit(form)
            }
        case "ctrl-s", "ctrl-x": return submit(form)
        default:
            if form.fields.indices.contains(form.focus) {
                Self.edit(&form.fields[form.focus].line, name, character)
                form.problem = nil
            }
        }
        mode = .form(form)
        return []
    }

    private mutating func submit(_ form: Form) -> [Effect] {
        do throws(FormProblem) {
            let effects = try make(form)
            mode = .normal
            return effects
        } catch {
            var form = form
            form.problem = (error.field, error.text)
            form.focus = form.fields.firstIndex { $0.name == error.field } ?? form.focus
            mode = .form(form)
            return []
        }
    }

    /// What the answers of a form amount to.
    private mutating func make(_ form: Form) throws(FormProblem) -> [Effect] {
        guard let account else { return [] }
        switch form.purpose {
        case .file:
            let path = form.answer("path")
            guard !path.isEmpty else { throw FormProblem(field: "path", text: "a path") }
            return [.read(path: path)]
        case .confirm(let intent):
            guard "yes".hasPrefix(form.answer("go").lowercased()), !form.answer("go").isEmpty else {
                throw FormProblem(field: "go", text: "yes goes on, Esc goes back")
            }
            return begin(intent)
        case .order: return try makeOrder(form, account)
        case .delegation(let provider, let action): return try makeDelegation(form, account, provider, action)
        case .vote(let proposal, let bySignature): return try makeVote(form, account, proposal, bySignature)
        case .challenge(let job):
            let evidence = try form.read("evidence", FormValue.hash)
            return try call("evidence") { (state) throws(ActionProblem) in
                try state.market(account).calls { (calls) throws(ABIError) in
                    try calls.challenge(job, evidence: evidence)
                }
            }
        case .bond(let provider), .unbond(let provider), .approve(let provider):
            let amount = try form.read("amount") { (text) throws(FormValue.Problem) in
                try FormValue.amount(text)
            }
            return try call("amount") { (state) throws(ActionProblem) in
                try state.staking(account).calls { (calls) throws(ABIError) in
                    switch form.purpose {
                    case .bond: try calls.bond(provider, amount: amount)
                    case .unbond: try calls.unbond(provider, amount: amount)
                    default: try calls.approve(provider, amount: amount)
                    }
                }
            }
        }
    }

    private mutating func call(
        _ field: String, _ body: (AppState) throws(ActionProblem) -> TransactionIntent
    ) throws(FormProblem) -> [Effect] {
        let intent: TransactionIntent
        do { intent = try body(self) } catch { throw FormProblem(field: field, text: error.text) }
        return begin(intent)
    }

    private func address(_ id: String, field: String) throws(FormProblem) -> Address {
        do { return try contract(id) } catch { throw FormProblem(field: field, text: error.text) }
    }

    private mutating func makeOrder(_ form: Form, _ account: Address) throws(FormProblem) -> [Effect] {
        let market = try address("JobMarket", field: "model")
        let token = try address("COAIToken", field: "price")
        let types = ["inference", "training", "federated", "finetune", "render", "custom"]
        // In the order of the form, so that the first wrong answer is the one that is named.
        let model = try form.read("model", FormValue.hash)
        let spec = try form.read("spec", FormValue.hash)
        let input = try form.read("input", FormValue.hash)
        let deadline = chainNow.addingReportingOverflow(try form.read("deadline", FormValue.seconds))
            .partialValue
        let validUntil = chainNow.addingReportingOverflow(try form.read("valid", FormValue.seconds))
            .partialValue
        guard validUntil <= deadline else {
            throw FormProblem(
                field: "valid", text: "an order can't be valid for longer than the job's deadline")
        }
        let order = JobOrder(
            requester: account, modelID: model, inputCommitment: input, specHash: spec,
            jobType: UInt8(
                truncatingIfNeeded: try form.read("type") { (text) throws(FormValue.Problem) in
                    try FormValue.choice(text, types)
                }),
            verification: try form.read("verification", FormValue.verification),
            replicas: UInt16(truncatingIfNeeded: try number(form, "replicas", 65_535)), paymentToken: token,
            maxPrice: try form.read("price") { (text) throws(FormValue.Problem) in try FormValue.amount(text)
            },
            providerBond: try form.read("bond") { (text) throws(FormValue.Problem) in
                try FormValue.amount(text)
            },
            maxLatencyMilliseconds: UInt32(
                truncatingIfNeeded: try number(form, "latency", UInt64(UInt32.max))),
            challengeWindowSeconds: UInt32(
                truncatingIfNeeded: min(try form.read("challenge", FormValue.seconds), UInt64(UInt32.max))),
            deadline: deadline,
            provider: try form.read("provider") { (text) throws(FormValue.Problem) in
                try FormValue.address(text, zero: "anyone")
            },
            evaluator: try form.read("evaluator") { (text) throws(FormValue.Problem) in
                try FormValue.address(text, zero: "none")
            }, validUntil: validUntil, nonce: facts.marketCounter ?? .zero)
        guard facts.marketCounter != nil else {
            throw FormProblem(field: "model", text: "your counter isn't known yet: wait for the node")
        }
        let document = order.document(chainID: profile.chainID, market: market)
        return sign("sign an order for a job", .order(order), document.bytes)
    }

    private func number(_ form: Form, _ name: String, _ maximum: UInt64) throws(FormProblem) -> UInt64 {
        try form.read(name) { (text) throws(FormValue.Problem) in try FormValue.number(text, maximum: maximum)
        }
    }

    private mutating func makeDelegation(
        _ form: Form, _ account: Address, _ provider: Address, _ action: DelegationOrder.Action
    ) throws(FormProblem) -> [Effect] {
        let staking = try address("StakingManager", field: "amount")
        guard let nonce = facts.stakingNonce else {
            throw FormProblem(field: "amount", text: "your nonce isn't known yet: wait for the node")
        }
        let order = DelegationOrder(
            delegator: account, provider: provider, action: action,
            amount: try form.read("amount") { (text) throws(FormValue.Problem) in try FormValue.amount(text)
            },
            maxRewardCutBasisPoints: try form.read("reward", FormValue.percent),
            maxFeeCutBasisPoints: try form.read("fee", FormValue.percent),
            validUntil: chainNow.addingReportingOverflow(try form.read("valid", FormValue.seconds))
                .partialValue,
            nonce: nonce)
        return sign(
            "sign an order to bond stake", .delegation(order),
            order.document(chainID: profile.chainID, staking: staking).bytes)
    }

    private mutating func makeVote(
        _ form: Form, _ account: Address, _ proposal: UInt256, _ bySignature: Bool
    ) throws(FormProblem) -> [Effect] {
        let place = try form.read("support") { (text) throws(FormValue.Problem) in
            try FormValue.choice(text, Ballot.Support.allCases.map(\.word))
        }
        let support = Ballot.Support.allCases[place]
        guard bySignature else {
            let reason = form.answer("reason")
            return try call("support") { (state) throws(ActionProblem) in
                try state.governor(account).calls { (calls) throws(ABIError) in
                    try calls.vote(proposal, support, reason: reason)
                }
            }
        }
        let governor = try address("CoaiGovernor", field: "support")
        let ballot = Ballot(
            proposalID: proposal, support: support, voter: account, nonce: facts.governorNonce ?? .zero)
        let document = ballot.document(
            chainID: profile.chainID, governor: governor, isVersion5: profile.governorFlavor.hasPrefix("oz5"))
        return sign("sign a vote: \(support.word)", .ballot(ballot), document.bytes)
    }
}
