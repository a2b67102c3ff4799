import Ethereum

extension Projection {
    mutating func applyBid(
        _ event: JobMarketEvent, _ reader: EventReader, _ place: Place
    ) throws(UnreadableEvent) {
        let id = try reader.topic(0)
        let provider = try reader.topicAddress(1)
        guard let job = row(ofJob: id) else { throw .contradiction }
        // A job has few bids: the contract asks a deposit for each.
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
                save(bid: known)
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
            save(bid: known)
            state.bids[known].status = event == .bidForfeited ? .forfeited : .closed
            state.bids[known].blockNumber = place.block
        }
        note(place, .job(id), provider, amount)
    }

    private mutating func add(_ bid: Bid, to job: Int) {
        save(job: job)
        state.jobs[job].bidRows.append(Int32(truncatingIfNeeded: state.bids.count))
        state.bids.append(bid)
    }

    /// Once a job isn't open any more, the chosen provider's bid is active and the other open ones have lost.
    mutating func settleBids(of job: Int, winner: Address?) {
        for row in state.jobs[job].bidRows.map({ Int($0) }) where state.bids[row].status == .open {
            save(bid: row)
            state.bids[row].status = state.bids[row].provider == winner ? .active : .lost
        }
    }
}
