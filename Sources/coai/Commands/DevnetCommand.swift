import Console
import Contracts
import Ethereum
import NodeClient
import Profile
import SafeText
import StrictJSON

/// `coai devnet seed`: the reference contracts and a network of four weeks, on a development node.
enum DevnetCommand: Command {
    static let names = ["devnet"]

    static let usage = """
        coai devnet seed --node URL     deploys the reference contracts and plays four weeks of a network

        Only published keys sign, and only on loopback and chains 1337 and 31337. The chain should be fresh. The node's
        clock is moved; accounts without ether get some from the node's own account.

          --short-periods      for a node whose clock can't be moved, such as geth --dev: periods of seconds, which are
                               waited for; says which states weren't reached, and which end soon
          --profile-out FILE   where the profile is written (profile.json; it is replaced)
          --dev-chain-id N     allow this chain, too
          --json               {"profile", "chainID", "transactions", "contracts": [{"id", "address", "fromBlock"}],
                               "accounts": [{"number", "address"}], "headTime", "notReached": [{"kind", "state"}],
                               "changes": [{"kind", "state", "until"}]}; times in seconds since 1970

        Ctrl-C ends it, and says what is deployed.

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        guard words.first == "seed" else { throw .usage("devnet takes: seed") }
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
        var lines: [SafeText] = profile.contracts.map {
            SafeText(cleaning: $0.id).padded(to: 16) + SafeText(cleaning: $0.address.checksummed)
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
