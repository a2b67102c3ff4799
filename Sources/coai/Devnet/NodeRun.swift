import Console
import Contracts
import Cryptography
import Devnet
import EVM
import Ethereum
import SafeText
import StrictJSON

/// `coai devnet`: a development node of coai's own, until it is stopped.
enum NodeRun {
    static func run(_ words: [String]) throws(Failure) {
        let arguments = try Arguments(
            words,
            .init(
                flags: ["--json", "--plain", "--public"],
                valued: [
                    "--port", "--ipc", "--chain-id", "--accounts", "--block-time", "--fork-rules",
                    "--start-time", "--state", "--seed", "--allow-host", "--allow-origin",
                ]))
        try arguments.expectNoOperands()
        let keys = try keys(
            Int(try number(arguments, "--accounts", 0...UInt64(DevelopmentAccount.count)) ?? 10))
        let node = DevNode(DevChain(try configuration(arguments, keys)), keys: keys)
        let stateFile = try StateFile(arguments, node)
        var options = DevServer.Options()
        options.port = UInt16(try number(arguments, "--port", 0...65_535) ?? 8_545)
        options.ipcPath = try arguments.value("--ipc")
        options.isPublic = arguments.has("--public")
        options.hostNames = arguments.all("--allow-host")
        for name in options.hostNames
        where name.isEmpty || !name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x2f && $0 != 0x3a }) {
            throw .usage("--allow-host takes a name without a port")
        }
        options.origins = arguments.all("--allow-origin")
        guard options.origins.allSatisfy(DevServer.Options.isOrigin) else {
            throw .usage("--allow-origin takes an origin, such as http://localhost:3000, or *")
        }
        if try arguments.value("--block-time") == "instant" {
            node.mining = .instant
        } else if let seconds = try number(arguments, "--block-time", 1...86_400) {
            node.mining = .interval(seconds)
        }
        let signals = HeldSignals()
        let server: DevServer
        do { server = try DevServer(node, options) } catch {
            let hint =
                error.code == "devnet.ipc"
                ? "choose another path with --ipc PATH"
                : "another node may be running: choose a port with --port N"
            throw Failure(error.code, error.message, hint: hint, exitCode: 5)
        }
        if options.isPublic {
            Output.note("coai: other machines can reach this node, and its accounts sign for anybody")
        }
        if options.origins.contains("*") {
            Output.note("coai: any page in a browser can use this node, and its accounts sign for it")
        }
        report(node, server, options, keys, arguments)
        server.run { signals.wait() }
        try stateFile?.write()
    }

    private static func configuration(
        _ arguments: Arguments, _ keys: [PublishedKey]
    ) throws(Failure) -> DevChain.Configuration {
        var configuration = DevChain.Configuration()
        configuration.chainID = try number(arguments, "--chain-id", 1...UInt64(Int64.max)) ?? 31_337
        // The largest time leaves room for a century of blocks.
        configuration.startTime = try number(arguments, "--start-time", 1...(1 << 40))
        configuration.seed = try number(arguments, "--seed", 0...UInt64.max)
        // Two runs give the same chain only if neither looks at the wall's clock: 2026 begins.
        if configuration.seed != nil, configuration.startTime == nil {
            configuration.startTime = 1_767_225_600
        }
        if let name = try arguments.value("--fork-rules") {
            let known: [ForkRules] = [.paris, .shanghai, .cancun, .prague, .osaka]
            guard let rules = known.first(where: { String(describing: $0) == name.lowercased() }) else {
                throw .usage(
                    "--fork-rules takes \(known.map { String(describing: $0) }.joined(separator: ", "))")
            }
            configuration.rules = rules
        }
        for key in keys {
            configuration.accounts[key.address] = StoredAccount(
                balance: UInt256(10_000) &* 1_000_000_000_000_000_000)
        }
        return configuration
    }

    private static func keys(_ count: Int) throws(Failure) -> [PublishedKey] {
        var keys: [PublishedKey] = []
        for place in 0..<count {
            do { keys.append(try DevelopmentAccount(place + 1).key) } catch {
                throw Failure(error.code, error.message, hint: error.hint, exitCode: 1)
            }
        }
        return keys
    }

    private static func number(
        _ arguments: Arguments, _ name: String, _ range: ClosedRange<UInt64>
    ) throws(Failure) -> UInt64? {
        guard let text = try arguments.value(name) else { return nil }
        guard let number = UInt64(text), range.contains(number) else {
            throw .usage("\(name) takes a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func report(
        _ node: DevNode, _ server: DevServer, _ options: DevServer.Options, _ keys: [PublishedKey],
        _ arguments: Arguments
    ) {
        let configuration = node.chain.configuration
        let host = options.isPublic ? "0.0.0.0" : "127.0.0.1"
        let urls = server.port.map { ["http://\(host):\($0)", "ws://\(host):\($0)"] } ?? []
        // As eth_accounts lists them. The keys are no secret: whoever tests with another tool needs them.
        let accounts = keys.map {
            (address: $0.address.checksummed, key: Hex.encode($0.bytes))
        }
        var lines: [SafeText] = [
            "ready "
                + SafeText(cleaning: (urls + (options.ipcPath.map { [$0] } ?? [])).joined(separator: " ")),
            "chain \(configuration.chainID), rules of \(SafeText(cleaning: String(describing: configuration.rules)))",
            "\(accounts.count) accounts of published keys with 10,000 ETH: worth nothing, and never to be used elsewhere",
        ]
        lines += accounts.map {
            "  " + SafeText(cleaning: $0.address) + "  key " + SafeText(cleaning: $0.key)
        }
        Output.result(
            [
                "http": urls.first.map { .string($0) } ?? .null,
                "webSocket": urls.last.map { .string($0) } ?? .null,
                "ipc": options.ipcPath.map { .string($0) } ?? .null,
                "chainID": .number(String(configuration.chainID)),
                "accounts": .array(accounts.map { .string($0.address) }),
                "privateKeys": .array(accounts.map { .string($0.key) }),
            ], plain: lines, asJSON: arguments.has("--json"))
    }
}
