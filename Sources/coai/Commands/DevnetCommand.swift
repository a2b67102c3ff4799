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

        Only published keys sign, and only on loopback and chains 1337 and 31337. The chain should be fresh.

          --profile-out FILE   where the profile is written (profile.json; it is replaced)
          --dev-chain-id N     allow this chain, too
          --json               {"profile", "chainID", "transactions", "contracts": [{"id", "address", "fromBlock"}],
                               "accounts": [{"number", "address"}]}

        """

    static func run(_ name: String, _ words: [String]) throws(Failure) {
        guard words.first == "seed" else { throw .usage("devnet seed") }
        let arguments = try Arguments(
            Array(words.dropFirst()),
            .init(flags: ["--json", "--plain"], valued: ["--node", "--profile-out", "--dev-chain-id"]))
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
        let client = NodeClient(endpoint)
        let profile: NetworkProfile
        let chain: DevelopmentChain
        do throws(ChainError) {
            chain = try DevelopmentChain(allowed: allowed) { (method, parameters) throws(ChainError) in
                do throws(NodeError) { return try client.call(method, parameters) } catch {
                    let reason = error.revertData.map { ": " + RevertWords.text($0) } ?? ""
                    throw ChainError(error.code, error.message + reason, hint: error.hint)
                }
            }
            profile = try Scenario.play(on: chain) { Output.note("coai: \(SafeText(cleaning: $0))") }
        } catch {
            throw Failure(
                error.code, error.message, hint: error.hint, exitCode: error.code == "devnet.chain" ? 3 : 5)
        }
        try FileBytes.write(Array((profile.serialized() + "\n").utf8), to: path, replacing: true)
        report(profile, chain, path, arguments)
    }

    private static func report(
        _ profile: NetworkProfile, _ chain: DevelopmentChain, _ path: String, _ arguments: Arguments
    ) {
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
        var lines: [SafeText] = profile.contracts.map {
            SafeText(cleaning: $0.id).padded(to: 16) + SafeText(cleaning: $0.address.checksummed)
        }
        lines.append("\(chain.transactionCount) transactions; the profile is \(SafeText(cleaning: path))")
        Output.result(
            [
                "profile": .string(path), "chainID": .number(String(profile.chainID)),
                "transactions": .number(String(chain.transactionCount)), "contracts": .array(contracts),
                "accounts": .array(accounts),
            ], plain: lines, asJSON: arguments.has("--json"))
    }
}
