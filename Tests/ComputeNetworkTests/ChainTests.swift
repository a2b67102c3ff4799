import ComputeNetwork
import Ethereum
import Foundation
import Profile
import TestSupport
import Testing

/// The state against the contracts themselves: a random walk over them on py-evm (`Chain/history.py`), whose encoding
/// and decoding are eth-abi's.
@Suite("Projection: the real contracts", .serialized)
struct ChainTests {
    /// A history that was made, and what the contracts answer at its end.
    struct History: @unchecked Sendable {
        // Read only once it is made.
        let document: [String: Any]
        let profile: NetworkProfile
        let blocks: [(header: BlockHeader, logs: [Log])]
        let answers: [String: String]

        var accounts: [Address] {
            (document["accounts"] as? [String] ?? []).compactMap { try? Address($0) }
        }
        var now: UInt64 { (document["now"] as? NSNumber)?.uint64Value ?? 0 }

        /// What the contract answers to a read, or nil for one that reverts.
        func answer(_ read: ContractRead) -> [UInt8]? {
            answers[Hex.encode(read.to.bytes) + Hex.encode(read.data, prefix: false)].flatMap {
                try? Hex.decode($0)
            }
        }
    }

    /// Made once; nil where Python's packages are absent.
    static let history = Result { try load() }

    static func load() throws -> History? {
        guard let python = Program.python else { return nil }
        let script = Shared.package.appendingPathComponent("Tests/ComputeNetworkTests/Chain/history.py")
        let result = try Program.run(python, [script.path, "4", "1500"])
        try #require(result.status == 0, "history.py: \(result.error)")
        let document = try #require(
            try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let places = document["contracts"] as? [String: String] ?? [:]
        let contracts = try places.sorted { $0.key < $1.key }.map {
            ProfileContract(id: $0.key, address: try Address($0.value), fromBlock: 0)
        }
        var blocks: [(BlockHeader, [Log])] = []
        var parent = Hash32.zero
        for (index, block) in (document["blocks"] as? [[String: Any]] ?? []).enumerated() {
            let number = UInt64(index + 1)
            let hash = Keccak256.hash(utf8: "block \(number)")
            let header = BlockHeader(
                number: number, hash: hash, parentHash: parent,
                timestamp: (block["time"] as? NSNumber)?.uint64Value ?? 0)
            parent = hash
            let logs = try (block["logs"] as? [[String: Any]] ?? []).enumerated().map { place, log in
                Log(
                    address: try Address(log["address"] as? String ?? ""),
                    topics: try (log["topics"] as? [String] ?? []).map { try Hash32($0) },
                    data: try Hex.decode(log["data"] as? String ?? ""), blockNumber: number, blockHash: hash,
                    transactionHash: hash, transactionIndex: 0, logIndex: UInt64(place))
            }
            blocks.append((header, logs))
        }
        return History(
            document: document,
            profile: NetworkProfile(name: "walk", chainID: 31_337, contracts: contracts), blocks: blocks,
            answers: document["answers"] as? [String: String] ?? [:])
    }

    private func projection(_ history: History) -> Projection {
        var projection = Projection(profile: history.profile, watched: history.accounts)
        for (header, logs) in history.blocks { projection.apply(header, logs) }
        if var last = history.blocks.last?.header {
            // The clock went on after the last log.
            last.number += 1
            last.timestamp = history.now
            last.hash = Keccak256.hash(utf8: "end")
            projection.advance(to: last)
        }
        return projection
    }

    /// Answers what is wanted until nothing is.
    private func answer(_ projection: inout Projection, _ history: History) {
        for _ in 0..<20 {
            let reads = projection.wantedReads
            guard let head = projection.head, !reads.isEmpty else { return }
            projection.take(reads.map { (read: $0, result: history.answer($0)) }, at: head.hash)
        }
        Issue.record("more is wanted without end")
    }

    private func text(_ value: Any?) -> String { value as? String ?? "absent" }
    private func number(_ value: Any?) -> UInt64 { (value as? NSNumber)?.uint64Value ?? .max }

    @Test func jobsAndBidsAreWhatTheMarketAnswers() throws {
        guard let history = try Self.history.get() else { return }
        let state = projection(history).state
        #expect(state.unreadable == UnreadableLogs())
        let jobs = history.document["jobs"] as? [[String: Any]] ?? []
        #expect(jobs.count > 40 && state.jobs.count == jobs.count)
        for (job, answer) in zip(state.jobs, jobs) {
            #expect(UInt64(job.phase.rawValue) == number(answer["status"]), "job \(job.id)")
            #expect(Hex.encode(job.client.bytes) == text(answer["client"]))
            #expect(Hex.encode(job.provider.bytes) == text(answer["provider"]), "job \(job.id)")
            #expect(Hex.encode(job.evaluator.bytes) == text(answer["evaluator"]))
            #expect(job.budget.description == text(answer["budget"]))
            #expect(job.escrow.description == text(answer["escrow"]))
            #expect(job.expiredAt == number(answer["expiredAt"]))
            #expect(job.createdAt == number(answer["createdAt"]))
            #expect(job.startedAt ?? 0 == number(answer["startedAt"]))
            #expect(job.submittedAt ?? 0 == number(answer["submittedAt"]))
            #expect(job.resultHash.description == text(answer["result"]))
            #expect(job.terms?.deadline ?? 0 == number(answer["deadline"]))
            let bids = answer["bids"] as? [String: [String: Any]] ?? [:]
            #expect(job.bidRows.count == bids.count, "job \(job.id)")
            for bid in job.bidRows.map({ state.bids[Int($0)] }) {
                let told = try #require(bids[Hex.encode(bid.provider.bytes)])
                #expect(UInt64(bid.status.rawValue) == number(told["status"]), "job \(job.id)")
                #expect((bid.price ?? .zero).description == text(told["price"]))
            }
        }
    }

    @Test func stakesAreWhatTheContractAnswers() throws {
        guard let history = try Self.history.get() else { return }
        var projection = projection(history)
        let byEvents = projection.state
        answer(&projection, history)
        let state = projection.state
        #expect(state.providers.count == (history.document["providers"] as? [String])?.count)
        // By events alone: exact where nobody was slashed, and the same status everywhere.
        for (told, read) in zip(byEvents.providers, state.providers) {
            #expect(told.status == read.status, "\(told.address)")
            if told.slashRows.isEmpty {
                #expect(told.selfStake == read.selfStake && told.delegatedStake == read.delegatedStake)
            }
            let sum = read.delegationRows.reduce(UInt256.zero) {
                $0.addingSaturating(state.delegations[Int($1)].amount)
            }
            let difference = read.totalStake.subtractingSaturating(sum)
            #expect(difference < 100, "all stake is somebody's, but for what is rounded")
        }
        #expect(!byEvents.slashes.isEmpty, "a walk without a slash compares less")
        for (told, read) in zip(byEvents.delegations, state.delegations) {
            let difference =
                told.amount > read.amount ? told.amount &- read.amount : read.amount &- told.amount
            #expect(difference < 1_000, "\(told.delegator) with \(told.provider)")
        }
        // Every unbonding that is open is one for the contract, of the same amount.
        for unbonding in state.unbondings {
            let data = try ABIFunction("unbondingOf(address,uint256)").encodeCall([
                .address(unbonding.owner), .uint(unbonding.id),
            ])
            let place = try #require(history.profile.contract("StakingManager")).address
            let told = history.answers[Hex.encode(place.bytes) + Hex.encode(data, prefix: false)]
            let words = try Hex.decode(try #require(told))
            let amount = UInt256(bigEndianBytes: words[32..<64])
            let provider = UInt256(bigEndianBytes: words[0..<32])
            #expect(unbonding.isOver == (provider?.isZero ?? true), "\(unbonding.owner) \(unbonding.id)")
            if !unbonding.isOver { #expect(amount == unbonding.amount) }
        }
        let total = state.providers.reduce(UInt256.zero) { $0.addingSaturating($1.totalStake) }
        #expect(state.figures[.totalBonded] == total)
        #expect(state.figures[.gracePeriod] == UInt256(14 * 86_400))
        #expect(state.figures.count == NetworkFigure.allCases.count)
    }

    @Test func balancesAndVotesAreWhatTheTokenAnswers() throws {
        guard let history = try Self.history.get() else { return }
        var projection = projection(history)
        let byEvents = projection.state
        answer(&projection, history)
        #expect(byEvents.balances == projection.state.balances)
        #expect(byEvents.votingPower == projection.state.votingPower)
        #expect(byEvents.balances.count == history.accounts.count)
    }

    @Test func proposalsAreWhatTheGovernorAnswers() throws {
        guard let history = try Self.history.get() else { return }
        var projection = projection(history)
        answer(&projection, history)
        let told = history.document["proposals"] as? [String: [String: Any]] ?? [:]
        #expect(projection.state.proposals.count == told.count && told.count > 3)
        for proposal in projection.state.proposals {
            let answer = try #require(told[proposal.id.description])
            #expect(UInt64(proposal.state(now: history.now).rawValue) == number(answer["state"]))
            #expect(proposal.readState?.rawValue == proposal.state(now: history.now).rawValue)
            #expect(proposal.voteEnd == number(answer["end"]))
            #expect(proposal.eta ?? 0 == number(answer["eta"]))
            #expect(proposal.recomputedID == proposal.id)
            guard let operation = proposal.operationID else { continue }
            #expect(operation.description == text(answer["operation"]))
            #expect((proposal.operationStatus == .done) == (number(answer["operationState"]) == 3))
        }
        #expect(projection.state.proposals.contains { $0.operationStatus == .done })
    }

    /// Back by half of what is kept and forth again, with the calls answered: the same state.
    @Test func readsAreMadeAgainAfterAReorganization() throws {
        guard let history = try Self.history.get() else { return }
        var projection = projection(history)
        answer(&projection, history)
        let before = projection.state
        let line = history.blocks.count - 60
        let isDone = projection.undo(to: UInt64(line))
        #expect(isDone && projection.state != before)
        for (header, logs) in history.blocks[line...] { projection.apply(header, logs) }
        answer(&projection, history)
        #expect(projection.state.jobs == before.jobs && projection.state.bids == before.bids)
        #expect(projection.state.providers == before.providers)
        #expect(projection.state.delegations == before.delegations)
        #expect(projection.state.unbondings == before.unbondings)
        #expect(projection.state.balances == before.balances && projection.state.figures == before.figures)
    }
}
