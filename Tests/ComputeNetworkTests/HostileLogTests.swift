import ComputeNetwork
import Ethereum
import NetworkSamples
import TestSupport
import Testing

/// Logs that nobody honest writes: they never trap, and one that is left out changes nothing but a count.
@Suite("Projection: hostile logs")
struct HostileLogTests {
    /// What a log that was left out must not touch.
    private func expectUntouched(
        _ before: NetworkState, _ after: NetworkState, _ log: Log,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var restored = after
        restored.unreadable = before.unreadable
        #expect(
            restored == before, "a log that was left out left a trace: \(log)", sourceLocation: sourceLocation
        )
    }

    /// 40,000 logs with random faults, between honest ones.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func randomFaultsLeaveNoTrace(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (network, blocks) = SampleNetwork.chain(jobs: 120, seed: seed)
        var projection = Projection(profile: network.profile, watched: network.accounts)
        var leftOut = 0
        let honest = blocks.flatMap(\.logs)
        for block in blocks.prefix(60) { projection.apply(block.header, block.logs) }
        let header = blocks[min(60, blocks.count - 1)].header
        for _ in 0..<10_000 {
            let log = spoiled(honest[random.below(honest.count)], &random)
            let before = projection.state
            projection.apply(header, [log], keepsUndo: false)
            if projection.state.unreadable.total > before.unreadable.total {
                leftOut += 1
                expectUntouched(before, projection.state, log)
            }
        }
        #expect(leftOut > 1_000, "faults that nobody notices test nothing")
    }

    /// A fault of one kind in a copy of an honest log.
    private func spoiled(_ honest: Log, _ random: inout SeededRandom) -> Log {
        var log = honest
        switch random.below(9) {
        case 0: if !log.topics.isEmpty { log.topics.removeLast() }
        case 1: log.topics.append(Hash32(word: UInt256(random.next())))
        case 2: log.data.removeLast(min(log.data.count, 1 + random.below(64)))
        case 3: log.data = []
        case 4:
            // A word of ones: an offset, a length, or a number far out of range.
            let word = random.below(log.data.count / 32 + 1) * 32
            for index in word..<min(word + 32, log.data.count) { log.data[index] = 0xff }
        case 5: if !log.data.isEmpty { log.data[random.below(log.data.count)] ^= UInt8(1 << random.below(8)) }
        case 6: if log.topics.count > 1 { log.topics[1 + random.below(log.topics.count - 1)].word = .max }
        case 7: log.data += Array(repeating: 0xee, count: random.below(100))
        default: log.topics.swapAt(0, random.below(log.topics.count))
        }
        return log
    }

    private func market(_ network: SampleNetwork, _ text: String, _ topics: [UInt256], _ words: [UInt256])
        -> Log
    {
        Log(
            address: network.contract("JobMarket"),
            topics: [Keccak256.hash(utf8: text)] + topics.map { Hash32(word: $0) },
            data: words.flatMap(\.bigEndianBytes), blockNumber: 2, blockHash: .zero, transactionHash: .zero,
            transactionIndex: 0, logIndex: 0)
    }

    @Test func contradictionsAreCountedUnderTheirCode() {
        var network = SampleNetwork(seed: 3)
        let first = network.nextBlock(actions: 0)
        let created = "JobCreated(uint256,address,address,address,uint256,address)"
        let one = UInt256.one
        let cases: [(name: String, code: String, log: Log)] = [
            (
                "a bid for an unknown job", "event.contradiction",
                market(network, "BidCommitted(uint256,address,bytes32)", [99, one], [one])
            ),
            ("an id twice", "event.contradiction", market(network, created, [1, one, 0], [0, 100, 0])),
            (
                "more is paid than was escrowed", "event.contradiction",
                market(network, "PaymentReleased(uint256,address,uint256)", [1, one], [.max])
            ),
            (
                "a dispute that ends before it began", "event.contradiction",
                market(network, "DisputeResolved(uint256,uint8,address,uint256)", [1, one], [0, 0])
            ),
            (
                "an address with too many bits", "event.malformed",
                market(network, created, [2, .max, 0], [0, 100, 0])
            ),
            ("a topic too many", "event.malformed", market(network, created, [2, one, 0, 0], [0, 100, 0])),
            ("a topic too few", "event.malformed", market(network, created, [2, one], [0, 100, 0])),
            ("no data", "event.malformed", market(network, created, [2, one, 0], [])),
            (
                "a bool of 2", "event.malformed",
                market(network, "SLAReported(uint256,address,bool,uint32,uint256)", [1, one], [2, 0, 0])
            ),
            (
                "a latency of 2^32", "event.malformed",
                market(
                    network, "BidRevealed(uint256,address,uint256,uint32,bytes32)", [1, one],
                    [1, UInt256(1 << 32), 0])
            ),
        ]
        var projection = Projection(profile: network.profile, watched: network.accounts)
        projection.apply(first.header, first.logs)
        projection.apply(first.header, [market(network, created, [1, one, 0], [0, 100, 0])])
        for (name, code, log) in cases {
            let before = projection.state
            projection.apply(first.header, [log])
            let codes = zip(projection.state.unreadable.codes, before.unreadable.codes)
            let grown = codes.filter { $0.0.count == $0.1.count + 1 }.map(\.0.code)
            #expect(grown == [code], "\(name)")
            expectUntouched(before, projection.state, log)
        }
        var foreign = cases[1].log
        foreign.address = SampleNetwork.address("somebody")
        projection.apply(first.header, [foreign])
        #expect(projection.state.unreadable.foreign == 1)
    }

    @Test func whatIsOverStaysOver() {
        var network = SampleNetwork(seed: 3)
        let block = network.nextBlock(actions: 0)
        var projection = Projection(profile: network.profile)
        let provider = UInt256(7)
        projection.apply(
            block.header,
            [
                market(
                    network, "JobCreated(uint256,address,address,address,uint256,address)",
                    [1, provider, provider], [0, 100, 0]),
                market(network, "JobFunded(uint256,address,uint256)", [1, provider], [50]),
                market(network, "JobCompleted(uint256,address,bytes32)", [1, provider], [0]),
            ])
        let done = projection.state
        for (text, topics, words) in [
            ("JobFunded(uint256,address,uint256)", [1, provider], [70]),
            ("JobStarted(uint256,address)", [1, provider], []),
            ("JobExpired(uint256)", [1], []),
            ("JobRejected(uint256,address,bytes32)", [1, provider], [0]),
            ("JobDisputed(uint256,address,uint256,bytes32)", [1, provider], [1, 1]),
        ] as [(String, [UInt256], [UInt256])] {
            projection.apply(block.header, [market(network, text, topics, words)])
        }
        #expect(projection.state.unreadable.contradicting == 5)
        #expect(projection.state.jobs == done.jobs)
    }

    @Test func textsOfAnySizeAndAmountsOfAnyHeight() {
        var network = SampleNetwork(seed: 3)
        let block = network.nextBlock(actions: 0)
        var projection = Projection(profile: network.profile, watched: network.accounts)
        let account = network.accounts[0]
        func transfer(_ amount: UInt256) -> Log {
            Log(
                address: network.contract("COAIToken"),
                topics: [
                    Keccak256.hash(utf8: "Transfer(address,address,uint256)"), .zero,
                    Hash32(word: account.word),
                ], data: amount.bigEndianBytes, blockNumber: 1, blockHash: .zero, transactionHash: .zero,
                transactionIndex: 0, logIndex: 0)
        }
        projection.apply(block.header, [transfer(.max), transfer(.max)])
        #expect(projection.state.balances[account] == .max)
        var registered = Log(
            address: network.contract("StakingManager"),
            topics: [
                Keccak256.hash(utf8: "ProviderRegistered(address,address,string,bytes32)"),
                Hash32(word: 1), Hash32(word: 2),
            ], data: UInt256(64).bigEndianBytes + UInt256(5).bigEndianBytes, blockNumber: 1, blockHash: .zero,
            transactionHash: .zero, transactionIndex: 0, logIndex: 0)
        for length in [UInt256(UInt64(Int64.max)), UInt256(1 << 20), .max] {
            registered.data = UInt256(64).bigEndianBytes + UInt256(5).bigEndianBytes + length.bigEndianBytes
            projection.apply(block.header, [registered])
        }
        #expect(projection.state.unreadable.malformed == 3)
        // Bytes that aren't text become the replacement character.
        registered.data =
            UInt256(64).bigEndianBytes + UInt256(5).bigEndianBytes + UInt256(2).bigEndianBytes + [0xff, 0xfe]
            + Array(repeating: 0, count: 30)
        projection.apply(block.header, [registered])
        #expect(projection.state.providers.first?.serviceURI == "\u{fffd}\u{fffd}")
    }
}
