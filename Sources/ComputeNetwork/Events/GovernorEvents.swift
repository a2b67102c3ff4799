import Ethereum

/// Events of OpenZeppelin's governor.
enum GovernorEvent: String, CaseIterable, Sendable {
    case proposalCreated =
        "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)"
    case proposalQueued = "ProposalQueued(uint256,uint256)"
    case proposalExecuted = "ProposalExecuted(uint256)"
    case proposalCanceled = "ProposalCanceled(uint256)"
    case proposalExtended = "ProposalExtended(uint256 indexed,uint64)"
    case voteCast = "VoteCast(address indexed,uint256,uint8,uint256,string)"
    case voteCastWithParams = "VoteCastWithParams(address indexed,uint256,uint8,uint256,string,bytes)"
}

extension Projection {
    mutating func apply(_ event: GovernorEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent)
    {
        switch event {
        case .proposalCreated: try propose(reader, place)
        case .voteCast, .voteCastWithParams: try vote(reader, place)
        case .proposalQueued, .proposalExecuted, .proposalCanceled, .proposalExtended:
            try progress(event, reader, place)
        }
    }

    private mutating func progress(
        _ event: GovernorEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let id = event == .proposalExtended ? try reader.topic(0) : try reader.word(0)
        guard let row = row(ofProposal: id) else { throw .contradiction }
        switch event {
        case .proposalQueued:
            let eta = try reader.time(1)
            save(proposal: row)
            state.proposals[row].eta = eta
            link(row, place)
        case .proposalExecuted:
            save(proposal: row)
            state.proposals[row].isExecuted = true
        case .proposalCanceled:
            save(proposal: row)
            state.proposals[row].isCanceled = true
        default:
            // A late vote moves the end, so it is never taken from the creation alone.
            let end = try reader.time(0)
            save(proposal: row)
            state.proposals[row].voteEnd = end
        }
        touch(row, place)
        note(place, .proposal(id), .zero)
    }

    /// Finds the timelock's operation for a proposal that was queued.
    private mutating func link(_ row: Int, _ place: Place) {
        guard
            let id = state.proposals[row].operationID(governor: place.address, flavor: governorFlavor)
        else { return }
        state.proposals[row].operationID = id
        index.proposalsOfOperations[id] = Int32(truncatingIfNeeded: row)
        state.proposals[row].operationStatus = self.row(ofOperation: id).map { state.operations[$0].status }
    }

    private mutating func touch(_ row: Int, _ place: Place) {
        state.proposals[row].blockNumber = place.block
        state.proposals[row].readState = nil
        changed.proposals.insert(state.proposals[row].id)
    }

    private static let proposalTypes: [ABIType] = [
        .uint(256), .address, .array(.address), .array(.uint(256)), .array(.string), .array(.bytes),
        .uint(256), .uint(256), .string,
    ]

    private mutating func propose(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        guard let values = try? ABI.decode(reader.log.data, as: Self.proposalTypes), values.count == 9,
            let id = values[0].uintValue, let proposer = values[1].addressValue,
            let start = values[6].uintValue, let end = values[7].uintValue, let text = values[8].stringValue
        else { throw .malformed }
        guard row(ofProposal: id) == nil else { throw .contradiction }
        let proposal = Proposal(
            id: id, proposer: proposer, targets: values[2].elements?.compactMap(\.addressValue) ?? [],
            values: values[3].elements?.compactMap(\.uintValue) ?? [],
            calldatas: values[5].elements?.compactMap(\.bytesValue) ?? [], description: text,
            voteStart: start.asUInt64 ?? .max, voteEnd: end.asUInt64 ?? .max, createdAt: place.time,
            blockNumber: place.block)
        index.proposals[id] = Int32(truncatingIfNeeded: state.proposals.count)
        state.proposals.append(proposal)
        changed.proposals.insert(id)
        changed.unknownQuorums[id] = proposal.voteStart
        note(place, .proposal(id), proposer)
    }

    private mutating func vote(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let id = try reader.word(0)
        guard let row = row(ofProposal: id) else { throw .contradiction }
        let key = BallotKey(voter: try reader.topicAddress(0), proposal: id)
        let weight = try reader.word(2)
        let vote = Vote(
            proposalID: id, voter: key.voter, support: try reader.small(1), weight: weight,
            reason: try reader.text(3), at: place.time)
        // Everyone votes once.
        guard self.row(of: key) == nil else { throw .contradiction }
        save(proposal: row)
        switch vote.support {
        case 0:
            state.proposals[row].tally.against = state.proposals[row].tally.against.addingSaturating(weight)
        case 1: state.proposals[row].tally.for = state.proposals[row].tally.for.addingSaturating(weight)
        case 2:
            state.proposals[row].tally.abstain = state.proposals[row].tally.abstain.addingSaturating(weight)
        // Split votes are read from the contract.
        default: break
        }
        index.votes[key] = Int32(truncatingIfNeeded: state.votes.count)
        state.proposals[row].voteRows.append(Int32(truncatingIfNeeded: state.votes.count))
        state.votes.append(vote)
        touch(row, place)
        note(place, .proposal(id), vote.voter, weight)
    }
}
