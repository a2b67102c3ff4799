import EVM
import Ethereum
import NodeClient
import SafeText

/// Why a transaction can't be simulated: nothing is then said of what it would do.
public struct SimulationError: Error, Sendable, Hashable {
    /// Stable name of the error, such as `simulation.contradiction`, or a `NodeError`'s.
    public let code: String
    /// One sentence for a person.
    public let message: String
    /// What helps.
    public let hint: String

    init(_ code: String, _ message: String, hint: String) {
        self.code = "simulation." + code
        self.message = SafeText(cleaning: message, maximumLength: 600).text
        self.hint = hint
    }

    /// Trouble on the way to the node, or what the node answered; a cancellation is the deadline's.
    init(_ error: NodeError) {
        guard !error.isCancelled else {
            self = .deadline
            return
        }
        (code, message, hint) = (error.code, error.message, error.hint)
    }

    static let deadline = SimulationError(
        "deadline", "the simulation took too long",
        hint: "the node may be busy or far: give it more time, or use another node")

    static func contradiction(_ what: String) -> SimulationError {
        SimulationError(
            "contradiction", "the node contradicts itself: \(what)",
            hint:
                "don't trust this node (one for development whose state was set by hand is right again after a block)"
        )
    }

    static func proof(_ what: String, _ error: TrieProofError) -> SimulationError {
        .contradiction("of \(what), \(error.message) (\(error.code))")
    }

    static func answer(_ method: String, _ what: String) -> SimulationError {
        SimulationError(
            "answer", "the node's answer to \(method) is malformed: \(what)",
            hint: "the node is faulty, or speaks for another kind of chain")
    }

    static func tooLarge(_ what: String) -> SimulationError {
        SimulationError(
            "too-large", "the transaction leads to more than is simulated: \(what)",
            hint: "what it does can't be told here")
    }

    /// What is reviewed is no transaction.
    public static let notTransaction = SimulationError(
        "not-a-transaction", "only transactions are simulated",
        hint: "what a signed message does depends on who hands it in")

    /// Nobody is named who would send it.
    public static let noSender = SimulationError(
        "no-sender", "the transaction doesn't say who sends it", hint: "name the account with --account")

    static let noBlock = SimulationError(
        "no-block", "the node has no such block", hint: "is it still syncing?")

    static let moved = SimulationError(
        "moved", "the chain was rewritten while the node was asked", hint: "simulate again")

    static func gas(_ limit: UInt64, most: UInt64) -> SimulationError {
        SimulationError(
            "gas", "the gas limit of \(limit) is above the \(most) that are simulated",
            hint: "no chain that coai knows takes it")
    }

    static func precompile(_ address: Address, _ rules: ForkRules) -> SimulationError {
        SimulationError(
            "unsupported-precompile",
            "it calls \(address.checksummed), which is reserved for the protocol and unknown under the rules "
                + "of \(rules.name)", hint: "what this chain does there can't be told here")
    }

    static func rules(_ rules: ForkRules) -> SimulationError {
        SimulationError(
            "rules", "the rules of \(rules.name) aren't simulated", hint: "London to Osaka are")
    }

    static func system(_ error: NodeError) -> SimulationError {
        SimulationError("system", "the simulation can't begin: \(error.message)", hint: "")
    }
}
