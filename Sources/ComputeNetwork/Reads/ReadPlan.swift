import Ethereum
import Profile

/// Which values to read, and where they go.
struct ReadPlan: Sendable {
    /// About how many values one round reads: more follow with the next.
    static let roundSize = 600

    private let contracts: [String: Address]

    init(profile: NetworkProfile) {
        contracts = Dictionary(
            profile.contracts.map { ($0.id, $0.address) }, uniquingKeysWith: { first, _ in first })
    }

    private var token: Address? { contracts["COAIToken"] }
    private var staking: Address? { contracts["StakingManager"] }
    private var governor: Address? { contracts["CoaiGovernor"] }

    /// What to read after `changed`: all of an entity, or none of it yet.
    func reads(
        _ changed: ChangedEntities, _ state: NetworkState, watched: Set<Address>, now: UInt64
    ) -> [ContractRead] {
        var reads: [ContractRead] = []
        func add(_ read: ContractRead?) { if let read { reads.append(read) } }
        if changed.needsAccounts { for account in watched.sorted() { addAccount(account, add) } }
        if changed.needsFigures { for figure in NetworkFigure.allCases { addFigure(figure, add) } }
        for (id, start) in changed.unknownQuorums.sorted(by: { $0.key < $1.key })
        where start < now && !changed.refusedQuorums.contains(id) && reads.count < Self.roundSize {
            add(ContractRead(governor, "quorum(uint256)", [.uint(UInt256(start))], .proposalQuorum(id)))
        }
        for id in changed.proposals.sorted() where reads.count < Self.roundSize {
            add(ContractRead(governor, "state(uint256)", [.uint(id)], .proposalState(id)))
            add(ContractRead(governor, "proposalVotes(uint256)", [.uint(id)], .proposalVotes(id)))
        }
        let due = changed.announcedCuts.lazy.filter { $0.value <= now }.map(\.key)
        for provider in changed.providers.union(due).sorted() where reads.count < Self.roundSize {
            add(ContractRead(staking, "getProvider(address)", [.address(provider)], .provider(provider)))
        }
        for key in changed.unbondings.sorted(by: { ($0.owner, $0.id) < ($1.owner, $1.id) })
        where reads.count < Self.roundSize {
            add(
                ContractRead(
                    staking, "unbondingOf(address,uint256)", [.address(key.owner), .uint(key.id)],
                    .unbonding(key)))
        }
        // Those of watched accounts first: they may be very many.
        let delegations = changed.delegations.sorted {
            let left = watched.contains($0.delegator)
            let right = watched.contains($1.delegator)
            return left == right ? ($0.delegator, $0.provider) < ($1.delegator, $1.provider) : left
        }
        for key in delegations where reads.count < Self.roundSize {
            add(
                ContractRead(
                    staking, "delegationOf(address,address)",
                    [.address(key.delegator), .address(key.provider)], .delegation(key)))
        }
        return reads
    }

    private func addAccount(_ account: Address, _ add: (ContractRead?) -> Void) {
        let who: [ABIValue] = [.address(account)]
        add(ContractRead(token, "balanceOf(address)", who, .balance(account)))
        add(ContractRead(token, "getVotes(address)", who, .votes(account)))
    }

    private func addFigure(_ figure: NetworkFigure, _ add: (ContractRead?) -> Void) {
        var arguments: [ABIValue] = []
        if figure == .totalEscrow {
            guard let token else { return }
            arguments = [.address(token)]
        }
        add(ContractRead(contracts[figure.contract], figure.signature, arguments, .figure(figure)))
    }
}
