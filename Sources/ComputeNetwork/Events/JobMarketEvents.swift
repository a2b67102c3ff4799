import Ethereum

/// Events of JobMarket, a superset of ERC-8183's.
enum JobMarketEvent: String, CaseIterable, Sendable {
    case jobCreated = "JobCreated(uint256,address,address,address,uint256,address)"
    case jobTerms =
        "JobTerms(uint256,bytes32,bytes32,bytes32,uint8,uint8,uint16,uint256,uint256,uint32,uint64,uint64,uint64,uint32)"
    case providerSet = "ProviderSet(uint256,address)"
    case budgetSet = "BudgetSet(uint256,uint256)"
    case jobFunded = "JobFunded(uint256,address,uint256)"
    case jobSubmitted = "JobSubmitted(uint256,address,bytes32)"
    case jobCompleted = "JobCompleted(uint256,address,bytes32)"
    case jobRejected = "JobRejected(uint256,address,bytes32)"
    case jobExpired = "JobExpired(uint256)"
    case paymentReleased = "PaymentReleased(uint256,address,uint256)"
    case refunded = "Refunded(uint256,address,uint256)"
    case bidCommitted = "BidCommitted(uint256,address,bytes32)"
    case bidRevealed = "BidRevealed(uint256,address,uint256,uint32,bytes32)"
    case bidForfeited = "BidForfeited(uint256,address,uint256)"
    case bidClosed = "BidClosed(uint256,address,uint256)"
    case jobStarted = "JobStarted(uint256,address)"
    case jobCancelled = "JobCancelled(uint256,address)"
    case resultPosted = "ResultPosted(uint256,bytes32,string,bytes32,uint32)"
    case jobDisputed = "JobDisputed(uint256,address,uint256,bytes32)"
    case disputeResolved = "DisputeResolved(uint256,uint8,address,uint256)"
    case slaReported = "SLAReported(uint256,address,bool,uint32,uint256)"
    case orderFilled = "OrderFilled(bytes32,uint256,address,uint256)"
    case orderCancelled = "OrderCancelled(bytes32,address)"
    case counterIncremented = "CounterIncremented(address,uint256)"
}

extension Projection {
    mutating func apply(_ event: JobMarketEvent, _ reader: EventReader, _ place: Place)
        throws(UnreadableEvent)
    {
        switch event {
        case .jobCreated: try createJob(reader, place)
        case .jobTerms: try setTerms(reader, place)
        case .bidCommitted, .bidRevealed, .bidForfeited, .bidClosed: try applyBid(event, reader, place)
        case .orderFilled:
            note(
                place, event.eventName, .job(try reader.topic(1)), try reader.topicAddress(2),
                try reader.word(0))
        case .orderCancelled: note(place, event.eventName, .none, try reader.topicAddress(1))
        case .counterIncremented: note(place, event.eventName, .none, try reader.topicAddress(0))
        default: try applyToJob(event, reader, place)
        }
    }

    private mutating func createJob(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        let id = try reader.topic(0)
        guard row(ofJob: id) == nil else { throw .contradiction }
        let client = try reader.topicAddress(1)
        let job = Job(
            id: id, client: client, provider: try reader.topicAddress(2), evaluator: try reader.address(0),
            expiredAt: try reader.time(1), createdAt: place.time, blockNumber: place.block)
        index.jobs[id] = Int32(state.jobs.count)
        state.jobs.append(job)
        note(place, "JobCreated", .job(id), client)
    }

    private mutating func setTerms(_ reader: EventReader, _ place: Place) throws(UnreadableEvent) {
        guard let row = row(ofJob: try reader.topic(0)) else { throw .contradiction }
        state.jobs[row].terms = JobTerms(
            modelID: Hash32(word: try reader.topic(1)), specHash: try reader.hash(0),
            inputCommitment: try reader.hash(1), jobType: try reader.small(2),
            verification: try reader.small(3),
            replicas: try reader.small(4), maxPrice: try reader.word(5), providerBond: try reader.word(6),
            maxLatencyMilliseconds: try reader.small(7), commitUntil: try reader.small(8),
            revealUntil: try reader.small(9), deadline: try reader.small(10),
            challengeWindow: try reader.small(11))
        state.jobs[row].blockNumber = place.block
    }

    private mutating func applyToJob(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let id = try reader.topic(0)
        guard let row = row(ofJob: id) else { throw .contradiction }
        var account = Address.zero
        var amount: UInt256?
        switch event {
        case .providerSet:
            account = try reader.topicAddress(1)
            state.jobs[row].provider = account
        case .budgetSet:
            amount = try reader.word(0)
            state.jobs[row].budget = amount ?? .zero
        case .jobFunded:
            account = try reader.topicAddress(1)
            let escrow = try reader.word(0)
            amount = escrow
            state.jobs[row].budget = escrow
            state.jobs[row].escrow = escrow
            state.jobs[row].phase = .funded
            settleBids(of: row)
        case .jobStarted:
            account = try reader.topicAddress(1)
            state.jobs[row].phase = .running
            state.jobs[row].startedAt = place.time
        case .jobSubmitted:
            account = try reader.topicAddress(1)
            state.jobs[row].resultHash = try reader.hash(0)
            state.jobs[row].phase = .submitted
            state.jobs[row].submittedAt = place.time
        case .resultPosted:
            let latency: UInt32 = try reader.small(3)
            let cid = try reader.text(1)
            state.jobs[row].resultHash = try reader.hash(0)
            state.jobs[row].outputCID = cid
            state.jobs[row].latencyMilliseconds = latency
        case .jobCompleted:
            account = try reader.topicAddress(1)
            end(row, .completed, place)
            count(row, \.jobsDone)
        case .jobRejected:
            account = try reader.topicAddress(1)
            end(row, .rejected, place)
            count(row, \.jobsFailed)
        case .jobExpired:
            end(row, .expired, place)
            count(row, \.jobsFailed)
        case .jobCancelled:
            account = try reader.topicAddress(1)
            end(row, .cancelled, place)
        case .paymentReleased, .refunded:
            account = try reader.topicAddress(1)
            let paid = try reader.word(0)
            amount = paid
            state.jobs[row].escrow = state.jobs[row].escrow.subtractingSaturating(paid)
        case .jobDisputed:
            account = try reader.topicAddress(1)
            let bond = try reader.word(0)
            amount = bond
            state.jobs[row].dispute = Dispute(
                challenger: account, bond: bond, evidenceHash: try reader.hash(1), openedAt: place.time)
            state.jobs[row].phase = .disputed
            count(row, \.jobsDisputed)
        case .disputeResolved:
            account = try reader.topicAddress(1)
            amount = try reader.word(1)
            let outcome: UInt8 = try reader.small(0)
            state.jobs[row].dispute?.outcome = outcome
            state.jobs[row].dispute?.payer = account
        case .slaReported:
            account = try reader.topicAddress(1)
            state.jobs[row].isSLAMet = !(try reader.word(0)).isZero
            state.jobs[row].latencyMilliseconds = try reader.small(1)
        default: throw .malformed
        }
        state.jobs[row].blockNumber = place.block
        note(place, event.eventName, .job(id), account, amount)
    }

    private mutating func end(_ row: Int, _ phase: Job.Phase, _ place: Place) {
        state.jobs[row].phase = phase
        state.jobs[row].settledAt = place.time
    }

    /// Counts one more for the job's provider, if it has a registered one.
    private mutating func count(_ row: Int, _ counter: WritableKeyPath<Provider, Int>) {
        guard let provider = self.row(ofProvider: state.jobs[row].provider) else { return }
        state.providers[provider][keyPath: counter] += 1
    }

    // MARK: Bids

    private mutating func applyBid(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let id = try reader.topic(0)
        let provider = try reader.topicAddress(1)
        guard let job = row(ofJob: id) else { throw .contradiction }
        let known = state.jobs[job].bidRows.last { state.bids[Int($0)].provider == provider }.map { Int($0) }
        var amount: UInt256?
        switch event {
        case .bidCommitted:
            guard known == nil else { throw .contradiction }
            add(
                Bid(
                    jobID: id, provider: provider, status: .committed, commitment: try reader.hash(0),
                    blockNumber: place.block), to: job)
        case .bidRevealed:
            let price = try reader.word(0)
            let latency: UInt32 = try reader.small(1)
            amount = price
            if let known {
                state.bids[known].status = .open
                state.bids[known].price = price
                state.bids[known].latencyMilliseconds = latency
                state.bids[known].blockNumber = place.block
            } else {
                add(
                    Bid(
                        jobID: id, provider: provider, status: .open, price: price,
                        latencyMilliseconds: latency, blockNumber: place.block), to: job)
            }
        default:
            guard let known else { throw .contradiction }
            amount = try reader.word(0)
            state.bids[known].status = event == .bidForfeited ? .forfeited : .closed
            state.bids[known].blockNumber = place.block
        }
        note(place, event.eventName, .job(id), provider, amount)
    }

    private mutating func add(_ bid: Bid, to job: Int) {
        state.jobs[job].bidRows.append(Int32(truncatingIfNeeded: state.bids.count))
        state.bids.append(bid)
    }

    /// Once a job is funded, the chosen provider's bid is active and the other open ones have lost.
    private mutating func settleBids(of job: Int) {
        let provider = state.jobs[job].provider
        for row in state.jobs[job].bidRows.map({ Int($0) }) where state.bids[row].status == .open {
            state.bids[row].status = state.bids[row].provider == provider ? .active : .lost
        }
    }
}
