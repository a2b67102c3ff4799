import Ethereum
import Profile
import SafeText

/// Who else takes part in a document, and which allowances it leans on: what a node can be asked about it.
///
/// Findings never look at the answers: what a node says is a claim.
public struct Counterparties: Sendable, Hashable {
    /// Most parties that are listed; a hostile document names any number of them.
    public static let maximumParties = 6
    /// Most allowances that are listed.
    public static let maximumAllowances = 4

    /// An address with a part in the document.
    public struct Party: Sendable, Hashable {
        /// Its part, such as "spender".
        public let role: SafeText
        /// The address.
        public let address: Address
    }

    /// An allowance by ERC-20.
    public struct Allowance: Sendable, Hashable {
        /// The token's contract.
        public let token: Address
        /// Whose tokens may be taken.
        public let owner: Address
        /// Who may take them.
        public let spender: Address
    }

    /// The parties, each address once, the contract first.
    public private(set) var parties: [Party] = []
    /// The allowances, each once.
    public private(set) var allowances: [Allowance] = []
    /// How many parties and allowances are not listed.
    public private(set) var leftOutCount = 0

    /// Whether there is nothing to ask.
    public var isEmpty: Bool { parties.isEmpty && allowances.isEmpty }

    init(
        _ document: Document, contract: Address?, effects: [Effect], fields: [ReviewField],
        context: ReviewContext
    ) {
        let isTypedData = document.kind == .typedData
        if let contract { add(isTypedData ? "verifying contract" : "called address", contract) }
        for effect in effects { add(effect) }
        switch document {
        case .transaction(let transaction, _):
            for authorization in transaction.authorizationList { add("delegate", authorization.address) }
        default: break
        }
        guard let owner = context.account else { return }
        for case .approval(let token?, let spender, _, _) in effects {
            // Where the token itself isn't asked, the contract that checks the signature is what takes.
            allow(token, owner, isTypedData && token != contract ? contract : spender)
        }
        guard let contract else { return }
        if allowances.isEmpty, let spender = Self.address("spender", fields) {
            allow(contract, owner, spender)
        }
        if isTypedData, let token = Self.address("paymentToken", fields) { allow(token, owner, contract) }
        guard let profile = context.profile(document.chainID), let token = profile.contract("COAIToken"),
            let id = profile.contract(at: contract)?.id, ["JobMarket", "StakingManager"].contains(id)
        else { return }
        allow(token.address, owner, contract)
    }

    private mutating func add(_ effect: Effect) {
        switch effect {
        case .approval(_, let spender, _, _): add("spender", spender)
        case .operatorApproval(_, let operatorAddress): add("operator", operatorAddress)
        case .tokenTransfer(_, let recipient, _), .coinTransfer(let recipient, _): add("recipient", recipient)
        case .delegateCall(let target): add("delegatecall to", target)
        case .unknownCall(let target?, _), .unreadableCall(let target?, _): add("called address", target)
        default: break
        }
    }

    private mutating func add(_ role: SafeText, _ address: Address) {
        guard !address.isZero, !parties.contains(where: { $0.address == address }) else { return }
        guard parties.count < Self.maximumParties else {
            leftOutCount += 1
            return
        }
        parties.append(Party(role: role, address: address))
    }

    private mutating func allow(_ token: Address, _ owner: Address, _ spender: Address?) {
        guard let spender, !token.isZero, !spender.isZero else { return }
        let allowance = Allowance(token: token, owner: owner, spender: spender)
        guard !allowances.contains(allowance) else { return }
        guard allowances.count < Self.maximumAllowances else {
            leftOutCount += 1
            return
        }
        allowances.append(allowance)
    }

    /// The address in a field of the message, or in an argument of the call.
    private static func address(_ name: String, _ fields: [ReviewField]) -> Address? {
        let field = fields.first {
            $0.type.text == "address" && [name, "data." + name].contains($0.path.text)
        }
        return field.flatMap { try? Address($0.value) }
    }
}
