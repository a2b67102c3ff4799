import Ethereum

extension Scenario {
    private func plan(
        _ client: Int, _ model: String, _ type: UInt64, _ verification: UInt64, _ price: UInt64,
        deadline: UInt64, evaluator: Int? = Scenario.evaluator, window: UInt64 = 3_600
    ) -> JobPlan {
        JobPlan(
            client: Self.clients[client % Self.clients.count], evaluator: evaluator, model: model, type: type,
            verification: verification, replicas: verification & 4 != 0 ? 3 : 1, price: price,
            deadline: deadline, challengeWindow: window)
    }

    // MARK: Day 12

    /// Jobs that are over: completed, rejected, expired, cancelled, and disputed either way.
    func playPastJobs() throws(ChainError) {
        try go(day: 12)
        var expired: [UInt64] = []
        var optimistic: UInt64 = 0
        var late: UInt64 = 0
        try gathered { (_) throws(ChainError) in (expired, optimistic, late) = try beginPastJobs() }
        let unchallenged = try chain.head().time + pace.room(2)
        try go(day: 12, hour: 13, or: max(late + 1, unchallenged), until: "jobs expire")
        for id in expired { try job(Self.challenger, id, "expire(uint256)") }
        // Nobody challenged it: anyone may have it completed.
        try complete(optimistic, by: Self.challenger)
    }

    /// All of them; some are to expire after a time that is told, and one is to be completed by anyone.
    private func beginPastJobs() throws(ChainError) -> (expired: [UInt64], optimistic: UInt64, late: UInt64) {
        let soon = try moment(day: 12, hour: 12, after: 1_000)
        for index in 0..<6 {
            let provider = Self.providers[index]
            let id = try createSubmitted(
                plan(
                    index, "llama-3-70b@\(index % 3 + 2)", 0, [9, 2, 4, 8, 1, 16][index],
                    UInt64(18 + index * 7), deadline: soon),
                by: provider, latency: UInt64(380 + index * 40))
            try complete(id, by: Self.evaluator, latency: index == 4 ? 720 : UInt64(380 + index * 40))
        }
        for index in 0..<2 {
            let id = try createSubmitted(
                plan(index + 2, "mistral-lora@2", 3, 4, UInt64(140 + index * 60), deadline: soon),
                by: Self.providers[7 + index])
            try job(
                Self.evaluator, id, "reject(uint256,bytes32,bytes)",
                [.fixedBytes(Self.hash("wrong result").bytes), .bytes([])])
        }
        let upheld = try createSubmitted(
            plan(4, "imaging-fl@9", 2, 8, 320, deadline: soon, window: 6 * 3_600), by: Self.providers[8])
        try challenge(upheld)
        try job(Self.evaluator, upheld, "resolve(uint256,uint8)", [.uint(0)])
        let dismissed = try createSubmitted(
            plan(5, "sdxl-turbo@1", 4, 8, 90, deadline: soon, window: 6 * 3_600), by: Self.providers[2])
        try challenge(dismissed)
        try job(Self.evaluator, dismissed, "resolve(uint256,uint8)", [.uint(1)])
        let late = try moment(day: 12, hour: 12, after: 12)
        let expired = [
            try createRunning(plan(6, "whisper-large@3", 0, 2, 45, deadline: late), by: Self.providers[9]),
            try createFunded(plan(7, "gemma-2@1", 0, 8, 30, deadline: late), for: Self.providers[4]),
        ]
        let cancelled = [
            try create(plan(0, "custom-sim@1", 5, 0, 75, deadline: soon)),
            try createFunded(plan(1, "llama-3-8b@2", 0, 8, 12, deadline: soon), for: Self.providers[1]),
        ]
        for (index, id) in cancelled.enumerated() { try job(Self.clients[index], id, "cancel(uint256)") }
        let optimistic = try createSubmitted(
            plan(
                2, "llama-3-70b@4", 0, 8, 22, deadline: soon, evaluator: nil,
                window: pace == .days ? 3_600 : pace.room(2)),
            by: Self.providers[3])
        return (expired, optimistic, late)
    }

    private func challenge(_ id: UInt64) throws(ChainError) {
        try job(
            Self.challenger, id, "challenge(uint256,bytes32)",
            [.fixedBytes(Self.hash("evidence \(id)").bytes)])
    }

    // MARK: Days 23 and 24

    /// Jobs that are open: bids sealed and opened, funded, running, late, submitted, disputed, and from orders.
    func playPresentJobs() throws(ChainError) {
        let (revealing, revealed) = try sealBids()
        try go(day: 24, hour: 3, or: revealed, until: "sealed bids are forfeited")
        var late: UInt64 = 0
        try gathered { (_) throws(ChainError) in
            try openBids(revealing)
            try openJobs()
            late = try runningJobs()
            try submittedJobs()
            try orders()
        }
        // An hour later two deadlines have passed.
        try go(day: 24, hour: 4, or: late + 1, until: "two running jobs are late")
    }

    /// Yesterday: bids are sealed for jobs whose reveal is now.
    private func sealBids() throws(ChainError) -> (
        jobs: [(id: UInt64, client: Int, bids: [SealedBid])], revealed: UInt64
    ) {
        var jobs: [(UInt64, Int, [SealedBid])] = []
        // Twenty transactions seal the bids, four open those of two jobs.
        let sealed = try moment(day: 24, hour: 1, after: 21)
        let revealed = try moment(day: 24, hour: 2, second: 1_800, after: 28)
        try gathered { (_) throws(ChainError) in jobs = try offerSealed(until: sealed, revealed) }
        try go(day: 24, hour: 1, or: sealed, until: "sealed bids are opened")
        try go(day: 24, hour: 2)
        // Two are opened within their half hour; one bid stays sealed and is forfeited.
        for job in jobs.prefix(2) { for bid in job.2.dropLast() { try open(job.0, bid) } }
        return (jobs, revealed)
    }

    /// Four jobs with three sealed bids each.
    private func offerSealed(
        until sealed: UInt64, _ revealed: UInt64
    ) throws(ChainError) -> [(id: UInt64, client: Int, bids: [SealedBid])] {
        var jobs: [(UInt64, Int, [SealedBid])] = []
        for index in 0..<4 {
            var plan = plan(
                index, ["llama-3-70b@4", "render-farm@2", "protein-fold@1", "imaging-fl@9"][index],
                [0, 4, 5, 2][index], [3, 8, 4, 2][index], UInt64(60 + index * 40), deadline: time(day: 30))
            plan.commitUntil = sealed
            plan.revealUntil = index < 2 ? revealed : time(day: 26)
            let id = try create(plan)
            let bids = (0..<3).map { place in
                SealedBid(
                    provider: Self.providers[(index * 3 + place) % 11],
                    price: UInt64(40 + index * 35 + place * 6),
                    latency: UInt64(300 + place * 60))
            }
            for bid in bids { try seal(id, bid) }
            jobs.append((id, Self.clients[index], bids))
        }
        return jobs
    }

    private func openBids(_ jobs: [(id: UInt64, client: Int, bids: [SealedBid])]) throws(ChainError) {
        for (index, job) in jobs.prefix(2).enumerated() {
            if let sealed = job.bids.last {
                try self.job(
                    Self.challenger, job.id, "forfeitBid(uint256,address)",
                    [.address(try chain.address(sealed.provider))])
            }
            guard index == 0, let best = job.bids.first else { continue }
            try self.job(
                job.client, job.id, "award(uint256,address,uint256)",
                [.address(try chain.address(best.provider)), .uint(Coai.wei(best.price))])
        }
        for job in jobs.dropFirst(2) { for bid in job.bids.prefix(1) { try open(job.id, bid) } }
    }

    /// Open ones: waiting for sealed bids, with open bids, and without any terms (plain ERC-8183).
    private func openJobs() throws(ChainError) {
        for index in 0..<3 {
            var plan = plan(
                index + 3, ["qwen-72b@1", "llama-3-70b@4", "flux-dev@2"][index], [0, 0, 4][index],
                [1, 6, 8][index],
                UInt64(20 + index * 15), deadline: time(day: 31))
            plan.commitUntil = time(day: 26, hour: UInt64(index * 5))
            plan.revealUntil = time(day: 27)
            let id = try create(plan)
            for place in 0...index {
                try seal(
                    id,
                    SealedBid(
                        provider: Self.providers[(place + index) % 11], price: UInt64(15 + place * 3),
                        latency: 400))
            }
        }
        for index in 0..<2 {
            var plan = plan(index, "embedding@5", 0, 16, UInt64(8 + index * 4), deadline: time(day: 29))
            plan.revealUntil = time(day: 28)
            let id = try create(plan)
            for place in 0..<2 {
                try open(
                    id,
                    SealedBid(provider: Self.providers[place + index], price: UInt64(6 + place), latency: 250)
                )
            }
        }
        try chain.send(
            Self.clients[6], deployment.market, "createJob(address,address,uint256,string,address)",
            [
                .address(try chain.address(Self.providers[6])), .address(try chain.address(Self.evaluator)),
                .uint(UInt256(time(day: 40))), .string("translate a corpus"), .address(.zero),
            ])
        _ = try newJobID()
        var mine = plan(0, "llama-3-70b@4", 0, 3, 20, deadline: time(day: 30), evaluator: nil)
        mine = JobPlan(
            client: Self.main, evaluator: nil, model: mine.model, type: 0, verification: 3, price: 20,
            revealUntil: time(day: 28), deadline: mine.deadline)
        let id = try create(mine)
        try open(id, SealedBid(provider: Self.providers[1], price: 18, latency: 350))
        try open(id, SealedBid(provider: Self.providers[4], price: 19, latency: 300))
    }

    /// Funded and running ones; answers the last deadline of those that will be late when the scenario ends.
    private func runningJobs() throws(ChainError) -> UInt64 {
        for index in 0..<3 {
            _ = try createFunded(
                plan(index + 1, "llama-3-70b@4", 0, 9, UInt64(25 + index * 10), deadline: time(day: 28)),
                for: Self.providers[index + 2])
        }
        for index in 0..<4 {
            _ = try createRunning(
                plan(
                    index, ["mistral-lora@2", "imaging-fl@9", "gpt-j-ft@1", "sdxl-turbo@1"][index],
                    [3, 2, 1, 4][index],
                    [4, 2, 8, 16][index], UInt64(240 + index * 110), deadline: time(day: UInt64(27 + index))),
                by: Self.providers[index])
        }
        var late: UInt64 = 0
        for index in 0..<2 {
            late = try moment(day: 24, hour: 3, second: 900 + UInt64(index) * 300, after: 7)
            _ = try createRunning(
                plan(index + 5, "whisper-large@3", 0, 2, 35, deadline: late), by: Self.providers[9 + index])
        }
        return late
    }

    private func submittedJobs() throws(ChainError) {
        let deadline = time(day: 28)
        for index in 0..<3 {
            _ = try createSubmitted(
                plan(
                    index + 4, "protein-fold@1", 5, [3, 8, 6][index], UInt64(120 + index * 30),
                    deadline: deadline,
                    evaluator: index == 1 ? nil : Self.evaluator, window: 3 * 86_400),
                by: Self.providers[index + 5], latency: 455)
        }
        for index in 0..<2 {
            let id = try createSubmitted(
                plan(
                    index, "llama-3-70b@4", 0, 6, UInt64(55 + index * 20), deadline: deadline,
                    window: 3 * 86_400),
                by: Self.providers[index + 4], latency: 610)
            try challenge(id)
        }
    }

    private func orders() throws(ChainError) {
        for index in 0..<4 {
            let plan = plan(index + 2, "qwen-72b@1", 0, 8, UInt64(30 + index * 5), deadline: time(day: 29))
            try fill(
                plan, by: Self.providers[index + 1], price: UInt64(27 + index * 4), validUntil: time(day: 26))
        }
        try cancelOrder(
            plan(1, "flux-dev@2", 4, 8, 15, deadline: time(day: 29)), validUntil: time(day: 27))
    }
}
