import Ethereum

/// Events of OpenZeppelin's TimelockController.
enum TimelockEvent: String, CaseIterable, Sendable {
    case callScheduled =
        "CallScheduled(bytes32 indexed,uint256 indexed,address,uint256,bytes,bytes32,uint256)"
    case callExecuted = "CallExecuted(bytes32 indexed,uint256 indexed,address,uint256,bytes)"
    case cancelled = "Cancelled(bytes32 indexed)"
}

extension Projection {
    mutating func apply(_ event: TimelockEvent, _ reader: EventReader, _ place: Place) throws(UnreadableEvent)
    {
        let id = Hash32(word: try reader.topic(0))
        switch event {
        case .callScheduled: try schedule(id, reader, place)
        case .callExecuted, .cancelled:
            guard let row = row(ofOperation: id) else { throw .contradiction }
            let status: TimelockOperation.Status = event == .callExecuted ? .done : .canceled
            // A batch that is done writes one event a call; nothing follows what was cancelled.
            guard state.operations[row].status == .waiting || state.operations[row].status == status else {
                throw .contradiction
            }
            setStatus(status, ofOperation: row)
        }
        if let proposal = row(ofProposalWithOperation: id) {
            note(place, .proposal(state.proposals[proposal].id), .zero)
        } else {
            note(place, .none, .zero)
        }
    }

    private mutating func schedule(_ id: Hash32, _ reader: EventReader, _ place: Place)
        throws(UnreadableEvent)
    {
        let number = try reader.topic(1)
        let call = TimelockOperation.Call(
            target: try reader.address(0), value: try reader.word(1), data: Array(try reader.bytes(2)))
        let ready = place.time.addingReportingOverflow(try reader.time(4))
        let readyAt = ready.overflow ? .max : ready.partialValue
        guard let row = row(ofOperation: id) else {
            guard number.isZero else { throw .contradiction }
            index.operations[id] = Int32(truncatingIfNeeded: state.operations.count)
            state.operations.append(TimelockOperation(id: id, calls: [call], readyAt: readyAt))
            return
        }
        // A batch writes one event a call; an operation that was cancelled may be scheduled anew.
        let isAnew = number.isZero && state.operations[row].status == .canceled
        guard
            isAnew
                || state.operations[row].status == .waiting
                    && number.asInt == state.operations[row].calls.count
        else { throw .contradiction }
        save(operation: row)
        if isAnew { state.operations[row].calls = [] }
        state.operations[row].calls.append(call)
        state.operations[row].readyAt = readyAt
        setStatus(.waiting, ofOperation: row)
    }

    private mutating func setStatus(_ status: TimelockOperation.Status, ofOperation row: Int) {
        save(operation: row)
        state.operations[row].status = status
        guard let proposal = self.row(ofProposalWithOperation: state.operations[row].id) else { return }
        save(proposal: proposal)
        state.proposals[proposal].operationStatus = status
        state.proposals[proposal].readState = nil
        changed.proposals.insert(state.proposals[proposal].id)
    }
}
