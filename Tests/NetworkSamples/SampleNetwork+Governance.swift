import Ethereum

/// A proposal that isn't over.
struct LiveProposal: Sendable {
    var id: UInt256
    var description: String
    var targets: [Address]
    var calldatas: [[UInt8]]
    var voteStart: UInt64
    var voteEnd: UInt64
    var operation: Hash32?
    var eta: UInt64 = 0
    var weightFor = UInt256.zero
    var weightAgainst = UInt256.zero
    var voters: Set<Address> = []
    var isExtended = false
}

extension SampleNetwork {
    private static let delay: UInt64 = 300

    mutating func actOnGovernance() {
        guard !proposals.isEmpty, !random.once(in: 5) else { return propose() }
        let index = random.below(proposals.count)
        var proposal = proposals[index]
        var isOver = false
        if now <= proposal.voteStart {
            guard random.once(in: 8) else { return }
            log(.proposalCanceled, [], [proposal.id])
            isOver = true
        } else if now <= proposal.voteEnd {
            vote(&proposal)
        } else if proposal.operation != nil {
            guard now >= proposal.eta else { return }
            execute(proposal)
            isOver = true
        } else if proposal.weightFor > proposal.weightAgainst {
            queue(&proposal)
        } else {
            isOver = true
        }
        if isOver { proposals.remove(at: index) } else { proposals[index] = proposal }
    }

    private mutating func propose() {
        proposalCount += 1
        let description =
            "Raise the deposit of bids (\(proposalCount))\n\nSo that fewer bids are left sealed."
        let count = 1 + random.below(2)
        let targets = Array(repeating: contract("JobMarket"), count: count)
        let calldatas = (0..<count).map { _ in
            Array(Keccak256.hash(utf8: "setBidDeposit(uint256)").bytes.prefix(4)) + amount(20).bigEndianBytes
        }
        let values = [ABIValue](repeating: .uint(.zero), count: count)
        let lists: [ABIValue] = [
            .array(targets.map { .address($0) }), .array(values),
            .array(calldatas.map { .bytes($0) }),
        ]
        let types: [ABIType] = [.array(.address), .array(.uint(256)), .array(.bytes)]
        guard
            let encoded = try? ABI.encode(
                lists + [.fixedBytes(Keccak256.hash(utf8: description).bytes)], as: types + [.fixedBytes(32)])
        else { return }
        let id = Keccak256.hash(encoded).word
        let start = now + 120
        let end = start + 1_800
        log(
            .proposalCreated, [],
            values: [
                .uint(id), .address(anyAccount()), lists[0], lists[1],
                .array(Array(repeating: .string(""), count: count)), lists[2], .uint(UInt256(start)),
                .uint(UInt256(end)), .string(description),
            ])
        proposals.append(
            LiveProposal(
                id: id, description: description, targets: targets, calldatas: calldatas, voteStart: start,
                voteEnd: end))
    }

    private mutating func vote(_ proposal: inout LiveProposal) {
        let voter = anyAccount()
        guard let weight = votes[voter], !weight.isZero, proposal.voters.insert(voter).inserted else {
            return
        }
        let support = random.below(5)
        let kind: UInt64 = support == 0 ? 0 : support == 1 ? 2 : 1
        if kind == 1 { proposal.weightFor = proposal.weightFor.addingSaturating(weight) }
        if kind == 0 { proposal.weightAgainst = proposal.weightAgainst.addingSaturating(weight) }
        log(
            .voteCast, [voter.word],
            values: [
                .uint(proposal.id), .uint(UInt256(kind)), .uint(weight),
                .string(random.once(in: 3) ? "it is needed" : ""),
            ])
        if now + 200 > proposal.voteEnd, !proposal.isExtended {
            proposal.isExtended = true
            proposal.voteEnd = now + 600
            log(.proposalExtended, [proposal.id], [UInt256(proposal.voteEnd)])
        }
    }

    private mutating func queue(_ proposal: inout LiveProposal) {
        let governor = contract("CoaiGovernor").word &<< 96
        let salt = governor ^ Keccak256.hash(utf8: proposal.description).word
        let values: [ABIValue] = [
            .array(proposal.targets.map { .address($0) }),
            .array(proposal.targets.map { _ in .uint(.zero) }),
            .array(proposal.calldatas.map { .bytes($0) }), .fixedBytes(Hash32.zero.bytes),
            .fixedBytes(salt.bigEndianBytes),
        ]
        let types: [ABIType] = [
            .array(.address), .array(.uint(256)), .array(.bytes), .fixedBytes(32), .fixedBytes(32),
        ]
        guard let encoded = try? ABI.encode(values, as: types) else { return }
        let operation = Keccak256.hash(encoded)
        for (index, target) in proposal.targets.enumerated() {
            log(
                .callScheduled, [operation.word, UInt256(UInt64(index))],
                values: [
                    .address(target), .uint(.zero), .bytes(proposal.calldatas[index]),
                    .fixedBytes(Hash32.zero.bytes), .uint(UInt256(Self.delay)),
                ])
        }
        log(.callSalt, [operation.word], [salt])
        proposal.operation = operation
        proposal.eta = now + Self.delay
        log(.proposalQueued, [], [proposal.id, UInt256(proposal.eta)])
    }

    private mutating func execute(_ proposal: LiveProposal) {
        guard let operation = proposal.operation else { return }
        for (index, target) in proposal.targets.enumerated() {
            log(
                .callExecuted, [operation.word, UInt256(UInt64(index))],
                values: [.address(target), .uint(.zero), .bytes(proposal.calldatas[index])])
        }
        log(.proposalExecuted, [], [proposal.id])
    }
}
