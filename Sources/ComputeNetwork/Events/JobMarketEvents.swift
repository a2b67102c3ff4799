import Ethereum

/// Events of JobMarket, a superset of ERC-8183's.
enum JobMarketEvent: String, CaseIterable, Sendable {
    case jobCreated =
        "JobCreated(uint256 indexed,address indexed,address indexed,address,uint256,address)"
    case jobTerms =
        "JobTerms(uint256 indexed,bytes32 indexed,bytes32,bytes32,uint8,uint8,uint16,uint256,uint256,uint32,uint64,uint64,uint64,uint32)"
    case providerSet = "ProviderSet(uint256 indexed,address indexed)"
    case budgetSet = "BudgetSet(uint256 indexed,uint256)"
    case jobFunded = "JobFunded(uint256 indexed,address indexed,uint256)"
    case jobSubmitted = "JobSubmitted(uint256 indexed,address indexed,bytes32)"
    case jobCompleted = "JobCompleted(uint256 indexed,address indexed,bytes32)"
    case jobRejected = "JobRejected(uint256 indexed,address indexed,bytes32)"
    case jobExpired = "JobExpired(uint256 indexed)"
    case paymentReleased = "PaymentReleased(uint256 indexed,address indexed,uint256)"
    case refunded = "Refunded(uint256 indexed,address indexed,uint256)"
    case bidCommitted = "BidCommitted(uint256 indexed,address indexed,bytes32)"
    case bidRevealed = "BidRevealed(uint256 indexed,address indexed,uint256,uint32,bytes32)"
    case bidForfeited = "BidForfeited(uint256 indexed,address indexed,uint256)"
    case bidClosed = "BidClosed(uint256 indexed,address indexed,uint256)"
    case jobStarted = "JobStarted(uint256 indexed,address indexed)"
    case jobCancelled = "JobCancelled(uint256 indexed,address indexed)"
    case resultPosted = "ResultPosted(uint256 indexed,bytes32,string,bytes32,uint32)"
    case jobDisputed = "JobDisputed(uint256 indexed,address indexed,uint256,bytes32)"
    case disputeResolved = "DisputeResolved(uint256 indexed,uint8,address indexed,uint256)"
    case slaReported = "SLAReported(uint256 indexed,address indexed,bool,uint32,uint256)"
    case orderFilled = "OrderFilled(bytes32 indexed,uint256 indexed,address indexed,uint256)"
    case orderCancelled = "OrderCancelled(bytes32 indexed,address indexed)"
    case counterIncremented = "CounterIncremented(address indexed,uint256)"
}

// Each of these reads all of a log before it changes anything, so that a log that is left out leaves no trace.
extension Projection {
    mutating func apply(_ event: JobMarketEvent, _ reader: EventReader, _ place: Place)
        throws(UnreadableEvent)
    {
        switch event {
        case .jobCreated: try createJob(reader, place)
        case .jobTerms: try setTerms(reader, place)
        case .bidCommitted, .bidRevealed, .bidForfeited, .bidClosed: try applyBid(event, reader, place)
        case .orderFilled:
            note(place, .job(try reader.topic(1)), try reader.topicAddress(2), try reader.word(0))
        case .orderCancelled: note(place, .none, try reader.topicAddress(1))
        case .counterIncremented: note(place, .none, try reader.topicAddress(0))
        case .jobExpired:
            let row = try job(of: reader)
            let wasOpen = state.jobs[row].phase == .open
            try end(row, .expired, place)
            if !wasOpen { count(row, \.jobsFailed) }
            note(place, .job(state.jobs[row].id), .zero)
        case .jobFunded, .paymentReleased, .refunded, .budgetSet: try movePayment(event, reader, place)
        case .resultPosted, .slaReported: try noteResult(event, reader, place)
        case .jobDisputed, .disputeResolved: try dispute(event, reader, place)
        case .providerSet, .jobStarted, .jobSubmitted, .jobCompleted, .jobRejected, .jobCancelled:
            try progress(event, reader, place)
        }
    }

    /// The row of the job that a log is about.
    private func job(of reader: EventReader) throws(UnreadableEvent) -> Int {
        guard let row = row(ofJob: try reader.topic(0)) else { throw .contradiction }
        return row
    }

    private mutating func createJob(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let id = try reader.topic(0)
        guard row(ofJob: id) == nil else { throw .contradiction }
        let client = try reader.topicAddress(1)
        let job = Job(
            id: id, client: client, provider: try reader.topicAddress(2), evaluator: try reader.address(0),
            expiredAt: try reader.time(1), createdAt: place.time, blockNumber: place.block)
        if id.asInt != state.jobs.count + 1 {
            index.jobs[id] = Int32(truncatingIfNeeded: state.jobs.count)
        }
        state.jobs.append(job)
        note(place, .job(id), client)
    }

    private mutating func setTerms(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let row = try job(of: reader)
        guard state.jobs[row].terms == nil else { throw .contradiction }
        let terms = JobTerms(
            modelID: Hash32(word: try reader.topic(1)), specHash: try reader.hash(0),
            inputCommitment: try reader.hash(1), jobType: try reader.small(2),
            verification: try reader.small(3),
            replicas: try reader.small(4), maxPrice: try reader.word(5), providerBond: try reader.word(6),
            maxLatencyMilliseconds: try reader.small(7), commitUntil: try reader.small(8),
            revealUntil: try reader.small(9), deadline: try reader.small(10),
            challengeWindow: try reader.small(11))
        save(job: row)
        state.jobs[row].terms = terms
        state.jobs[row].blockNumber = place.block
    }

    /// Who does it, and how it comes along.
    private mutating func progress(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let row = try job(of: reader)
        let account = try reader.topicAddress(1)
        guard !state.jobs[row].phase.isFinal else { throw .contradiction }
        switch event {
        case .providerSet:
            save(job: row)
            state.jobs[row].provider = account
        case .jobStarted:
            save(job: row)
            state.jobs[row].phase = .running
            state.jobs[row].startedAt = place.time
        case .jobSubmitted:
            let result = try reader.hash(0)
            save(job: row)
            state.jobs[row].resultHash = result
            state.jobs[row].phase = .submitted
            state.jobs[row].submittedAt = place.time
        case .jobCompleted:
            try end(row, .completed, place)
            count(row, \.jobsDone)
        case .jobRejected:
            // A client may reject what nobody was paid for yet: no fault of a provider's.
            let wasOpen = state.jobs[row].phase == .open
            try end(row, .rejected, place)
            if !wasOpen { count(row, \.jobsFailed) }
        default: try end(row, .cancelled, place)
        }
        state.jobs[row].blockNumber = place.block
        note(place, .job(state.jobs[row].id), account)
    }

    private mutating func movePayment(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let row = try job(of: reader)
        let account = event == .budgetSet ? Address.zero : try reader.topicAddress(1)
        let amount = try reader.word(0)
        switch event {
        case .budgetSet:
            save(job: row)
            state.jobs[row].budget = amount
        case .jobFunded:
            guard state.jobs[row].phase == .open else { throw .contradiction }
            save(job: row)
            state.jobs[row].budget = amount
            state.jobs[row].escrow = amount
            state.jobs[row].phase = .funded
            settleBids(of: row, winner: state.jobs[row].provider)
        default:
            let rest = state.jobs[row].escrow.subtractingReportingOverflow(amount)
            guard !rest.overflow else { throw .contradiction }
            save(job: row)
            // What the provider gets is the last of it: what others get of the price is in no event of the standard.
            state.jobs[row].escrow = event == .paymentReleased ? .zero : rest.partialValue
        }
        state.jobs[row].blockNumber = place.block
        note(place, .job(state.jobs[row].id), account, amount)
    }

    private mutating func noteResult(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let row = try job(of: reader)
        var account = state.jobs[row].provider
        if event == .resultPosted {
            let result = try reader.hash(0)
            let cid = try reader.text(1)
            let latency: UInt32 = try reader.small(3)
            save(job: row)
            state.jobs[row].resultHash = result
            state.jobs[row].outputCID = cid
            state.jobs[row].latencyMilliseconds = latency
        } else {
            account = try reader.topicAddress(1)
            let isMet = try reader.bool(0)
            let latency: UInt32 = try reader.small(1)
            save(job: row)
            state.jobs[row].isSLAMet = isMet
            state.jobs[row].latencyMilliseconds = latency
        }
        state.jobs[row].blockNumber = place.block
        note(place, .job(state.jobs[row].id), account)
    }

    private mutating func dispute(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let row = try job(of: reader)
        let account = try reader.topicAddress(1)
        let amount: UInt256
        if event == .jobDisputed {
            guard !state.jobs[row].phase.isFinal else { throw .contradiction }
            amount = try reader.word(0)
            let evidence = try reader.hash(1)
            save(job: row)
            state.jobs[row].dispute = Dispute(
                challenger: account, bond: amount, evidenceHash: evidence, openedAt: place.time)
            state.jobs[row].phase = .disputed
            count(row, \.jobsDisputed)
        } else {
            guard state.jobs[row].dispute != nil else { throw .contradiction }
            let outcome: UInt8 = try reader.small(0)
            amount = try reader.word(1)
            save(job: row)
            state.jobs[row].dispute?.outcome = outcome
            state.jobs[row].dispute?.payer = account
        }
        state.jobs[row].blockNumber = place.block
        note(place, .job(state.jobs[row].id), account, amount)
    }

    private mutating func end(_ row: Int, _ phase: Job.Phase, _ place: Place) throws(UnreadableEvent) {
        guard !state.jobs[row].phase.isFinal else { throw .contradiction }
        save(job: row)
        if state.jobs[row].phase == .open { settleBids(of: row, winner: nil) }
        state.jobs[row].phase = phase
        state.jobs[row].settledAt = place.time
        state.jobs[row].blockNumber = place.block
    }

    /// Counts one more for the job's provider, if it has a registered one.
    private mutating func count(_ row: Int, _ counter: WritableKeyPath<Provider, Int>) {
        guard let provider = self.row(ofProvider: state.jobs[row].provider) else { return }
        save(provider: provider)
        state.providers[provider][keyPath: counter] += 1
    }
}
