import ComputeNetwork
import Ethereum
import NetworkSamples
import TestSupport
import Testing

/// Chains that are reorganized at random: whatever came before, the state is that of a replay of the blocks that stand.
@Suite("Projection: interleavings")
struct InterleavingTests {
    /// A chain that can go back: the made-up network as it was after each block.
    struct Chain {
        var networks: [SampleNetwork]
        var blocks: [SampleBlock] = []

        init(seed: UInt64) { networks = [SampleNetwork(seed: seed, workers: 4, accounts: 6)] }

        /// Takes back the newest blocks; what follows is another chain.
        mutating func cut(_ count: Int, seed: UInt64) {
            blocks.removeLast(count)
            networks.removeLast(count)
            networks[networks.count - 1].branch(seed: seed)
        }

        mutating func next(actions: Int) -> SampleBlock {
            var network = networks[networks.count - 1]
            let block = network.nextBlock(actions: actions)
            networks.append(network)
            blocks.append(block)
            return block
        }

        func replay(watched: Set<Address>) -> NetworkState {
            var projection = Projection(profile: networks[0].profile, watched: watched)
            for block in blocks { projection.apply(block.header, block.logs) }
            return projection.state
        }
    }

    /// 3,000 sequences of blocks, reorganizations of 1 to 12 blocks and calls answered in between.
    @Test(arguments: 0..<6)
    func anyInterleavingIsTheReplay(part: Int) {
        for seed in (part * 500)..<(part * 500 + 500) {
            var random = SeededRandom(seed: UInt64(seed))
            var chain = Chain(seed: UInt64(seed))
            let watched = Set(chain.networks[0].accounts.prefix(3))
            var projection = Projection(profile: chain.networks[0].profile, watched: watched)
            for step in 0..<24 {
                if random.below(5) == 0, !chain.blocks.isEmpty {
                    let depth = 1 + random.below(min(chain.blocks.count, 12))
                    chain.cut(depth, seed: UInt64(step * 1_000 + seed))
                    let isDone = projection.undo(to: chain.blocks.last?.header.number ?? 0)
                    #expect(isDone)
                } else {
                    let block = chain.next(actions: random.below(12))
                    // Only blocks with logs are given out one by one.
                    if block.logs.isEmpty {
                        projection.advance(to: block.header)
                    } else {
                        projection.apply(block.header, block.logs)
                    }
                }
            }
            guard projection.state == chain.replay(watched: watched) else {
                Issue.record("seed \(seed): another state than that of a replay")
                return
            }
            #expect(projection.state.unreadable.total == 0, "seed \(seed)")
        }
    }

    @Test func snapshotsStayAsTheyWere() throws {
        var chain = Chain(seed: 77)
        var projection = Projection(profile: chain.networks[0].profile)
        var kept: [(NetworkSnapshot, NetworkState)] = []
        for step in 0..<60 {
            let block = chain.next(actions: 20)
            projection.apply(block.header, block.logs)
            let snapshot = try #require(projection.snapshot)
            kept.append((snapshot, chain.replay(watched: [])))
            if step % 10 == 9 {
                chain.cut(6, seed: UInt64(step))
                let isDone = projection.undo(to: chain.blocks.last?.header.number ?? 0)
                #expect(isDone)
            }
        }
        for (snapshot, state) in kept { #expect(snapshot.state == state) }
        let versions = kept.map(\.0.version)
        #expect(versions == versions.sorted() && Set(versions).count == versions.count)
    }

    @Test func aDeeperReorganizationMeansToBeginAgain() {
        var chain = Chain(seed: 5)
        var projection = Projection(profile: chain.networks[0].profile)
        for _ in 0..<200 {
            let block = chain.next(actions: 2)
            projection.apply(block.header, block.logs)
        }
        let before = projection.state
        let tooDeep = projection.undo(to: UInt64(200 - Projection.undoDepth - 1))
        #expect(!tooDeep)
        #expect(projection.state == before, "what can't be undone is left alone")
        let deepest = projection.undo(to: UInt64(200 - Projection.undoDepth))
        #expect(deepest)
        chain.cut(Projection.undoDepth, seed: 1)
        #expect(projection.state == chain.replay(watched: []))
        #expect(projection.head?.number == UInt64(200 - Projection.undoDepth))
        projection.reset()
        #expect(projection.state == NetworkState() && projection.snapshot == nil)
    }

    /// History is read without an undo; what follows it can be taken back to its end, and no further.
    @Test func historyIsntKeptForUndo() {
        var chain = Chain(seed: 8)
        var projection = Projection(profile: chain.networks[0].profile)
        for number in 1...40 {
            let block = chain.next(actions: 4)
            projection.apply(block.header, block.logs, keepsUndo: number > 30)
        }
        let intoHistory = projection.undo(to: 29)
        #expect(!intoHistory)
        let toItsEnd = projection.undo(to: 30)
        #expect(toItsEnd)
        chain.cut(10, seed: 1)
        #expect(projection.state == chain.replay(watched: []))
    }
}
