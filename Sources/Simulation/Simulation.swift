import EVM
import Ethereum
import Glibc
import NodeClient
import StrictJSON
import Synchronization

/// What a transaction would do, found out before it is signed: coai's own EVM runs it on a node's state.
///
/// The node is taken for what it is, a stranger: everything that it answers is read strictly and bounded, proven where
/// it offers proofs, and a simulation ends by its deadline whatever the node does.
public enum Simulation {
    /// Runs a transaction as if it came right after a block, on a thread of its own.
    ///
    /// It waits for that thread no longer than `SimulationOptions.seconds`.
    /// - Parameters:
    ///   - sender: who signs, or has signed.
    ///   - block: after which it runs.
    /// - Throws: `SimulationError`, where nothing can be said of what the transaction would do. That a node wouldn't take
    ///   it is a finding of the result.
    public static func run(
        _ transaction: Transaction, from sender: Address, at block: BlockReference = .latest,
        of node: Endpoint,
        options: SimulationOptions = SimulationOptions()
    ) throws(SimulationError) -> SimulationResult {
        let cancellation = Cancellation()
        let outbox = Outbox()
        let refusal = Thread.start {
            do throws(SimulationError) {
                var nodeOptions = NodeOptions(expectedChainID: transaction.chainID)
                // Later than the simulation's end, which cancels: so that it is always that which is told.
                (nodeOptions.connectSeconds, nodeOptions.requestSeconds) = (
                    options.seconds + 5, options.seconds + 5
                )
                (nodeOptions.attempts, nodeOptions.maximumBodyBytes) = (1, NodeLine.maximumAnswerBytes)
                let client = NodeClient(node, options: nodeOptions, cancellation: cancellation)
                let line = NodeLine(
                    client, maximumBytes: options.maximumBytes, cancellation: cancellation)
                let chainID: UInt64
                do throws(NodeError) {
                    if let stated = transaction.chainID {
                        chainID = stated
                    } else {
                        chainID = try client.chainID()
                    }
                } catch { throw SimulationError(error) }
                let simulator = try Simulator(
                    transaction, from: sender, at: block, chainID: chainID, line, options)
                let result = try simulator.run()
                // It is good without a comparison, should the time be over before that is made.
                outbox.put(.success(result), isLast: !options.comparesWithNode)
                if options.comparesWithNode {
                    outbox.put(.success(simulator.compared(result)), isLast: true)
                }
            } catch { outbox.put(.failure(error), isLast: true) }
        }
        if let refusal { throw .system(refusal) }
        defer { cancellation.cancel() }
        guard let result = outbox.take(within: options.seconds) else { throw .deadline }
        return try result.get()
    }

    /// Asks a node several things at once; a refusal of one is only its own.
    package typealias Asking = (_ calls: [NodeCall]) throws(NodeError) -> [Result<JSON, NodeError>]

    /// The same on this thread over whatever answers, without a deadline.
    package static func run(
        _ transaction: Transaction, from sender: Address, at block: BlockReference = .latest,
        chainID: UInt64,
        options: SimulationOptions = SimulationOptions(), asking: @escaping Asking
    ) throws(SimulationError) -> SimulationResult {
        let line = NodeLine(
            maximumBytes: options.maximumBytes, cancellation: Cancellation(), received: { 0 }, asks: asking)
        let simulator = try Simulator(
            transaction, from: sender, at: block, chainID: chainID, line, options)
        let result = try simulator.run()
        return options.comparesWithNode ? simulator.compared(result) : result
    }

    /// Where the thread leaves what it found.
    private final class Outbox: Sendable {
        private let content = Mutex<(result: Result<SimulationResult, SimulationError>?, isLast: Bool)>(
            (nil, false))
        private let news = WakePipe()

        func put(_ result: Result<SimulationResult, SimulationError>, isLast: Bool) {
            content.withLock { $0 = (result, isLast) }
            if isLast { news.raise() }
        }

        /// What there is as soon as it is the last, or when the time is over; nil for nothing yet.
        func take(within seconds: Double) -> Result<SimulationResult, SimulationError>? {
            let bounded = seconds.isFinite ? min(max(seconds, 0), 86_400) : 0
            let end = MonotonicTime.milliseconds + Int64(bounded * 1_000)
            while true {
                let left = end - MonotonicTime.milliseconds
                let (result, isLast) = content.withLock { $0 }
                if isLast || left <= 0 { return result }
                var polled = pollfd(fd: news.descriptor, events: Int16(POLLIN), revents: 0)
                _ = poll(&polled, 1, Int32(min(left, 60_000)))
            }
        }
    }
}

/// The clock that deadlines are measured by.
enum MonotonicTime {
    static var milliseconds: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }
}
