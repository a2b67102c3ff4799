import Ethereum

/// A value that no event tells exactly, to be read by a call at a block.
public struct ContractRead: Sendable, Hashable {
    /// The contract.
    public let to: Address
    /// Selector and arguments.
    public let data: [UInt8]
    let purpose: Purpose

    /// What is asked for.
    enum Purpose: Sendable, Hashable {
        case provider(Address)
        case delegation(DelegationKey)
        case proposalState(UInt256)
        case proposalQuorum(UInt256)
        case proposalVotes(UInt256)
        case balance(Address)
        case votes(Address)
    }

    init?(_ to: Address?, _ signature: String, _ arguments: [ABIValue], _ purpose: Purpose) {
        guard let to, let data = try? ABIFunction(signature).encodeCall(arguments) else { return nil }
        self.to = to
        self.data = data
        self.purpose = purpose
    }
}

/// Which values to read, and where they go.
public struct ReadPlan: Sendable {
    /// Most values that one round reads: more follow with the next.
    static let maximumCount = 600

    private let token: Address?
    private let staking: Address?
    private let governor: Address?

    init(token: Address?, staking: Address?, governor: Address?) {
        self.token = token
        self.staking = staking
        self.governor = governor
    }

    /// What to read after `changed`, and for the watched accounts.
    func reads(_ changed: ChangedEntities, _ state: NetworkState, watched: Set<Address>) -> [ContractRead] {
        var reads: [ContractRead?] = []
        for account in watched.sorted() {
            reads.append(
                ContractRead(token, "balanceOf(address)", [.address(account)], .balance(account)))
            reads.append(ContractRead(token, "getVotes(address)", [.address(account)], .votes(account)))
        }
        for id in changed.proposals.sorted() {
            reads.append(ContractRead(governor, "state(uint256)", [.uint(id)], .proposalState(id)))
            reads.append(ContractRead(governor, "proposalVotes(uint256)", [.uint(id)], .proposalVotes(id)))
            if let start = state.proposals.first(where: { $0.id == id })?.voteStart {
                // In the future it can't be asked yet: the contract has no supply of then.
                reads.append(
                    ContractRead(governor, "quorum(uint256)", [.uint(UInt256(start))], .proposalQuorum(id)))
            }
        }
        for provider in changed.providers.sorted() {
            reads.append(
                ContractRead(staking, "getProvider(address)", [.address(provider)], .provider(provider)))
        }
        let delegations = changed.delegations.sorted {
            ($0.delegator, $0.provider) < ($1.delegator, $1.provider)
        }
        for key in delegations {
            reads.append(
                ContractRead(
                    staking, "delegationOf(address,address)",
                    [.address(key.delegator), .address(key.provider)], .delegation(key)))
        }
        return Array(reads.compactMap { $0 }.prefix(Self.maximumCount))
    }
}
