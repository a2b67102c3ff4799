import Contracts
import Foundation
import TestSupport
import Testing

/// The real program: work as tools do it, and clients that mean no good.
@Suite("coai devnet", .serialized) struct ServerTests {
    /// web3.py and eth-account, unchanged, over HTTP, WebSocket and IPC.
    @Test func web3Flows() throws {
        guard let python = Program.python else { return }
        let node = try RunningNode()
        let artifact =
            "{\"abi\": \(COAITokenArtifact.abi), \"bytecode\": \"0x\(COAITokenArtifact.creationCode)\"}"
        try Data(artifact.utf8).write(to: node.folder.appendingPathComponent("COAIToken.json"))
        let script = Shared.package.appendingPathComponent("Tests/DevnetTests/Server/web3_flows.py").path
        let result = try Program.run(
            python, [script, node.http, node.webSocket, node.ipc, node.folder.path])
        #expect(result.status == 0, "\(result.error)")
        #expect(result.output.contains("all answers"))
        #expect(node.stop() == 0)
        #expect(!FileManager.default.fileExists(atPath: node.ipc))
    }

    @Test func refusedRequests() throws {
        let node = try RunningNode()
        let call = #"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#
        #expect(try node.request(call, fields: "").hasPrefix("HTTP/1.1 415"))
        #expect(try node.request(call, fields: "Content-Type: text/plain\r\n").hasPrefix("HTTP/1.1 415"))
        let json = "Content-Type: application/json\r\n"
        #expect(
            try node.request(call, fields: json + "Origin: https://evil.example\r\n").hasPrefix(
                "HTTP/1.1 403"))
        #expect(try node.request(call, fields: json + "Origin: null\r\n").hasPrefix("HTTP/1.1 403"))
        #expect(
            try node.request(call, fields: json + "Origin: http://localhost:3000\r\n").hasPrefix(
                "HTTP/1.1 200"))
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil", ""] {
            let text =
                "POST / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\(json)Content-Length: 0\r\n\r\n"
            #expect(
                String(decoding: try node.exchange(Array(text.utf8)), as: UTF8.self).hasPrefix("HTTP/1.1 403")
            )
        }
        let get = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        #expect(String(decoding: try node.exchange(Array(get.utf8)), as: UTF8.self).hasPrefix("HTTP/1.1 405"))
        for (body, code) in [
            ("", "-32700"), ("{", "-32700"), ("[]", "-32600"), ("1", "-32600"), ("{}", "-32600"),
            (#"{"jsonrpc":"2.0","id":{},"method":"eth_chainId"}"#, "-32600"),
            (#"{"jsonrpc":"2.0","id":1,"method":"no_such"}"#, "-32601"),
            (#"{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["0x1"]}"#, "-32602"),
            (#"{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":{}}"#, "-32602"),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["0x00000000000000000000000000000000000000aa","0x00"]}"#,
                "-32602"
            ),
            (
                #"{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[{"to":"0x00000000000000000000000000000000000000aa"},"0xffff"]}"#,
                "-32000"
            ),
        ] {
            let answer = try node.request(body)
            #expect(
                answer.hasPrefix("HTTP/1.1 200") && answer.contains("\"code\":\(code)"), "\(body): \(answer)")
        }
        #expect(try node.isWell())
    }

    /// From elsewhere a node is called by its address; a name that leads there may be anybody's.
    @Test func otherMachines() throws {
        func status(_ node: RunningNode, _ host: String) throws -> String {
            let call = #"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#
            let text =
                "POST / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(call.utf8.count)\r\n\r\n\(call)"
            return String(
                String(decoding: try node.exchange(Array(text.utf8)), as: UTF8.self).dropFirst(9).prefix(3))
        }
        let everywhere = try RunningNode(["--public"])
        for host in ["192.0.2.7", "192.0.2.7:8545", "[2001:db8::1]:8545", "localhost:1"] {
            #expect(try status(everywhere, host) == "200", "\(host)")
        }
        for host in [
            "evil.example", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4.evil.example", "[::g]", "[", "",
        ] {
            #expect(try status(everywhere, host) == "403", "\(host)")
        }
        #expect(try status(try RunningNode(), "192.0.2.7") == "403")
        let named = try RunningNode(["--allow-host", "Devnet"])
        #expect(try status(named, "devnet:8545") == "200" && status(named, "devnet.evil.example") == "403")
    }

    /// A page of an origin that was allowed may ask and read, as the Fetch standard has browsers find out; no other may.
    @Test func pagesInABrowser() throws {
        let page = "http://app.example:3000"
        let node = try RunningNode(["--allow-origin", page, "--allow-origin", "chrome-extension://abc"])
        let call = #"{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}"#
        func answer(_ origin: String) throws -> String {
            try node.request(call, fields: "Content-Type: application/json\r\nOrigin: \(origin)\r\n")
        }
        #expect(try answer(page).contains("\r\nAccess-Control-Allow-Origin: \(page)\r\nVary: Origin\r\n"))
        #expect(try answer("chrome-extension://abc").hasPrefix("HTTP/1.1 200"))
        for other in [
            "http://app.example", "http://app.example:3000.evil.example", "https://evil.example", "null",
        ] {
            let text = try answer(other)
            #expect(text.hasPrefix("HTTP/1.1 403") && !text.contains("Access-Control"), "\(other)")
        }
        // Of this machine's own pages the answer is not for them to read.
        #expect(!(try answer("http://localhost:3000")).contains("Access-Control"))
        func preflight(_ node: RunningNode, _ origin: String) throws -> String {
            let text =
                "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: \(origin)\r\nConnection: close\r\n"
                + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n"
            return String(decoding: try node.exchange(Array(text.utf8)), as: UTF8.self)
        }
        let allowed = try preflight(node, page)
        #expect(allowed.hasPrefix("HTTP/1.1 204"))
        for field in ["Allow-Origin: \(page)", "Allow-Methods: POST", "Allow-Headers: content-type"] {
            #expect(allowed.contains("\r\nAccess-Control-\(field)\r\n"), "\(allowed)")
        }
        #expect(try preflight(node, "https://evil.example").hasPrefix("HTTP/1.1 403"))
        #expect(try preflight(try RunningNode(), "http://localhost:3000").hasPrefix("HTTP/1.1 405"))
        #expect(try preflight(try RunningNode(["--allow-origin", "*"]), page).hasPrefix("HTTP/1.1 204"))
    }

    /// Whatever one client sends, the others are served.
    @Test func rubbish() throws {
        let node = try RunningNode()
        var random = SeededRandom(seed: 7)
        for round in 0..<60 {
            let bytes = (0..<Int.random(in: 1...3_000, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = try node.exchange(bytes, milliseconds: round % 20 == 0 ? 100 : 0)
        }
        // A connection that says nothing, and one that drips.
        let silent = try node.connection()
        let dripping = try node.connection()
        defer {
            close(silent)
            close(dripping)
        }
        for byte in "POST / HTTP/1.1\r\nHost: lo".utf8 {
            _ = [byte].withUnsafeBytes { send(dripping, $0.baseAddress, 1, Int32(MSG_NOSIGNAL)) }
        }
        #expect(try node.isWell())
        // Nested without end, and longer than any request may be.
        #expect(try node.request(String(repeating: "[", count: 100_000)).contains("-32700"))
        let long =
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n"
        #expect(
            String(decoding: try node.exchange(Array(long.utf8)), as: UTF8.self).hasPrefix("HTTP/1.1 400"))
        #expect(try node.isWell() && node.isRunning)
    }

    /// Requests that come together are answered in order.
    @Test func pipelined() throws {
        let node = try RunningNode()
        var text = ""
        for id in 0..<50 {
            let body = #"{"jsonrpc":"2.0","id":\#(id),"method":"eth_blockNumber"}"#
            text +=
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
        }
        let answer = try node.exchange(Array(text.utf8)) {
            String(decoding: $0, as: UTF8.self).contains("\"id\":49,")
        }
        let ids = String(decoding: answer, as: UTF8.self).components(separatedBy: "\"id\":").dropFirst().map {
            $0.prefix { $0 != "," }
        }
        #expect(ids == (0..<50).map { Substring(String($0)) })
    }

    @Test func moreClientsThanPlaces() throws {
        let node = try RunningNode()
        var held: [Int32] = []
        defer { for descriptor in held { close(descriptor) } }
        for _ in 0..<499 { held.append(try node.connection()) }
        #expect(try node.isWell())
        // One more than there are places waits until one is free.
        held.append(try node.connection())
        let waiting = try node.connection()
        held.append(waiting)
        for _ in 0..<2 { close(held.removeFirst()) }
        #expect(try node.isWell())
    }

    /// Blocks come by themselves, and time that is given isn't the wall's.
    @Test func intervalAndFixedTime() throws {
        let node = try RunningNode([
            "--block-time", "1", "--start-time", "1700000000", "--fork-rules", "Cancun",
        ])
        let ask = #"{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x1",false]}"#
        var answer = ""
        for _ in 0..<200 where !answer.contains("\"number\":\"0x1\"") {
            answer = try node.request(ask)
            usleep(50_000)
        }
        #expect(answer.contains("\"timestamp\":\"0x6553f101\"") && !answer.contains("requestsHash"))
    }

    @Test func refusedOptions() throws {
        let coai = URL(fileURLWithPath: PseudoTerminal.productsDirectory + "/coai")
        for words in [
            ["--port", "65536"], ["--port", "x"], ["--accounts", "101"], ["--block-time", "0"],
            ["--fork-rules", "london"], ["--allow-origin", "localhost"], ["--allow-origin", "http://a/b"],
            ["--allow-origin", "http://a\r\nX: y"], ["--allow-host", "a:1"], ["--allow-host", ""],
            ["--chain-id", "0"], ["--start-time", "99999999999999"], ["here"],
        ] {
            #expect(try Program.run(coai, ["devnet"] + words).status == 2, "\(words)")
        }
        let node = try RunningNode()
        let taken = try Program.run(coai, ["devnet", "--json", "--port", String(node.port)])
        #expect(taken.status == 5 && taken.output.contains("devnet.port"))
        let socket = try Program.run(coai, ["devnet", "--json", "--port", "0", "--ipc", node.ipc])
        #expect(socket.status == 5 && socket.output.contains("devnet.ipc"))
        #expect(socket.output.contains("--ipc PATH"))
        #expect(try node.isWell())
    }
}
