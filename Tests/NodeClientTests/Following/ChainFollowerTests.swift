import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestSupport
import Testing

@Suite("Following a chain")
struct ChainFollowerTests {
    static func follower(
        _ node: ScriptedNode, from first: UInt64 = 0, _ change: (inout FollowOptions) -> Void = { _ in }
    ) throws -> ChainFollower {
        var options = FollowOptions.quick
        change(&options)
        return ChainFollower(
            client: try node.client(), filter: LogFilter(addresses: [ScriptedChain.contract]),
            fromBlock: first,
            options: options)
    }

    @Test(arguments: [0, 1, 25, 399]) func catchesUpInRanges(_ first: UInt64) throws {
        let chain = ScriptedChain(blocks: 400)
        let node = try ScriptedNode(chain)
        let follower = try Self.follower(node, from: first) {
            $0.firstRange = 16
            $0.maximumRange = 64
        }
        var consumer = Consumer(fromBlock: first)
        try consumer.follow(follower.next, until: chain.head)
        #expect(consumer.logs == chain.allLogs.filter { $0.blockNumber >= first })
        #expect(consumer.ranges.allSatisfy { $0 <= 64 })
        #expect(consumer.states == [.connecting, .connected(chainID: 1337, subscribed: false)])
    }

    @Test func followsNewBlocks() throws {
        let node = try ScriptedNode(ScriptedChain(blocks: 10))
        let follower = try Self.follower(node)
        var consumer = Consumer()
        for _ in 0..<5 {
            try consumer.follow(follower.next, until: node.chain.head)
            node.change { $0.chain.extend(by: 3) }
        }
        let chain = node.chain
        try consumer.follow(follower.next, until: chain.head)
        #expect(consumer.logs == chain.allLogs && consumer.undone.isEmpty && consumer.rebuilds == 0)
    }

    @Test func waitsForTheFirstBlockAskedFor() throws {
        let node = try ScriptedNode(ScriptedChain(blocks: 10))
        let follower = try Self.follower(node, from: 20)
        var consumer = Consumer(fromBlock: 20)
        while let event = try follower.next(timeoutSeconds: 0.3) { consumer.take(event) }
        #expect(consumer.last == nil)
        node.change { $0.chain.extend(by: 15) }
        let chain = node.chain
        try consumer.follow(follower.next, until: chain.head)
        #expect(consumer.logs == chain.allLogs.filter { $0.blockNumber >= 20 })
    }

    @Test(arguments: [1, 2, 5, 64, 127, 128, 129, 200]) func reorganizationsAreUndoneUpToTheirDepth(
        _ depth: Int
    ) throws {
        for blocksMore in [-1, 0, 2] {
            let node = try ScriptedNode(ScriptedChain(blocks: 300))
            let follower = try Self.follower(node)
            var consumer = Consumer()
            try consumer.follow(follower.next, until: node.chain.head)
            // Found out at a head below, at or above the one that was known.
            node.change { $0.chain.replace(depth: depth, with: max(depth + blocksMore, 1), salt: 1) }
            let chain = node.chain
            try consumer.follow(follower.next, until: chain.head)
            #expect(consumer.logs == chain.allLogs)
            #expect(
                consumer.undone == (depth <= 128 ? [UInt64(depth)] : []),
                "depth \(depth) and \(blocksMore) more")
            #expect(consumer.rebuilds == (depth <= 128 ? 0 : 1))
        }
    }

    @Test func aChainThatWasCutBackIsFollowedBack() throws {
        let node = try ScriptedNode(ScriptedChain(blocks: 50))
        let follower = try Self.follower(node)
        var consumer = Consumer()
        try consumer.follow(follower.next, until: node.chain.head)
        node.change { $0.chain.cut(to: 40) }
        var chain = node.chain
        while consumer.undone.isEmpty, let event = try follower.next(timeoutSeconds: 2) {
            consumer.take(event)
        }
        #expect(consumer.undone == [9] && consumer.logs == chain.allLogs)
        node.change { $0.chain.extend(by: 3, salt: 7) }
        chain = node.chain
        try consumer.follow(follower.next, until: chain.head)
        #expect(consumer.logs == chain.allLogs && consumer.rebuilds == 0)
    }

    /// One of several nodes behind an address may lag for a moment.
    @Test func anOlderHeadForAMomentUndoesNothing() throws {
        let node = try ScriptedNode(ScriptedChain(blocks: 50))
        let follower = try Self.follower(node)
        var consumer = Consumer()
        try consumer.follow(follower.next, until: node.chain.head)
        let old = node.chain.blocks[47]
        node.change {
            let looks = $0.counts["eth_getBlockByNumber"] ?? 0
            $0.instead = { method, parameters, before in
                method == "eth_getBlockByNumber" && parameters.first == "latest" && before < looks + 2
                    ? .result(ScriptedChain.json(old)) : nil
            }
        }
        while let event = try follower.next(timeoutSeconds: 0.5) { consumer.take(event) }
        #expect(consumer.undone.isEmpty && consumer.rebuilds == 0)
    }

    @Test func aChainReplacedWhileItIsReadFitsInTheEnd() throws {
        var random = SeededRandom(seed: 4)
        for round in 0..<6 {
            let node = try ScriptedNode(ScriptedChain(blocks: 260, salt: round))
            let follower = try Self.follower(node) { $0.firstRange = 20 }
            var consumer = Consumer()
            // Every few calls of any kind, something happens to the chain.
            for change in 0..<12 {
                let depth = 1 + random.below(20)
                let count = random.below(25)
                let steps = random.below(6)
                for _ in 0..<steps {
                    if let event = try follower.next(timeoutSeconds: 0.01) { consumer.take(event) }
                }
                node.change { $0.chain.replace(depth: depth, with: 1 + count, salt: 100 * round + change) }
            }
            let chain = node.chain
            try consumer.follow(follower.next, until: chain.head)
            #expect(consumer.logs == chain.allLogs, "round \(round)")
        }
    }

    /// The chain changes between the calls that read one range: the range isn't given out.
    @Test func aRangeThatChangesWhileItIsReadIsReadAgain() throws {
        for method in ["eth_getLogs", "eth_getBlockByNumber"] {
            for when in 0..<5 {
                let node = try ScriptedNode(ScriptedChain(blocks: 40))
                let follower = try Self.follower(node)
                node.change {
                    $0.afterwards = { name, before, chain in
                        if name == method, before == when { chain.replace(depth: 10, with: 12, salt: when) }
                    }
                }
                var consumer = Consumer()
                while let event = try follower.next(timeoutSeconds: 0.05) { consumer.take(event) }
                let chain = node.chain
                try consumer.follow(follower.next, until: chain.head)
                #expect(consumer.logs == chain.allLogs, "\(method) \(when)")
            }
        }
    }
}
