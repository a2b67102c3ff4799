import Console
import Contracts
import Ethereum
import NodeClient
import Profile
import SafeText
import StrictJSON

/// `coai devnet`: a development node, a network on one, and the official tests of what it runs on.
enum DevnetCommand: Command {
    static let names = ["devnet"]

    static let usage = """
        coai devnet                     a development node: loopback only, published keys, blocks as transactions come
        coai devnet seed --node URL     deploys the reference contracts and plays four weeks of a network
        coai devnet statetest PATH…     runs files of Ethereum's state tests on coai's own EVM

        The node answers JSON-RPC over HTTP and WebSocket on one port until Ctrl-C, and forgets everything then unless
        --state names a file.

          --port N             8545; 0 takes a free one and prints it
          --ipc PATH           a unix socket besides, of mode 0600
          --chain-id N         31337
          --accounts N         how many published keys have 10,000 ETH (10, at most 100)
          --block-time SECONDS a block every so many seconds; "instant", one for each transaction
          --fork-rules NAME    paris, shanghai, cancun, prague (the default) or osaka
          --start-time SECONDS time of the first block, since 1970; each block is then a second after the last one
          --state FILE         goes on with the chain of this file if there is one, and writes it on Ctrl-C and when
                               coai_saveState is called; --chain-id, --fork-rules, --start-time and --seed are then its,
                               and so is when blocks are made, unless --block-time says; filters, subscriptions and
                               snapshots end with the node
          --seed N             what is random follows from N (PREVRANDAO of every block), and the clock is fixed, at
                               the beginning of 2026 without --start-time: the same requests give the same chain
          --public             other machines reach it, too
          --allow-host NAME    it may also be called by this name, as in a network of containers; may be repeated
          --allow-origin URL   pages of this origin in a browser may use it, such as http://localhost:3000, or, with *,
                               every page; may be repeated
          --json               {"http", "webSocket", "ipc", "chainID", "accounts"}, once it is ready

        seed: only published keys sign, and only on loopback and chains 1337 and 31337. The chain should be fresh. The
        node's clock is moved; accounts without ether get some from the node's own account.

          --short-periods      for a node whose clock can't be moved, such as geth --dev: periods of seconds, which are
                               waited for; says which states weren't reached, and which end soon
          --profile-out FILE   where the profile is written (profile.json; it is replaced)
          --dev-chain-id N     allow this chain, too
          --json               {"profile", "chainID", "transactions", "contracts": [{"id", "address", "fromBlock"}],
                               "accounts": [{"number", "address"}], "headTime", "notReached": [{"kind", "state"}],
                               "changes": [{"kind", "state", "until"}]}; times in seconds since 1970

        Ctrl-C ends it, and says what is deployed.

        statetest takes files in the GeneralStateTests format and folders of them; it ends with 1 if a case failed.

          --json               {"total", "passed", "failed", "unsupported",
                               "failures": [{"name", "fork", "index", "reason"}]}

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        if words.first == "statetest" { return try StateTestRun.run(Array(words.dropFirst())) }
        guard words.first == "seed" else {
            guard words.first?.hasPrefix("--") ?? true else {
                throw .usage("devnet takes: seed, statetest, or options of the node")
            }
            return try NodeRun.run(words)
        }
        let arguments = try Arguments(
            Array(words.dropFirst()),
            .init(
                flags: ["--json", "--plain", "--short-periods"],
                valued: ["--node", "--profile-out", "--dev-chain-id"]))
        try arguments.expectNoOperands()
        guard let node = try arguments.value("--node") else { throw .usage("--node is missing") }
        let endpoint: Endpoint
        do { endpoint = try Endpoint(node) } catch { throw Failure(error) }
        guard endpoint.isLoopback else {
            throw .refused(
                "devnet.loopback", "the node is not on this machine",
                hint: "published keys must sign nothing that others could use: seed a node on loopback")
        }
        var allowed: Set<UInt64> = [1337, 31337]
        if let text = try arguments.value("--dev-chain-id") {
            guard let number = UInt64(text), number > 0 else {
                throw .usage("--dev-chain-id takes a number above 0")
            }
            allowed.insert(number)
        }
        let path = try arguments.value("--profile-out") ?? "profile.json"
        try FileBytes.expectWritable(path)
        let seeding = Seeding(endpoint, allowed: allowed, isShort: arguments.has("--short-periods"))
        let (network, chain) = try seeding.run()
        try FileBytes.write(
            Array((network.profile.serialized() + "\n").utf8), to: path, replacing: true)
        report(network, chain, path, arguments)
    }

    private static func report(
        _ network: SeededNetwork, _ chain: DevelopmentChain, _ path: String, _ arguments: Arguments
    ) {
        let profile = network.profile
        let contracts = profile.contracts.map { contract -> JSON in
            [
                "id": .string(contract.id), "address": .string(contract.address.checksummed),
                "fromBlock": .number(String(contract.fromBlock)),
            ]
        }
        let accounts = (1...DevelopmentAccount.count).compactMap { number -> JSON? in
            guard let account = try? chain.account(number) else { return nil }
            return ["number": .number(String(number)), "address": .string(account.address.checksummed)]
        }
        func json(_ state: NetworkState, until time: UInt64? = nil) -> JSON {
            let parts: [(String, JSON)] = [
                ("kind", .string(state.kind.rawValue)), ("state", .string(state.name)),
            ]
            return .object(JSONObject(parts + (time.map { [("until", .number(String($0)))] } ?? [])))
        }
        let width = (profile.contracts.map(\.id.count).max() ?? 0) + 2
        var lines: [SafeText] = profile.contracts.map {
            SafeText(cleaning: $0.id).padded(to: width) + SafeText(cleaning: $0.address.checksummed)
        }
        lines += network.notReached.map { SafeText(cleaning: "not reached: \($0.kind.rawValue) \($0.name)") }
        lines += network.changes.map { change in
            SafeText(
                cleaning: "ends soon: \(change.state.kind.rawValue) \(change.state.name), "
                    + "\(change.time - network.headTime) s after the last block")
        }
        lines.append("\(chain.transactionCount) transactions; the profile is \(SafeText(cleaning: path))")
        Output.result(
            [
                "profile": .string(path), "chainID": .number(String(profile.chainID)),
                "transactions": .number(String(chain.transactionCount)), "contracts": .array(contracts),
                "accounts": .array(accounts), "headTime": .number(String(network.headTime)),
                "notReached": .array(network.notReached.map { json($0) }),
                "changes": .array(network.changes.map { json($0.state, until: $0.time) }),
            ], plain: lines, asJSON: arguments.has("--json"))
    }
}
