import Ethereum

/// A job that isn't over.
struct LiveJob: Sendable {
    var id: UInt64
    var client: Address
    var provider: Address?
    var evaluator: Address?
    var price: UInt256 = .zero
    var commitUntil: UInt64 = 0
    var revealUntil: UInt64 = 0
    var deadline: UInt64
    var expiredAt: UInt64
    var isFunded = false
    /// As the contract numbers states.
    var phase: UInt8 = 0
    var submittedAt: UInt64 = 0
    var challenger: Address?
    /// Worker, price once it is open.
    var bids: [(worker: Address, price: UInt256?)] = []
}

extension SampleNetwork {
    private static let challengeWindow: UInt64 = 600

    mutating func createJob() {
        let id = UInt64(phases.count + 1)
        let isSealed = random.once(in: 3)
        var job = LiveJob(
            id: id, client: anyAccount(), deadline: now + 3_600 + UInt64(random.below(7_200)),
            expiredAt: now + 14_400)
        if random.once(in: 2) { job.evaluator = Self.address("evaluator \(random.below(3))") }
        job.commitUntil = isSealed ? now + 240 : 0
        job.revealUntil = now + 600
        let word = UInt256(id)
        log(
            .jobCreated, [word, job.client.word, .zero],
            [(job.evaluator ?? .zero).word, UInt256(job.expiredAt), .zero])
        // One in 16 never gets terms.
        if !random.once(in: 16) {
            log(
                .jobTerms, [word, Keccak256.hash(utf8: "model \(random.below(8))").word],
                [
                    random.hash().word, random.hash().word, UInt256(UInt64(random.below(6))),
                    UInt256(UInt64(random.below(32))), UInt256(UInt64(1 + random.below(5))), amount(500),
                    amount(50), UInt256(UInt64(250 * (1 + random.below(20)))), UInt256(job.commitUntil),
                    UInt256(job.revealUntil), UInt256(job.deadline), UInt256(Self.challengeWindow),
                ])
        }
        phases.append(0)
        live.append(job)
    }

    /// One step of a job that isn't over; none if the one that was picked must wait.
    mutating func progressJob() {
        guard !live.isEmpty else { return createJob() }
        let index = random.below(live.count)
        var job = live[index]
        let id = UInt256(job.id)
        switch job.phase {
        case 0: progressOpen(&job, id)
        case 1: progressFunded(&job, id)
        case 6: progressRunning(&job, id)
        case 2: progressSubmitted(&job, id)
        default: resolve(&job, id)
        }
        phases[Int(job.id) - 1] = job.phase
        if [3, 4, 5, 8].contains(job.phase) {
            live.swapAt(index, live.count - 1)
            live.removeLast()
        } else {
            live[index] = job
        }
    }

    private mutating func progressOpen(_ job: inout LiveJob, _ id: UInt256) {
        if now >= job.expiredAt || now >= job.deadline {
            log(.jobExpired, [id])
            job.phase = 5
        } else if random.once(in: 24) {
            log(.jobCancelled, [id, job.client.word])
            job.phase = 8
            if let bid = job.bids.first, bid.price == nil {
                log(.bidClosed, [id, bid.worker.word], [Self.coai])
            }
        } else if random.once(in: 40) {
            log(.jobRejected, [id, job.client.word], [random.hash().word])
            job.phase = 4
        } else if now < job.commitUntil {
            let worker = workers[random.below(workers.count)]
            guard !job.bids.contains(where: { $0.worker == worker }) else { return }
            job.bids.append((worker, nil))
            log(.bidCommitted, [id, worker.word], [random.hash().word])
        } else if now < job.revealUntil {
            reveal(&job, id)
        } else {
            award(&job, id)
        }
    }

    private mutating func reveal(_ job: inout LiveJob, _ id: UInt256) {
        var index = job.bids.firstIndex { $0.price == nil }
        if job.commitUntil == 0 {
            let worker = workers[random.below(workers.count)]
            guard !job.bids.contains(where: { $0.worker == worker }) else { return }
            job.bids.append((worker, nil))
            index = job.bids.count - 1
        }
        guard let index, !random.once(in: 5) || job.commitUntil == 0 else { return }
        let price = amount(400)
        job.bids[index].price = price
        log(
            .bidRevealed, [id, job.bids[index].worker.word],
            [price, UInt256(UInt64(100 + random.below(2_000))), random.hash().word])
    }

    private mutating func award(_ job: inout LiveJob, _ id: UInt256) {
        if job.commitUntil > 0, let sealed = job.bids.firstIndex(where: { $0.price == nil }) {
            log(.bidForfeited, [id, job.bids[sealed].worker.word], [Self.coai])
            job.bids.remove(at: sealed)
            return
        }
        let best = job.bids.compactMap { bid in bid.price.map { (bid.worker, $0) } }.min { $0.1 < $1.1 }
        let worker = best?.0 ?? workers[random.below(workers.count)]
        job.price = best?.1 ?? amount(300)
        job.provider = worker
        log(.providerSet, [id, worker.word])
        log(.budgetSet, [id], [job.price])
        log(.jobFunded, [id, job.client.word], [job.price])
        pay(job.client, contract("JobMarket"), job.price)
        job.phase = 1
    }

    private mutating func progressFunded(_ job: inout LiveJob, _ id: UInt256) {
        guard let worker = job.provider else { return }
        if now > job.deadline { return expire(&job, id) }
        if random.once(in: 20) {
            log(.jobCancelled, [id, job.client.word])
            refund(job, id)
            job.phase = 8
        } else {
            log(.jobStarted, [id, worker.word])
            job.phase = 6
        }
    }

    private mutating func progressRunning(_ job: inout LiveJob, _ id: UInt256) {
        guard let worker = job.provider else { return }
        if now > job.deadline { return expire(&job, id) }
        // One in 12 is never delivered.
        guard job.id % 12 != 0 else { return }
        let result = random.hash()
        log(.jobSubmitted, [id, worker.word], [result.word])
        if random.once(in: 2) {
            log(
                .resultPosted, [id],
                values: [
                    .fixedBytes(result.bytes), .string("bafybeigdyrzt5sfp7udm7hu76uh7y26nf\(job.id)"),
                    .fixedBytes(random.hash().bytes), .uint(UInt256(UInt64(120 + random.below(4_000)))),
                ])
        }
        job.submittedAt = now
        job.phase = 2
    }

    private mutating func progressSubmitted(_ job: inout LiveJob, _ id: UInt256) {
        guard let worker = job.provider else { return }
        let canChallenge = now < job.submittedAt + Self.challengeWindow
        if canChallenge, random.once(in: 6) {
            let challenger = anyAccount()
            job.challenger = challenger
            log(.jobDisputed, [id, challenger.word], [Self.coai, random.hash().word])
            job.phase = 7
        } else if let evaluator = job.evaluator {
            if random.once(in: 8) {
                log(.jobRejected, [id, evaluator.word], [random.hash().word])
                refund(job, id)
                job.phase = 4
            } else {
                log(
                    .slaReported, [id, evaluator.word],
                    [random.once(in: 9) ? .zero : .one, UInt256(UInt64(random.below(3_000))), .zero])
                complete(&job, id, worker, by: evaluator)
            }
        } else if !canChallenge {
            complete(&job, id, worker, by: anyAccount())
        }
    }

    private mutating func resolve(_ job: inout LiveJob, _ id: UInt256) {
        guard let worker = job.provider, let challenger = job.challenger else { return }
        let outcome = random.below(3)
        let payer = outcome == 0 ? worker : outcome == 1 ? challenger : .zero
        log(
            .disputeResolved, [id, payer.word],
            [UInt256(UInt64(outcome)), outcome == 2 ? .zero : Self.coai])
        if outcome == 0 {
            log(.jobRejected, [id, (job.evaluator ?? .zero).word], [random.hash().word])
            refund(job, id)
            job.phase = 4
        } else {
            complete(&job, id, worker, by: job.evaluator ?? challenger)
        }
    }

    private mutating func complete(_ job: inout LiveJob, _ id: UInt256, _ worker: Address, by who: Address) {
        log(.jobCompleted, [id, who.word], [random.hash().word])
        log(.paymentReleased, [id, worker.word], [job.price])
        pay(contract("JobMarket"), worker, job.price)
        job.phase = 3
    }

    private mutating func expire(_ job: inout LiveJob, _ id: UInt256) {
        log(.jobExpired, [id])
        refund(job, id)
        job.phase = 5
    }

    private mutating func refund(_ job: LiveJob, _ id: UInt256) {
        log(.refunded, [id, job.client.word], [job.price])
        pay(contract("JobMarket"), job.client, job.price)
    }
}
