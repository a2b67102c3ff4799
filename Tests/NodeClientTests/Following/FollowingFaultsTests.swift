import Ethereum
import Foundation
import NodeClient
import StrictJSON
import Testing

@Suite("Following through faults")
struct FollowingFaultsTests {
    /// How nodes say that a range is too large: geth, Infura, Alchemy, QuickNode, Ankr, Cloudflare and others.
    static let limits: [(code: Int, message: String)] = [
        (-32000, "query returned more than 10000 results"),
        (-32005, "query returned more than 10000 results. Try with this block range [0x1, 0x2]."),
        (-32602, "Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range"),
        (-32614, "eth_getLogs is limited to a 10,000 range"), (-32600, "block range is too wide"),
        (-32047, "Invalid eth_getLogs request. 'fromBlock'-'toBlock' range too large. Max range: 800"),
        (-32000, "exceed maximum block range: 5000"),
        (-32000, "requested too many blocks from 1 to 9999, maximum is set to 2048"),
        (-32002, "request timed out"), (-32000, "query timeout exceeded"),
    ]

    @Test(arguments: limits.indices) func rangesShrinkToWhatTheNodeAnswers(_ index: Int) throws {
        let chain = ScriptedChain(blocks: 600)
        let node = try ScriptedNode(chain)
        let (code, message) = Self.limits[index]
        node.change {
            $0.instead = { method, parameters, _ in
                guard method == "eth_getLogs", let filter = parameters.first,
                    let first = filter["fromBlock"]?.stringValue.flatMap({ UInt256(quantity: $0)?.asInt }),
                    let last = filter["toBlock"]?.stringValue.flatMap({ UInt256(quantity: $0)?.asInt }),
                    last - first + 1 > 37
                else { return nil }
                return .error(code, message)
            }
        }
        let follower = try ChainFollowerTests.follower(node) { $0.firstRange = 1000 }
        var consumer = Consumer()
        try consumer.follow(follower.next, until: chain.head)
        #expect(consumer.logs == chain.allLogs)
        #expect(consumer.ranges.allSatisfy { $0 <= 37 })
        // No fault for a person to see.
        #expect(consumer.states.count == 2)
        #expect(node.count("eth_getLogs") < 120)
    }

    @Test func rangesGrowWhereLogsAreFewAndShrinkWhereTheyAreMany() throws {
        let node = try ScriptedNode(ScriptedChain(blocks: 1500, maximumLogs: 0))
        let follower = try ChainFollowerTests.follower(node) {
            $0.firstRange = 10
            $0.maximumRange = 400
        }
        var consumer = Consumer()
        try consumer.follow(follower.next, until: node.chain.head)
        #expect(consumer.ranges.max() ?? 0 >= 320 && consumer.ranges.max() ?? 0 <= 400)
        let busy = try ScriptedNode(ScriptedChain(blocks: 1500, maximumLogs: 6))
        let careful = try ChainFollowerTests.follower(busy) {
            $0.firstRange = 500
            $0.logsPerRange = 100
        }
        var other = Consumer()
        try other.follow(careful.next, until: busy.chain.head)
        #expect(other.ranges.suffix(10).allSatisfy { $0 <= 63 })
        #expect(other.logs == busy.chain.allLogs)
    }

    @Test func answersTooLargeAndTooSlowShrinkTheRangeToo() throws {
        for instead in [Instead.endless(first: "HTTP/1.1 200 OK\r\n\r\n", then: "[[[["), .silence] {
            let chain = ScriptedChain(blocks: 40)
            let node = try ScriptedNode(chain)
            node.change {
                $0.instead = { method, _, before in method == "eth_getLogs" && before < 2 ? instead : nil }
            }
            let client = try node.client {
                $0.maximumBodyBytes = 1 << 20
                $0.requestSeconds = 0.5
            }
            let follower = ChainFollower(
                client: client, filter: LogFilter(addresses: []), fromBlock: 0, options: .quick)
            var consumer = Consumer()
            try consumer.follow(follower.next, until: chain.head)
            #expect(consumer.logs == chain.allLogs && consumer.ranges.first == 10)
        }
    }

    @Test func faultsAreToldAndGotOver() throws {
        let faults: [(Instead, code: String)] = [
            (.close, "node.closed"), (.body("nonsense"), "node.json"), (.error(-32000, "boom"), "node.rpc"),
            (.result("0x"), "node.result"),
            (.raw(Array("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n".utf8)), "node.http-status"),
        ]
        for (instead, code) in faults {
            for method in ["eth_getBlockByNumber", "eth_getLogs", "eth_chainId"] {
                let chain = ScriptedChain(blocks: 20)
                let node = try ScriptedNode(chain)
                node.change {
                    $0.instead = { name, _, before in name == method && before < 3 ? instead : nil }
                }
                let follower = try ChainFollowerTests.follower(node)
                var consumer = Consumer()
                try consumer.follow(follower.next, until: chain.head)
                #expect(consumer.logs == chain.allLogs)
                let told = consumer.states.contains {
                    if case .retrying(let error, _) = $0 { return error.code == code }
                    return false
                }
                #expect(told, "\(method) \(code): \(consumer.states)")
                #expect(consumer.states.last == .connected(chainID: 1337, subscribed: false))
            }
        }
    }

    @Test func theHeadIsToldAgainAfterAFault() throws {
        let node = try ScriptedNode()
        let follower = try ChainFollowerTests.follower(node)
        var consumer = Consumer()
        try consumer.follow(follower.next, until: node.chain.head)
        node.answer("eth_getBlockByNumber", with: .close)
        var told: [ChainEvent] = []
        while told.isEmpty, let event = try follower.next(timeoutSeconds: 5) { told.append(event) }
        guard case .connection(.retrying) = told.first else {
            Issue.record("no fault was told")
            return
        }
        node.change { $0.instead = { _, _, _ in nil } }
        var heads = 0
        while heads == 0, let event = try follower.next(timeoutSeconds: 5) {
            if case .head(let header) = event, header == node.chain.head { heads += 1 }
        }
        #expect(heads == 1)
    }

    /// Logs that aren't those of the chain never reach the consumer, and the fault is told.
    @Test func foreignLogsAreNeverGivenOut() throws {
        let chain = ScriptedChain(blocks: 20)
        let other = ScriptedChain(blocks: 20, salt: 9)
        let good = chain.answer("eth_getLogs", [["fromBlock": "0x0", "toBlock": "0x13"]])?.arrayValue ?? []
        let foreign = other.answer("eth_getLogs", [["fromBlock": "0x0", "toBlock": "0x13"]]) ?? []
        for logs in [foreign, .array(good.reversed()), .array(good + good)] {
            let node = try ScriptedNode(chain)
            node.answer("eth_getLogs", with: .result(logs))
            let follower = try ChainFollowerTests.follower(node)
            var consumer = Consumer()
            let end = Date().addingTimeInterval(0.7)
            while Date() < end {
                if let event = try follower.next(timeoutSeconds: 0.1) { consumer.take(event) }
            }
            #expect(consumer.logs.isEmpty && consumer.last == nil)
            let told = consumer.states.contains {
                if case .retrying(let error, _) = $0 { return error.code == "node.logs" }
                return false
            }
            #expect(told)
        }
    }

    @Test func anotherChainEndsTheFollowing() throws {
        let node = try ScriptedNode()
        let follower = try ChainFollowerTests.follower(node)
        var consumer = Consumer()
        try consumer.follow(follower.next, until: node.chain.head)
        node.change {
            $0.chainID = 1
            $0.instead = { method, _, _ in method == "eth_chainId" ? nil : .close }
        }
        let error = nodeError { while true { _ = try follower.next(timeoutSeconds: 1) } }
        #expect(error?.code == "node.chain")
    }

    @Test func aStreamRunsByItselfAndStops() throws {
        let chain = ScriptedChain(blocks: 300)
        let node = try ScriptedNode(chain)
        let stream = LogStream(
            endpoint: try node.endpoint, options: ScriptedNode.options(), filter: LogFilter(addresses: []),
            fromBlock: 0, following: .quick)
        var consumer = Consumer()
        try consumer.follow(stream.next, until: chain.head)
        #expect(consumer.logs == chain.allLogs)
        var polled = pollfd(fd: stream.wakeDescriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&polled, 1, 0) == 0)
        #expect(try stream.next(timeoutSeconds: 0.05) == nil)
        node.change { $0.chain.extend(by: 1) }
        #expect(poll(&polled, 1, 5000) == 1)
        node.answer("eth_getBlockByNumber", with: .silence)
        Thread.sleep(forTimeInterval: 0.1)
        let start = Date()
        stream.stop()
        #expect(nodeError { while true { _ = try stream.next(timeoutSeconds: 5) } }?.isCancelled == true)
        #expect(Date().timeIntervalSince(start) < 2)
    }

    /// A consumer that takes nothing holds the reading up, so that nothing piles up.
    @Test func aSlowConsumerSlowsTheReading() throws {
        let node = try ScriptedNode(ScriptedChain(blocks: 2000))
        var following = FollowOptions.quick
        following.firstRange = 5
        following.maximumRange = 5
        let stream = LogStream(
            endpoint: try node.endpoint, options: ScriptedNode.options(), filter: LogFilter(addresses: []),
            fromBlock: 0, following: following)
        Thread.sleep(forTimeInterval: 1)
        let read = node.count("eth_getLogs")
        #expect(read > 2 && read < 15)
        Thread.sleep(forTimeInterval: 0.3)
        #expect(node.count("eth_getLogs") == read)
        stream.stop()
    }
}
