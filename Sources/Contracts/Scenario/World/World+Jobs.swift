import Ethereum

/// Jobs of the world: how they begin, and how they go on a step in each quarter.
extension World {
    private var deployment: Deployment { scenario.deployment }

    /// A job that somebody makes now; towards the end some wait for bids.
    func beginJob(_ quarter: Int) throws(ChainError) {
        jobsMade += 1
        let fate = quarter > 88 && random.below(5) == 0 ? .open : drawFate()
        let model = random.below(Self.models.count)
        let client = random.one(of: Scenario.clients)
        let provider = random.one(of: freeProviders)
        let now = scenario.time(day: 0) + UInt64(quarter) * Self.quarterSeconds
        var plan = JobPlan(
            client: client, evaluator: evaluator(fate), model: Self.models[model].name,
            modelID: UInt64(model + 1),
            type: Self.models[model].type, verification: verification(fate),
            price: UInt64(12 + random.below(140)),
            deadline: now + (fate == .expired ? 30 : 4 * 24) * 3_600)
        plan.replicas = plan.verification & 4 != 0 ? 3 : 1
        plan.bond = UInt64(2 + random.below(8))
        // Until after the next quarter.
        plan.challengeWindow = 10 * 3_600
        if fate == .open { return try offer(plan, provider, now) }
        let id: UInt64
        // Most come from signed orders and bids.
        if random.below(5) != 0 {
            id = try scenario.fill(
                plan, by: provider, price: plan.price - UInt64(random.below(8)), validUntil: now + 86_400,
                nonce: UInt64(jobsMade))
        } else {
            id = try scenario.createFunded(plan, for: provider)
        }
        jobs.append(WorldJob(id: id, plan: plan, provider: provider, fate: fate, model: model))
    }

    /// Offers a job for some days; one or two bid at once.
    private func offer(_ plan: JobPlan, _ provider: Int, _ now: UInt64) throws(ChainError) {
        var plan = plan
        plan.revealUntil = now + UInt64(4 + random.below(3)) * 86_400
        plan.deadline = plan.revealUntil + 3 * 86_400
        let id = try scenario.create(plan)
        let other = random.one(of: freeProviders.filter { $0 != provider })
        for bidder in [provider, other].prefix(1 + random.below(2)) {
            try scenario.open(
                id,
                Scenario.SealedBid(
                    provider: bidder, price: plan.price - UInt64(random.below(6)),
                    latency: UInt64(200 + random.below(30) * 10)))
        }
    }

    private func drawFate() -> WorldJob.Fate {
        var place = random.below(100)
        for (fate, share) in WorldJob.Fate.shares {
            if place < share { return fate }
            place -= share
        }
        return .completed
    }

    private func evaluator(_ fate: WorldJob.Fate) -> Int? {
        switch fate {
        case .foundRight, .foundWrong, .open: nil
        default: Scenario.evaluator
        }
    }

    /// A sum of 1 ZK, 2 TEE, 4 redundant, 8 optimistic, 16 spot check.
    private func verification(_ fate: WorldJob.Fate) -> UInt64 {
        switch fate {
        case .foundRight, .foundWrong: 4
        case .reported: 16
        case .upheld, .dismissed: 8
        default: [1, 2, 2, 8, 8, 16][random.below(6)]
        }
    }

    /// Takes all jobs a step on; what is over is forgotten.
    func stepJobs(_ quarter: Int) throws(ChainError) {
        var left: [WorldJob] = []
        for var job in jobs {
            job.steps += 1
            if try step(&job, quarter) { left.append(job) }
        }
        jobs = left
    }

    /// One step; false when nothing more is to come.
    private func step(_ job: inout WorldJob, _ quarter: Int) throws(ChainError) -> Bool {
        switch (job.steps, job.fate) {
        case (1, .cancelled):
            try scenario.job(job.plan.client, job.id, "cancel(uint256)")
            return false
        case (1, _):
            try scenario.job(job.provider, job.id, "start(uint256)")
            if job.plan.price > 30, random.below(4) == 0 {
                try access(random.one(of: datasets), for: job.id, by: job.provider)
            }
        case (let steps, .expired):
            guard steps > 6 else { return true }
            try scenario.job(Scenario.challenger, job.id, "expire(uint256)")
            return false
        case (2, _):
            if job.fate == .reported { try report(job) }
            try scenario.submit(job.id, by: job.provider, latency: UInt64(150 + random.below(300)))
            try prove(&job)
        case (3, _): return try judge(&job)
        case (4, .upheld), (4, .dismissed):
            try scenario.job(
                Scenario.evaluator, job.id, "resolve(uint256,uint8)", [.uint(job.fate == .upheld ? 0 : 1)])
            return false
        case (4, _): try openVerdicts(job)
        default:
            try conclude(job, quarter)
            return false
        }
        return true
    }

    /// What happens in the quarter after a result was handed in.
    private func judge(_ job: inout WorldJob) throws(ChainError) -> Bool {
        if let evidence = job.evidence { try verify(evidence) }
        switch job.fate {
        case .upheld, .dismissed: try challenge(job)
        case .foundRight: try sealVerdicts(&job)
        case .foundWrong:
            try challenge(job)
            try sealVerdicts(&job)
        case .rejected:
            try scenario.job(
                Scenario.evaluator, job.id, "reject(uint256,bytes32,bytes)",
                [.fixedBytes(Scenario.hash("wrong result").bytes), .bytes([])])
            return false
        default:
            try scenario.complete(
                job.id, by: Scenario.evaluator,
                latency: job.fate == .slow ? 900 : UInt64(150 + random.below(300)))
            return false
        }
        return true
    }

    /// What validators found is carried out.
    private func conclude(_ job: WorldJob, _ quarter: Int) throws(ChainError) {
        guard job.fate == .foundWrong else {
            return try scenario.complete(job.id, by: Scenario.challenger)
        }
        try scenario.job(Scenario.challenger, job.id, "resolve(uint256,uint8)", [.uint(0)])
        try reportFault(job, quarter)
    }

    private func challenge(_ job: WorldJob) throws(ChainError) {
        try scenario.job(
            Scenario.challenger, job.id, "challenge(uint256,bytes32)",
            [.fixedBytes(Scenario.hash("evidence \(job.id)").bytes)])
    }
}
