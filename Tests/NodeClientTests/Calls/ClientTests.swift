import Ethereum
import Foundation
import NodeClient
import StrictJSON
import Synchronization
import Testing

@Suite("Client")
struct ClientTests {
    @Test func aConnectionIsKeptAndItsChainCheckedOnce() throws {
        let node = try ScriptedNode()
        let client = try node.client()
        for _ in 0..<5 { #expect(try client.blockNumber() == 9) }
        #expect(node.count("eth_chainId") == 1)
        #expect(node.state.withLock { $0.connections } == 1)
        client.disconnect()
        _ = try client.blockNumber()
        #expect(node.count("eth_chainId") == 2)
    }

    @Test func anotherChainIsRefused() throws {
        let node = try ScriptedNode()
        let client = try node.client { $0.expectedChainID = 1 }
        #expect(throws: NodeError.self) { try client.blockNumber() }
        #expect(node.count("eth_blockNumber") == 0)
        let error = nodeError { _ = try client.blockNumber() }
        #expect(error?.code == "node.chain" && error?.isWrongChain == true)
    }

    @Test func anotherChainAfterAReconnectIsRefused() throws {
        let node = try ScriptedNode()
        let client = try node.client { $0.attempts = 3 }
        _ = try client.blockNumber()
        node.change { $0.chainID = 5 }
        // The connection stands, so nothing has changed for it.
        _ = try client.blockNumber()
        client.disconnect()
        do {
            _ = try client.blockNumber()
            Issue.record("the client went on with another chain")
        } catch { #expect(error.code == "node.chain") }
    }

    @Test func callsThatChangeNothingAreTriedAgain() throws {
        let node = try ScriptedNode()
        node.change {
            $0.instead = { method, _, before in method == "eth_blockNumber" && before < 2 ? .close : nil }
        }
        #expect(try node.client { $0.attempts = 3 }.blockNumber() == 9)
        #expect(node.count("eth_blockNumber") == 3)
        let unlucky = try ScriptedNode()
        unlucky.answer("eth_blockNumber", with: .close)
        #expect(throws: NodeError.self) { try unlucky.client { $0.attempts = 2 }.blockNumber() }
        #expect(unlucky.count("eth_blockNumber") == 2)
        let refusing = try ScriptedNode()
        refusing.answer("eth_blockNumber", with: .error(-32000, "no"))
        #expect(throws: NodeError.self) { try refusing.client { $0.attempts = 3 }.blockNumber() }
        #expect(refusing.count("eth_blockNumber") == 1)
    }

    @Test func aTransactionIsSentOnce() throws {
        let raw: [UInt8] = [0xc0]
        let hash = Keccak256.hash(raw)
        let node = try ScriptedNode()
        node.answer("eth_sendRawTransaction", with: .result(.string("\(hash)")))
        #expect(try node.client().sendRawTransaction(raw) == hash)
        node.answer("eth_sendRawTransaction", with: .error(-32000, "already known"))
        #expect(try node.client().sendRawTransaction(raw) == hash)
        node.answer("eth_sendRawTransaction", with: .error(-32000, "nonce too low"))
        #expect(throws: NodeError.self) { try node.client().sendRawTransaction(raw) }
        node.answer("eth_sendRawTransaction", with: .result(.string("\(Hash32.zero)")))
        #expect(throws: NodeError.self) { try node.client().sendRawTransaction(raw) }

        let silent = try ScriptedNode()
        silent.answer("eth_sendRawTransaction", with: .close)
        let error = try #require(
            nodeError { _ = try silent.client { $0.attempts = 3 }.sendRawTransaction(raw) })
        #expect(error.hint.contains("may have arrived") && !error.isTransient)
        #expect(silent.count("eth_sendRawTransaction") == 1)
        // Where the node turns out to have it, it was sent.
        silent.change {
            $0.instead = { method, _, _ in
                switch method {
                case "eth_sendRawTransaction": .close
                case "eth_getTransactionByHash": .result(.object(JSONObject([("hash", .string("\(hash)"))])))
                default: nil
                }
            }
        }
        #expect(try silent.client().sendRawTransaction(raw) == hash)
    }

    @Test func revertsKeepTheirData() throws {
        let node = try ScriptedNode()
        let data = "0x08c379a0" + String(repeating: "0", count: 63) + "1"
        for stated in [#""\#(data)""#, #""Reverted \#(data)""#, #"{"data":"\#(data)"}"#] {
            let body =
                #"{"jsonrpc":"2.0","id":2,"error":{"code":3,"message":"execution reverted","data":\#(stated)}}"#
            node.answer("eth_call", with: .body(body))
            let error = try #require(
                nodeError { _ = try node.client().call(ContractCall(to: ScriptedChain.contract, data: [])) })
            #expect(error.code == "node.revert")
            #expect(error.revertData.map { Hex.encode($0) } == data)
        }
    }

    @Test func batchesKeepTheirOrder() throws {
        let node = try ScriptedNode()
        let client = try node.client { $0.batchSize = 3 }
        let numbers = try client.headers(UInt64(0)...11).map { $0?.number }
        #expect(numbers == (0..<10).map { UInt64($0) } + [nil, nil])
        node.change {
            $0.instead = { method, parameters, _ in
                method == "eth_call" && parameters.first?["data"] == "0x02"
                    ? .error(3, "execution reverted")
                    : method == "eth_call" ? .result("0x01") : nil
            }
        }
        let results = try client.calls(
            [1, 2, 3].map { ContractCall(to: ScriptedChain.contract, data: [$0]) }, at: .number(5))
        #expect(try results[0].get() == [1])
        #expect(try results[2].get() == [1])
        #expect(throws: NodeError.self) { try results[1].get() }
    }

    static let batches: [(body: String, code: String)] = [
        ("[]", "node.reply"),
        (#"[{"jsonrpc":"2.0","id":2,"result":"0x"}]"#, "node.reply"),
        (#"[{"jsonrpc":"2.0","id":2,"result":"0x"},{"jsonrpc":"2.0","id":2,"result":"0x"}]"#, "node.reply"),
        (#"[{"jsonrpc":"2.0","id":2,"result":"0x"},{"jsonrpc":"2.0","id":4,"result":"0x"}]"#, "node.reply"),
        (#"[{"jsonrpc":"2.0","id":2,"result":"0x"},{"jsonrpc":"2.0","id":"3","result":"0x"}]"#, "node.reply"),
        (#"[{"jsonrpc":"2.0","id":2,"result":"0x"},7]"#, "node.reply"),
        (#"{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"no batches"}}"#, "node.rpc"),
    ]

    @Test(arguments: batches.indices) func batchIsRefused(_ index: Int) throws {
        let node = try LoopbackServer { peer in
            var rest: [UInt8] = []
            while let (_, body) = peer.request(&rest) {
                let isBatch = body.first == UInt8(ascii: "[")
                let text = isBatch ? Self.batches[index].body : #"{"jsonrpc":"2.0","id":1,"result":"0x1"}"#
                peer.write(Peer.response(Array(text.utf8)))
            }
        }
        let client = NodeClient(
            try Endpoint("http://127.0.0.1:\(node.port)"), options: ScriptedNode.options())
        try client.connect()
        do {
            _ = try client.batch([NodeCall("a"), NodeCall("b")])
            Issue.record("the batch was accepted")
        } catch { #expect(error.code == Self.batches[index].code, "\(error.message)") }
    }

    @Test func cancellationEndsAWaitAtOnce() throws {
        let node = try ScriptedNode()
        node.answer("eth_blockNumber", with: .silence)
        let cancellation = Cancellation()
        Thread.detachNewThread {
            Thread.sleep(forTimeInterval: 0.2)
            cancellation.cancel()
        }
        let client = NodeClient(try node.endpoint, cancellation: cancellation)
        let start = Date()
        do {
            _ = try client.blockNumber()
            Issue.record("an answer from a silent node")
        } catch { #expect(error.isCancelled) }
        #expect(Date().timeIntervalSince(start) < 5)
        do {
            _ = try client.blockNumber()
            Issue.record("an answer after the cancellation")
        } catch { #expect(error.isCancelled) }
    }

    @Test func aPlaceWithoutANodeIsSaidSo() throws {
        // A port that was free a moment ago.
        let port = try LoopbackServer { _ in }.port
        for text in ["http://127.0.0.1:\(port)", "ws://127.0.0.1:\(port)", "/tmp/coai-no-such-socket"] {
            let client = NodeClient(try Endpoint(text), options: ScriptedNode.options())
            do {
                _ = try client.blockNumber()
                Issue.record("an answer from nobody")
            } catch { #expect(error.code == "node.connect" && error.isTransient) }
        }
        do {
            _ = try NodeClient(try Endpoint("http://no-such-host.invalid"), options: ScriptedNode.options())
                .blockNumber()
            Issue.record("an answer from nobody")
        } catch { #expect(["node.resolve", "node.timeout"].contains(error.code)) }
    }
}
