import Console
import EVM
import Ethereum
import Glibc
import NodeClient
import Profile
import Review
import Simulation

/// The simulation that `coai review --simulate` makes: options in, report out.
struct ReviewSimulation {
    /// What `coai review` takes for it.
    static let optionNames = (flags: ["--simulate"], valued: ["--node", "--rules", "--timeout"])

    /// Most nodes that are asked.
    private static let mostNodes = 4

    private let nodes: [Endpoint]
    private let options: SimulationOptions

    /// What the options ask for; nil without `--simulate`.
    ///
    /// - Throws: exit code 2 for options that can't be understood.
    init?(_ arguments: Arguments) throws(Failure) {
        guard arguments.has("--simulate") else {
            for option in Self.optionNames.valued where arguments.has(option) {
                throw .usage("\(option) works only with --simulate")
            }
            return nil
        }
        var addresses = arguments.all("--node")
        if addresses.isEmpty { addresses = try Configuration.load().node.map { [$0] } ?? [] }
        guard !addresses.isEmpty else {
            throw .usage("--node is missing: the node's URL, or the path of its IPC socket")
        }
        guard addresses.count <= Self.mostNodes else {
            throw .usage("--node stands there more than \(Self.mostNodes) times")
        }
        var nodes: [Endpoint] = []
        for address in addresses {
            do { nodes.append(try Endpoint(address)) } catch { throw Failure(error) }
        }
        self.nodes = nodes
        var options = SimulationOptions()
        options.now = UInt64(max(time(nil), 0))
        if let name = try arguments.value("--rules") {
            guard let rules = ForkRules(name: name), rules >= .london else {
                let known = ForkRules.allCases.filter { $0 >= .london }.map(\.name)
                throw .usage("--rules takes one of \(known.joined(separator: ", "))")
            }
            options.rules = rules
        }
        if let text = try arguments.value("--timeout") {
            guard let seconds = UInt16(text), (1...600).contains(seconds), String(seconds) == text else {
                throw .usage("--timeout takes seconds, 1 to 600")
            }
            options.seconds = Double(seconds)
        }
        self.options = options
    }

    /// Simulates what is reviewed; trouble is part of the report.
    func report(on review: Review, _ input: DocumentInput) -> SimulationReport {
        let transaction: Transaction?
        let sender: Address?
        switch review.document {
        case .transaction(let unsigned, let from): (transaction, sender) = (unsigned, from ?? input.account)
        case .signedTransaction(let signed): (transaction, sender) = (signed.transaction, review.sender)
        default: (transaction, sender) = (nil, nil)
        }
        var options = options
        options.rules = options.rules ?? input.profile?.rules
        let outcome = outcome(transaction, sender, nodes[0], .latest, options)
        var report = SimulationReport(
            outcome, of: transaction, profile: input.profile, account: input.account ?? sender)
        guard case .success(let first) = outcome else { return report }
        // The others are asked about that very block, and run the transaction at the same time.
        (options.now, options.rules) = (first.environment.timestamp, first.rules)
        options.comparesWithNode = false
        report.others = nodes.dropFirst().map { node in
            SecondOpinion(
                node, self.outcome(transaction, sender, node, .hash(first.block.hash), options),
                against: first)
        }
        return report
    }

    private func outcome(
        _ transaction: Transaction?, _ sender: Address?, _ node: Endpoint, _ block: BlockReference,
        _ options: SimulationOptions
    ) -> Result<SimulationResult, SimulationError> {
        do throws(SimulationError) {
            guard let transaction else { throw .notTransaction }
            guard let sender else { throw .noSender }
            return .success(
                try Simulation.run(transaction, from: sender, at: block, of: node, options: options))
        } catch { return .failure(error) }
    }
}
