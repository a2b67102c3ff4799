import Ethereum

/// Events of OpenZeppelin's governor and timelock.
enum GovernorEvent: String, CaseIterable, Sendable {
    case proposalCreated =
        "ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)"
    case proposalQueued = "ProposalQueued(uint256,uint256)"
    case proposalExecuted = "ProposalExecuted(uint256)"
    case proposalCanceled = "ProposalCanceled(uint256)"
    case proposalExtended = "ProposalExtended(uint256,uint64)"
    case voteCast = "VoteCast(address,uint256,uint8,uint256,string)"
    case voteCastWithParams = "VoteCastWithParams(address,uint256,uint8,uint256,string,bytes)"
}

/// Events of OpenZeppelin's TimelockController.
enum TimelockEvent: String, CaseIterable, Sendable {
    case callScheduled = "CallScheduled(bytes32,uint256,address,uint256,bytes,bytes32,uint256)"
    case callExecuted = "CallExecuted(bytes32,uint256,address,uint256,bytes)"
    case cancelled = "Cancelled(bytes32)"
}

extension Projection {
    mutating func apply(_ event: GovernorEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent)
    {
        switch event {
        case .proposalCreated: try propose(reader, place)
        case .voteCast, .voteCastWithParams: try vote(event, reader, place)
        default:
            let id = event == .proposalExtended ? try reader.topic(0) : try reader.word(0)
            guard let row = row(ofProposal: id) else { throw .contradiction }
            switch event {
            case .proposalQueued: state.proposals[row].eta = try reader.time(1)
            case .proposalExecuted: state.proposals[row].isExecuted = true
            case .proposalCanceled: state.proposals[row].isCanceled = true
            // A late vote moves the end, so it is never taken from the creation alone.
            default: state.proposals[row].voteEnd = try reader.time(0)
            }
            touch(row, place)
            note(place, event.eventName, .proposal(id), .zero)
        }
    }

    private mutating func touch(_ row: Int, _ place: Place) {
        state.proposals[row].blockNumber = place.block
        state.proposals[row].readState = nil
        changed.proposals.insert(state.proposals[row].id)
    }

    private static let proposalTypes: [ABIType] = [
        .uint(256), .address, .array(.address), .array(.uint(256)), .array(.string), .array(.bytes),
        .uint(256),
        .uint(256), .string,
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
        note(place, "ProposalCreated", .proposal(id), proposer)
    }

    private mutating func vote(
        _ event: GovernorEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let id = try reader.word(0)
        guard let row = row(ofProposal: id) else { throw .contradiction }
        let weight = try reader.word(2)
        let vote = Vote(
            proposalID: id, voter: try reader.topicAddress(0), support: try reader.small(1), weight: weight,
            reason: try reader.text(3), at: place.time)
        switch vote.support {
        case 0:
            state.proposals[row].tally.against = state.proposals[row].tally.against.addingSaturating(weight)
        case 1: state.proposals[row].tally.for = state.proposals[row].tally.for.addingSaturating(weight)
        case 2:
            state.proposals[row].tally.abstain = state.proposals[row].tally.abstain.addingSaturating(weight)
        // Split votes are read from the contract.
        default: break
        }
        state.proposals[row].voteRows.append(Int32(truncatingIfNeeded: state.votes.count))
        state.votes.append(vote)
        touch(row, place)
        note(place, event.eventName, .proposal(id), vote.voter, weight)
    }

    mutating func apply(_ event: TimelockEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent)
    {
        let id = Hash32(word: try reader.topic(0))
        switch event {
        case .callScheduled:
            let call = TimelockOperation.Call(
                target: try reader.address(0), value: try reader.word(1), data: Array(try reader.bytes(2)))
            let delay = try reader.time(4)
            if let row = row(ofOperation: id) {
                // A batch writes one event a call; an operation that was cancelled may be scheduled anew.
                if state.operations[row].status == .canceled {
                    state.operations[row].calls = []
                    state.operations[row].status = .waiting
                }
                state.operations[row].calls.append(call)
                state.operations[row].readyAt = place.time.addingReportingOverflow(delay).partialValue
            } else {
                index.operations[id] = Int32(truncatingIfNeeded: state.operations.count)
                state.operations.append(
                    TimelockOperation(
                        id: id, calls: [call],
                        readyAt: place.time.addingReportingOverflow(delay).partialValue))
            }
        case .callExecuted, .cancelled:
            guard let row = row(ofOperation: id) else { throw .contradiction }
            state.operations[row].status = event == .callExecuted ? .done : .canceled
        }
        note(place, event.eventName, .none, .zero)
    }
}
