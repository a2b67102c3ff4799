import ComputeNetwork
import Console
import Ethereum
import NodeClient
import Profile
import SafeText

/// A network read once from a node, as of its newest block, for commands that print and end.
struct NetworkReading {
    /// The network's names.
    let profile: NetworkProfile
    /// The network as of the newest block.
    let snapshot: NetworkSnapshot

    /// Options of every command that reads a network.
    static let options = Arguments.Options(flags: ["--json", "--plain"], valued: ["--node", "--profile"])

    /// Contracts whose events are read.
    private static let contracts = ["COAIToken", "StakingManager", "JobMarket", "CoaiGovernor", "Timelock"]
    /// Rounds of calls for values that no event tells; more only ask for the same again.
    private static let maximumRounds = 2_000

    /// Reads the network that the options name: its events, and by calls what is said of `subjects`.
    ///
    /// - Throws: exit code 2 without a node or profile, 4 for a bad profile, 5 for trouble with the node.
    init(_ arguments: Arguments, calling subjects: Set<ContractRead.Subject>) throws(Failure) {
        guard let node = try arguments.value("--node") else {
            throw .usage("--node is missing: the node's URL, or the path of its IPC socket")
        }
        guard let path = try arguments.value("--profile") else {
            throw .usage("--profile is missing: the file that names the network's contracts")
        }
        let profile = try NetworkProfile(file: path)
        self.profile = profile
        let addresses = Self.contracts.compactMap { profile.contract($0) }
        guard !addresses.isEmpty else {
            throw Failure(
                "profile.contracts", "the profile names none of the contracts that are read",
                hint: "they are \(Self.contracts.joined(separator: ", "))", exitCode: 4)
        }
        do throws(NodeError) {
            let client = NodeClient(
                try Endpoint(node), options: NodeOptions(expectedChainID: profile.chainID))
            let filter = LogFilter(addresses: addresses.map { $0.address })
            let first = addresses.map { $0.fromBlock }.min() ?? 0
            snapshot = try Self.read(client, profile, filter, first, subjects)
        } catch { throw Failure(error) }
    }

    private static func read(
        _ client: NodeClient, _ profile: NetworkProfile, _ filter: LogFilter, _ first: UInt64,
        _ subjects: Set<ContractRead.Subject>
    ) throws(NodeError) -> NetworkSnapshot {
        var projection = Projection(profile: profile)
        let follower = ChainFollower(client: client, filter: filter, fromBlock: first)
        while true {
            // Every step has deadlines of its own; this one only says that nothing is due.
            guard let event = try follower.next(timeoutSeconds: 60) else { continue }
            switch event {
            // A list doesn't wait for a node to come back: the client has tried several times already.
            case .connection(.retrying(let error, _)): throw error
            case .connection: break
            case .blocks(let range):
                for block in range.blocks { projection.apply(block.header, block.logs) }
            case .undo(let number):
                guard !projection.undo(to: number) else { break }
                return try read(client, profile, filter, first, subjects)
            case .rebuild: projection.reset()
            case .head(let header):
                projection.advance(to: header)
                try readValues(client, &projection, at: header, subjects)
                if let snapshot = projection.snapshot { return snapshot }
            }
        }
    }

    /// Values that no event tells exactly, all of one block.
    private static func readValues(
        _ client: NodeClient, _ projection: inout Projection, at header: BlockHeader,
        _ subjects: Set<ContractRead.Subject>
    ) throws(NodeError) {
        for _ in 0..<maximumRounds {
            let reads = projection.wantedReads(of: subjects)
            if reads.isEmpty { return }
            let calls = reads.map { ContractCall(to: $0.to, data: $0.data) }
            let results = try client.calls(calls, at: .number(header.number))
            projection.take(
                zip(reads, results).map { (read: $0, result: try? $1.get()) }, at: header.hash)
        }
    }
}

extension Failure {
    /// Trouble with the node.
    init(_ error: NodeError) {
        self.init(
            error.code, error.message, hint: error.hint, exitCode: error.code == "node.endpoint" ? 2 : 5)
    }
}
