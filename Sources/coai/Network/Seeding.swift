import Console
import Contracts
import Ethereum
import NodeClient
import Profile
import SafeText
import StrictJSON

/// One seeding of a node: says on standard error what happens, and what there is when it ends early.
final class Seeding {
    private let client: NodeClient
    private let allowed: Set<UInt64>
    private let isShort: Bool
    private let signals = HeldSignals()
    private var deployed: [ProfileContract] = []

    /// A seeding of a node of one of the `allowed` chains, with periods of seconds if `isShort`.
    init(_ endpoint: Endpoint, allowed: Set<UInt64>, isShort: Bool) {
        client = NodeClient(endpoint)
        self.allowed = allowed
        self.isShort = isShort
    }

    /// Plays the scenario to its end.
    ///
    /// Where a signal is to end the program, this never returns.
    func run() throws(Failure) -> (SeededNetwork, DevelopmentChain) {
        do throws(ChainError) {
            let clock: ChainClock =
                isShort
                ? .awaited { (milliseconds) throws(ChainError) in try self.pause(milliseconds) } : .moved
            let chain = try DevelopmentChain(allowed: allowed, clock: clock) {
                (method, parameters) throws(ChainError) in try self.call(method, parameters)
            }
            return (try Scenario.play(on: chain, at: isShort ? .seconds : .days) { self.tell($0) }, chain)
        } catch {
            for contract in deployed {
                Output.note(
                    "coai: deployed \(SafeText(cleaning: contract.id)) \(SafeText(cleaning: contract.address.checksummed))"
                )
            }
            if signals.arrived != nil {
                Output.note("coai: interrupted; the network isn't complete, and no profile is written")
                signals.end()
            }
            throw Failure(
                error.code, error.message, hint: error.hint, exitCode: error.code == "devnet.chain" ? 3 : 5)
        }
    }

    private func call(_ method: String, _ parameters: [JSON]) throws(ChainError) -> JSON {
        try pause(0)
        do throws(NodeError) { return try client.call(method, parameters) } catch {
            let reason = error.revertData.map { ": " + RevertWords.text($0) } ?? ""
            throw ChainError(error.code, error.message + reason, hint: error.hint)
        }
    }

    private func pause(_ milliseconds: UInt64) throws(ChainError) {
        if signals.wait(milliseconds: milliseconds) {
            throw ChainError("devnet.interrupted", "the seeding was interrupted")
        }
    }

    private func tell(_ progress: Scenario.Progress) {
        switch progress {
        case .part(let part): Output.note("coai: \(SafeText(cleaning: part))")
        case .deployed(let contract): deployed.append(contract)
        case .waiting(let seconds, let reason):
            Output.note("coai: waiting until \(SafeText(cleaning: reason)): \(seconds) s of the chain's time")
        }
    }
}
