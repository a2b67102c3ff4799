import Contracts
import Ethereum
import NodeClient
import Testing

extension ContractsTests {
    /// Jobs, bids and escrow of the scenario, as JobMarket sees them.
    @Suite("Jobs") struct Jobs {
        struct Job: Equatable {
            let id: UInt256
            let status: UInt256
            let commitUntil: UInt256
            let revealUntil: UInt256
            let deadline: UInt256
            let escrow: UInt256

            var hasTerms: Bool { deadline > 0 }
        }

        static func all(_ seeded: SeededChain) throws -> [Job] {
            let count = try #require(try seeded.number("JobMarket", "jobCounter()").asUInt64)
            return try (1...count).map { number in
                let id = ABIValue.uint(UInt256(number))
                let job = try seeded.read(
                    "JobMarket",
                    "getJob(uint256) returns ((uint256,address,address,address,string,uint256,uint256,uint8,address))",
                    [id])
                let terms = try seeded.read(
                    "JobMarket",
                    "getJobTerms(uint256) returns (bytes32,bytes32,bytes32,uint8,uint8,uint16,uint256,uint256,uint32,"
                        + "uint64,uint64,uint64,uint32)", [id])
                guard let status = job.first?.members[7].number, let commit = terms[9].number,
                    let reveal = terms[10].number, let deadline = terms[11].number
                else { throw MissingValue() }
                return Job(
                    id: UInt256(number), status: status, commitUntil: commit, revealUntil: reveal,
                    deadline: deadline, escrow: try seeded.number("JobMarket", "escrowOf(uint256)", [id]))
            }
        }

        @Test func fortyJobsInEveryState() throws {
            let seeded = try SeededChain.first()
            let jobs = try Self.all(seeded)
            let now = UInt256(seeded.head.timestamp)
            #expect(jobs.count >= 40)
            #expect(Set(jobs.map(\.status)) == Set((0...8).map { UInt256(UInt64($0)) }))
            let open = jobs.filter { $0.status == 0 }
            #expect(open.contains { now < $0.commitUntil }, "bids are sealed")
            #expect(open.contains { $0.commitUntil > 0 && $0.commitUntil <= now && now < $0.revealUntil })
            #expect(open.contains { $0.commitUntil == 0 && now < $0.revealUntil }, "bids are open")
            #expect(jobs.contains { !$0.hasTerms })
            let running = jobs.filter { $0.status == 6 }
            #expect(running.filter { $0.deadline > now &+ 172_800 }.count >= 3)
            #expect(running.contains { $0.deadline < now }, "one is late")
            // What is bid for has days left, so that no test sees it drift.
            for job in open where job.revealUntil > now { #expect(job.revealUntil > now &+ 86_400) }
        }

        @Test func escrowIsWhatTheJobsHold() throws {
            let seeded = try SeededChain.first()
            let token = ABIValue.address(try seeded.address("COAIToken"))
            let market = ABIValue.address(try seeded.address("JobMarket"))
            let jobs = try Self.all(seeded)
            let total = try seeded.number("JobMarket", "totalEscrow(address)", [token])
            #expect(jobs.reduce(UInt256.zero) { $0 &+ $1.escrow } == total && total > 0)
            #expect(try seeded.number("COAIToken", "balanceOf(address)", [market]) >= total)
            // Completed, rejected, expired and cancelled jobs hold nothing; nor do open ones.
            for job in jobs where [0, 3, 4, 5, 8].contains(job.status) { #expect(job.escrow == 0) }
            for job in jobs where [1, 2, 6, 7].contains(job.status) { #expect(job.escrow > 0) }
        }

        @Test func bidsOrdersAndDisputes() throws {
            let seeded = try SeededChain.first()
            func count(_ name: String) throws -> Int { try seeded.events(.market, name).count }
            #expect(try count("BidCommitted") >= 12)
            #expect(try count("BidRevealed") >= 6)
            #expect(try count("BidForfeited") >= 2)
            #expect(try count("OrderFilled") >= 4)
            #expect(try count("OrderCancelled") == 1)
            #expect(try count("DisputeResolved") == 2)
            #expect(try count("JobDisputed") >= 4)
            var statuses: Set<UInt256> = []
            for log in try seeded.events(.market, "BidCommitted") + seeded.events(.market, "BidRevealed") {
                let provider = Address(word: log.topics[2].word)
                let bid = try seeded.read(
                    "JobMarket", "bidOf(uint256,address) returns (uint8,bytes32,uint256,uint32,uint256)",
                    [.uint(log.topics[1].word), .address(try #require(provider))])
                statuses.insert(try #require(bid[0].number))
            }
            // Committed, open, active, lost, forfeited.
            #expect(statuses.isSuperset(of: [0, 1, 2, 3, 5]))
        }
    }
}
