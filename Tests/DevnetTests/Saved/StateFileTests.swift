import Foundation
import StrictJSON
import TestSupport
import Testing

/// `coai devnet --state` and `--seed`: real processes, files and kills.
@Suite("coai devnet --state", .serialized) struct StateFileTests {
    private func call(_ node: RunningNode, _ method: String, _ parameters: String = "[]") throws -> JSON? {
        let body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(parameters)}"
        let answer = try node.request(body)
        let document = try #require(answer.range(of: "\r\n\r\n")).upperBound
        return try JSON.parse(Array(answer[document...].utf8))["result"]
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "coai-state-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private func refusal(_ options: [String]) throws -> (status: Int32, code: String?) {
        let coai = URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai")
        let result = try Program.run(coai, ["devnet", "--port", "0", "--json"] + options)
        return (result.status, try? JSON.parse(Array(result.output.utf8))["error"]?["code"]?.stringValue)
    }

    @Test func goesOn() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("chain.state").path
        let first = try RunningNode(["--state", path, "--chain-id", "77", "--seed", "9"])
        #expect(!FileManager.default.fileExists(atPath: path))
        _ = try call(first, "evm_mine")
        _ = try call(first, "evm_mine")
        let head = try call(first, "eth_getBlockByNumber", "[\"latest\",true]")
        #expect(first.stop() == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["chain.state"])

        let second = try RunningNode(["--state", path])
        #expect(try call(second, "eth_chainId") == "0x4d")
        #expect(try call(second, "eth_getBlockByNumber", "[\"latest\",true]") == head)
        _ = try call(second, "evm_mine")
        #expect(try call(second, "coai_saveState") == true)
        _ = try call(second, "evm_mine")
        // Killed: the block after what was saved is lost, and nothing else.
        second.kill()
        let third = try RunningNode(["--state", path])
        #expect(try call(third, "eth_blockNumber") == "0x3")
        #expect(third.stop() == 0)

        // Another chain's options, and files that aren't states.
        #expect(try refusal(["--state", path, "--chain-id", "78"]).status == 2)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[bytes.count / 2] ^= 4
        try bytes.write(to: URL(fileURLWithPath: path))
        let changed = try refusal(["--state", path])
        #expect(changed.status == 4 && changed.code == "state.checksum")
        try bytes.prefix(100).write(to: URL(fileURLWithPath: path))
        let cut = try refusal(["--state", path])
        #expect(cut.status == 4 && cut.code == "state.cut")
        #expect(try refusal(["--state", folder.path]).status == 4)
        // What was refused stays as it is.
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes.prefix(100))
    }

    /// One node has the file at a time, however it ends.
    @Test func isLocked() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("chain.state").path
        let first = try RunningNode(["--state", path])
        _ = try call(first, "evm_mine")
        for _ in 0..<2 {
            let second = try refusal(["--state", path])
            #expect(second.status == 5 && second.code == "state.in-use")
        }
        #expect(first.isRunning && first.stop() == 0)
        let third = try RunningNode(["--state", path])
        #expect(try call(third, "eth_blockNumber") == "0x1")
        third.kill()
        let fourth = try RunningNode(["--state", path])
        #expect(fourth.stop() == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["chain.state"])
    }

    /// When blocks are made is kept, too, unless the next run says otherwise.
    @Test func blockTime() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("chain.state").path
        func number(_ node: RunningNode) throws -> JSON? { try call(node, "eth_blockNumber") }
        let first = try RunningNode(["--state", path])
        _ = try call(first, "evm_setAutomine", "[false]")
        #expect(first.stop() == 0)
        let second = try RunningNode(["--state", path])
        let account = try #require(try call(second, "eth_accounts")?.arrayValue?.first?.stringValue)
        let transaction = #"[{"from":"\#(account)","to":"\#(account)"}]"#
        #expect(try call(second, "eth_sendTransaction", transaction) != nil)
        #expect(try number(second) == "0x0")
        #expect(second.stop() == 0)
        let third = try RunningNode(["--state", path, "--block-time", "instant"])
        #expect(try number(third) == "0x0")
        #expect(try call(third, "eth_sendTransaction", transaction) != nil)
        #expect(try number(third) == "0x1")
        #expect(third.stop() == 0)
    }

    /// Killed again and again while it writes: the file is always one whole state or the other.
    @Test func killedWhileWriting() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("chain.state").path
        let save = #"{"jsonrpc":"2.0","id":1,"method":"coai_saveState"}"#
        let batch = "[" + Array(repeating: save, count: 200).joined(separator: ",") + "]"
        let head = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        let request = Array("\(head)Content-Length: \(batch.utf8.count)\r\n\r\n\(batch)".utf8)
        var number = 0
        for round in 0..<6 {
            let node = try RunningNode(["--state", path])
            let found = try #require(try call(node, "eth_blockNumber")?.stringValue)
            #expect(found == "0x" + String(number, radix: 16))
            _ = try call(node, "anvil_mine", "[300]")
            _ = try call(node, "coai_saveState")
            number += 300
            let connection = try node.connection()
            _ = request.withUnsafeBytes { send(connection, $0.baseAddress, $0.count, 0) }
            // As soon as the next file is begun, or after none of it was seen for a while; each round elsewhere in it.
            for _ in 0..<(200 << round) {
                let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                if names.contains(where: { $0.hasSuffix(".new") }) { break }
            }
            node.kill()
            close(connection)
        }
        let last = try RunningNode(["--state", path])
        #expect(try call(last, "eth_blockNumber") == .string("0x" + String(number, radix: 16)))
    }

    /// The same seed and the same requests give the same chain, another seed another one.
    @Test func seeds() throws {
        func head(_ seed: String) throws -> JSON? {
            let node = try RunningNode(["--seed", seed])
            for _ in 0..<3 { _ = try call(node, "evm_mine") }
            return try call(node, "eth_getBlockByNumber", "[\"latest\",false]")
        }
        let one = try head("1")
        #expect(try head("1") == one)
        let two = try head("2")
        #expect(two?["mixHash"] != one?["mixHash"] && two?["timestamp"] == one?["timestamp"])
    }
}
