import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestSupport
import Testing

/// A chain that is followed on `coai devnet`, which replaces blocks, goes and comes back as no script does it.
///
/// What is right is what `eth_getLogs` answers afterwards, read by the client's other way to logs.
@Suite("Following a real node", .serialized)
struct RealReorganizationTests {
    /// Blocks of the same number in the place of others, with their transactions waiting again, then mined elsewhere.
    @Test func blocksReplacedInTheirPlaces() throws {
        let node = try OwnNode(startTime: NodeKind.fixedStart)
        for endpoint in try RealNodeTests.endpoints(node) {
            let client = NodeClient(endpoint)
            let contract = try RealNodeTests.deploy(client)
            let filter = LogFilter(addresses: [contract])
            let stream = LogStream(endpoint: endpoint, filter: filter, fromBlock: 0, following: .quick)
            defer { stream.stop() }
            var consumer = Consumer()
            func settle() throws {
                let head = try #require(try client.header(.latest))
                try consumer.follow(stream.next, until: head, seconds: 8)
                #expect(consumer.logs == (try client.logs(filter, from: 0, through: head.number)))
            }
            for number in 1...6 {
                _ = try RealNodeTests.send(client, to: contract, data: RealNodeTests.word(UInt64(number)))
            }
            try settle()
            #expect(consumer.logs.count == 6 && consumer.undone.isEmpty)
            for depth: UInt64 in [1, 2, 5] {
                let before = try #require(try client.header(.latest))
                let logs = consumer.logs
                _ = try client.call("anvil_reorg", [.string(UInt256(depth).quantity)])
                let after = try #require(try client.header(.latest))
                #expect(after.number == before.number && after.hash != before.hash)
                #expect(try client.header(.hash(before.hash)) == nil)
                try settle()
                #expect(consumer.undone.last == depth)
                // The same was done again, in other blocks.
                #expect(consumer.logs.map(\.topics) == logs.map(\.topics) && consumer.logs != logs)
            }
            #expect(consumer.undone == [1, 2, 5] && consumer.rebuilds == 0)
        }
    }

    /// A node that was killed is waited for; when it is there again with its state, nothing is told twice.
    @Test func aNodeThatGoesAndComesBack() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-kept-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let ipcPath = folder.path + "/node.ipc"
        func start() throws -> OwnNode {
            try OwnNode(ipcPath: ipcPath, options: ["--state", folder.path + "/state"])
        }
        let first = try start()
        let endpoint = try Endpoint(ipcPath)
        let client = NodeClient(endpoint)
        let contract = try RealNodeTests.deploy(client)
        let filter = LogFilter(addresses: [contract])
        _ = try RealNodeTests.send(client, to: contract, data: RealNodeTests.word(1))
        let stream = LogStream(endpoint: endpoint, filter: filter, fromBlock: 0, following: .quick)
        defer { stream.stop() }
        var consumer = Consumer()
        let saved = try #require(try client.header(.latest))
        try consumer.follow(stream.next, until: saved, seconds: 8)
        #expect(try client.call("coai_saveState") == true)
        // This one the file doesn't know.
        _ = try RealNodeTests.send(client, to: contract, data: RealNodeTests.word(2))
        try consumer.follow(stream.next, until: try #require(try client.header(.latest)), seconds: 8)
        #expect(consumer.logs.count == 2)
        first.stop()
        try wait(for: stream, &consumer) { if case .retrying = $0 { true } else { false } }

        let second = try start()
        defer { second.stop() }
        try wait(for: stream, &consumer) { $0 == .connected(chainID: 31_337, subscribed: true) }
        let again = NodeClient(endpoint)
        #expect(try again.header(.number(saved.number)) == saved)
        _ = try RealNodeTests.send(again, to: contract, data: RealNodeTests.word(3))
        _ = try RealNodeTests.send(again, to: contract, data: RealNodeTests.word(4))
        let head = try #require(try again.header(.latest))
        try consumer.follow(stream.next, until: head, seconds: 8)
        #expect(consumer.logs == (try again.logs(filter, from: 0, through: head.number)))
        #expect(consumer.logs.map(\.topics) == [1, 3, 4].map { [Hash32(word: $0)] })
        #expect(consumer.undone == [1] && consumer.rebuilds == 0)
    }

    /// In its place there is another chain with the same id: everything is told anew.
    @Test func anotherChainInItsPlace() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-kept-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let ipcPath = folder.path + "/node.ipc"
        let endpoint = try Endpoint(ipcPath)
        let filter = LogFilter(addresses: [])
        let stream = LogStream(endpoint: endpoint, filter: filter, fromBlock: 0, following: .quick)
        defer { stream.stop() }
        var consumer = Consumer()
        for (round, start) in [NodeKind.fixedStart, NodeKind.fixedStart + 5].enumerated() {
            let node = try OwnNode(startTime: start, ipcPath: ipcPath)
            let client = NodeClient(endpoint)
            let contract = try RealNodeTests.deploy(client)
            for number in 0...round {
                _ = try RealNodeTests.send(client, to: contract, data: RealNodeTests.word(UInt64(number)))
            }
            let head = try #require(try client.header(.latest))
            try consumer.follow(stream.next, until: head, seconds: 8)
            #expect(consumer.logs == (try client.logs(filter, from: 0, through: head.number)))
            #expect(consumer.logs.count == round + 1 && consumer.rebuilds == round)
            node.stop()
        }
    }

    /// Takes events until the connection is of a kind, or none has come for a while.
    private func wait(
        for stream: LogStream, _ consumer: inout Consumer, _ isWanted: (ConnectionState) -> Bool
    ) throws {
        while !(consumer.states.last.map(isWanted) ?? false), let event = try stream.next(timeoutSeconds: 8) {
            consumer.take(event)
        }
        #expect(consumer.states.last.map(isWanted) == true, "\(consumer.states.suffix(2))")
    }
}
