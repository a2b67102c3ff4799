import Ethereum
import Profile

/// What the contracts answer when all is played.
extension Scenario {
    /// What changes later than this, in seconds, is left out of the changes.
    private static let soon: UInt64 = 43_200

    /// States by how many are in them, and those that end soon.
    private struct Census {
        let now: UInt64
        var states: [NetworkState: Int] = [:]
        var changes: [SeededNetwork.Change] = []

        mutating func add(_ kind: NetworkState.Kind, _ name: String, until time: UInt64 = 0) {
            let state = NetworkState(kind, name)
            states[state, default: 0] += 1
            if time > now, time - now <= Scenario.soon { changes.append(.init(state: state, time: time)) }
        }
    }

    /// Reads the state of everything that has one.
    func result(_ profile: NetworkProfile) throws(ChainError) -> SeededNetwork {
        var census = Census(now: try chain.head().time)
        try countJobs(&census)
        for id in proposals {
            let state = try name(
                of: try number(deployment.governor, "state(uint256)", [.uint(id)]), in: NetworkState.proposals
            )
            let end = state == "Pending" ? "proposalSnapshot" : state == "Active" ? "proposalDeadline" : nil
            census.add(
                .proposal, state,
                until: try end.map { (name) throws(ChainError) in
                    try number(deployment.governor, "\(name)(uint256)", [.uint(id)])
                } ?? 0)
        }
        for provider in Self.providers + (world == nil ? [] : World.providers) {
            let values = try chain.readAll(
                deployment.staking, "getProvider(address) returns (address,uint8)",
                [.address(try chain.address(provider))])
            census.add(.provider, try name(of: try Self.number(values, 1), in: NetworkState.providers))
        }
        try countUnbondings(&census)
        return SeededNetwork(
            profile: profile, headTime: census.now, states: census.states,
            changes: census.changes.sorted { $0.time < $1.time })
    }

    private func countJobs(_ census: inout Census) throws(ChainError) {
        let count = try number(deployment.market, "jobCounter()")
        guard count < 1_000 else { throw .answer("jobCounter()") }
        for id in 0..<count {
            let id = ABIValue.uint(UInt256(id + 1))
            let job = try chain.readAll(
                deployment.market,
                "getJob(uint256) returns ((uint256,address,address,address,string,uint256,uint256,uint8,address))",
                [id])
            guard case .tuple(let members) = job.first else { throw .answer("getJob(uint256)") }
            let status = try name(of: try Self.number(members, 7), in: NetworkState.jobs)
            guard status == "Open" else {
                census.add(.job, status)
                continue
            }
            let terms = try chain.readAll(
                deployment.market,
                "getJobTerms(uint256) returns (bytes32,bytes32,bytes32,uint8,uint8,uint16,uint256,uint256,uint32,"
                    + "uint64,uint64)", [id])
            let (sealed, revealed) = (try Self.number(terms, 9), try Self.number(terms, 10))
            if census.now < sealed {
                census.add(.job, "Bidding", until: sealed)
            } else if sealed > 0, census.now < revealed {
                census.add(.job, "Revealing", until: revealed)
            } else {
                census.add(.job, "Open", until: revealed)
            }
        }
    }

    private func countUnbondings(_ census: inout Census) throws(ChainError) {
        for delegator in Self.delegators {
            let account = ABIValue.address(try chain.address(delegator))
            let count = try number(deployment.staking, "unbondingCount(address)", [account])
            guard count < 1_000 else { throw .answer("unbondingCount(address)") }
            for id in 0..<count {
                let values = try chain.readAll(
                    deployment.staking, "unbondingOf(address,uint256) returns (address,uint256,uint64)",
                    [account, .uint(UInt256(id + 1))])
                guard values.count == 3, case .uint(let amount) = values[1] else {
                    throw .answer("unbondingOf")
                }
                // Nothing is left of what was taken out.
                guard amount > .zero else { continue }
                let available = try Self.number(values, 2)
                census.add(
                    .unbonding, census.now < available ? "Unbonding" : "Withdrawable", until: available)
            }
        }
    }

    private func number(
        _ contract: Address, _ signature: String, _ arguments: [ABIValue] = []
    ) throws(ChainError) -> UInt64 {
        guard let number = try chain.read(contract, signature, arguments).asUInt64 else {
            throw .answer(signature)
        }
        return number
    }

    private static func number(_ values: [ABIValue], _ place: Int) throws(ChainError) -> UInt64 {
        guard values.indices.contains(place), case .uint(let number) = values[place],
            let small = number.asUInt64
        else { throw .answer("eth_call") }
        return small
    }

    private func name(of number: UInt64, in names: [String]) throws(ChainError) -> String {
        guard number < UInt64(names.count) else { throw .answer("eth_call") }
        return names[Int(number)]
    }
}
