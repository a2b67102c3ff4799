import Ethereum
import Foundation
import NodeClient
import StrictJSON
import TestSupport
import Testing

/// The client on real nodes, over each way to speak to them: on `coai devnet`, and, since both are ours and could be
/// wrong in the same way, on one that isn't (py-evm behind alysis).
@Suite("A real node", .serialized)
struct RealNodeTests {
    static func endpoints(_ node: any TestNode) throws -> [Endpoint] {
        [try Endpoint(node.httpURL), try Endpoint(node.webSocketURL), try Endpoint(node.ipcPath)]
    }

    /// Code that emits a log with the calldata's first word as its topic and 32 bytes of the block number as data, or
    /// reverts with 4 bytes of text where there is no calldata.
    static let runtime =
        "3615601257" + "4360005260003560206000a1" + "00" + "5b" + "6312345678600052" + "6004601cfd"

    static func send(_ client: NodeClient, to: Address?, data: String) throws -> TransactionReceipt {
        let from = try #require(try client.call("eth_accounts").arrayValue?.dropFirst().first)
        var members: [(String, JSON)] = [("from", from), ("data", .string(data)), ("gas", "0x30d40")]
        if let to { members.append(("to", .string(Hex.encode(to.bytes)))) }
        let hash = try #require(
            try client.call("eth_sendTransaction", [.object(JSONObject(members))]).stringValue)
        return try #require(try client.receipt(try Hash32(hash)))
    }

    static func deploy(_ client: NodeClient) throws -> Address {
        let code = runtime
        let size = String(code.utf8.count / 2, radix: 16)
        // PUSH1 size, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, RETURN.
        let creation = "0x60" + (size.utf8.count == 1 ? "0" : "") + size + "8060095f395ff3" + code
        return try #require(try send(client, to: nil, data: creation).contractAddress)
    }

    static func word(_ number: UInt64) -> String { Hash32(word: UInt256(number)).description }

    @Test(arguments: NodeKind.allCases) func typedCallsOverEveryTransport(_ kind: NodeKind) throws {
        guard let node = try kind.start() else { return }
        for endpoint in try Self.endpoints(node) {
            let client = NodeClient(endpoint, options: NodeOptions(expectedChainID: 31_337))
            #expect(try client.chainID() == 31_337)
            let contract = try Self.deploy(client)
            #expect(Hex.encode(try client.code(contract), prefix: false) == Self.runtime)
            let receipt = try Self.send(client, to: contract, data: Self.word(7))
            #expect(receipt.succeeded && receipt.to == contract && receipt.logs.count == 1)
            #expect(receipt.logs.first?.topics == [Hash32(word: 7)])
            let head = try #require(try client.header(.latest))
            #expect(head.number == receipt.blockNumber && head.hash == receipt.blockHash)
            #expect(try client.header(.hash(head.hash)) == head)
            #expect(try client.blockNumber() == head.number)
            #expect(try client.headers(0...(head.number + 1)).compactMap { $0 }.count == Int(head.number) + 1)
            let logs = try client.logs(
                LogFilter(addresses: [contract], topics: [[Hash32(word: 7)]]), from: 0, through: head.number)
            #expect(logs == receipt.logs)
            #expect(logs.first?.data == UInt256(head.number).bigEndianBytes)
            #expect(
                try client.logs(
                    LogFilter(addresses: [contract], topics: [[.zero]]), from: 0, through: head.number
                )
                .isEmpty)
            #expect(try client.balance(receipt.from) > 0)
            #expect(try client.nonce(receipt.from) >= 2)
            #expect(try client.storage(contract, slot: 0) == .zero)
            let call = ContractCall(to: contract, data: Array(UInt256(1).bigEndianBytes), from: receipt.from)
            #expect(try client.call(call) == [])
            #expect(try client.estimateGas(call) > 21_000)
            #expect(try client.gasPrice() > 0)
            #expect(try client.feeHistory(blocks: 3, percentiles: [50]).baseFeePerGas.count >= 2)
            let revert = nodeError { _ = try client.call(ContractCall(to: contract, data: [])) }
            #expect(revert?.code == "node.revert" && revert?.revertData == [0x12, 0x34, 0x56, 0x78])
            let results = try client.calls(
                [call, ContractCall(to: contract, data: [])], at: .number(head.number))
            #expect(try results[0].get() == [])
            #expect(nodeError { _ = try results[1].get() }?.code == "node.revert")
            #expect(try client.receipt(.zero) == nil)
            #expect(nodeError { _ = try client.call("no_such_method") }?.code == "node.method-missing")
        }
    }

    @Test(arguments: NodeKind.allCases) func reorganizationsOverEveryTransport(_ kind: NodeKind) throws {
        guard let node = try kind.start() else { return }
        for endpoint in try Self.endpoints(node) {
            let client = NodeClient(endpoint)
            let contract = try Self.deploy(client)
            let filter = LogFilter(addresses: [contract])
            let stream = LogStream(
                endpoint: endpoint, options: NodeOptions(expectedChainID: 31_337), filter: filter,
                fromBlock: 0,
                following: .quick)
            var consumer = Consumer()
            func settle() throws {
                let head = try #require(try client.header(.latest))
                try consumer.follow(stream.next, until: head, seconds: 8)
                #expect(consumer.logs == (try client.logs(filter, from: 0, through: head.number)))
            }
            try settle()
            for number in 1...4 { _ = try Self.send(client, to: contract, data: Self.word(UInt64(number))) }
            try settle()
            #expect(consumer.logs.count == 4 && consumer.undone.isEmpty)
            let snapshot = try client.call("evm_snapshot")
            for number in 5...8 { _ = try Self.send(client, to: contract, data: Self.word(UInt64(number))) }
            try settle()
            #expect(consumer.logs.count == 8)
            // The head goes down; then other blocks take the place of those that went.
            #expect(try client.call("evm_revert", [snapshot]) == true)
            while consumer.undone.isEmpty, let event = try stream.next(timeoutSeconds: 8) {
                consumer.take(event)
            }
            #expect(consumer.undone == [4] && consumer.logs.count == 4)
            let again = try client.call("evm_snapshot")
            for number in 9...11 { _ = try Self.send(client, to: contract, data: Self.word(UInt64(number))) }
            try settle()
            #expect(consumer.logs.map(\.topics) == [1, 2, 3, 4, 9, 10, 11].map { [Hash32(word: $0)] })
            // Replaced at once by a longer chain.
            #expect(try client.call("evm_revert", [again]) == true)
            for number in 12...17 { _ = try Self.send(client, to: contract, data: Self.word(UInt64(number))) }
            try settle()
            #expect(consumer.logs.map(\.topics).last == [Hash32(word: 17)] && consumer.logs.count == 10)
            #expect(consumer.rebuilds == 0)
            let isSubscribed = endpoint.transport != .http
            #expect(consumer.states.last == .connected(chainID: 31_337, subscribed: isSubscribed))
            stream.stop()
        }
    }
}
