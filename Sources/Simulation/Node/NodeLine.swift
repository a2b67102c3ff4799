import NodeClient
import StrictJSON

/// The way to the node during one simulation, bounded in bytes whatever the node answers.
///
/// Its time is bounded by who cancels the client.
final class NodeLine {
    /// Most bytes of one answer: its tree takes many times that.
    static let maximumAnswerBytes = 8 << 20

    private let asks: Simulation.Asking
    private let received: () -> Int
    private let cancellation: Cancellation
    private let maximumBytes: Int
    private var isBatching = true
    /// How often the node was asked.
    private(set) var rounds = 0

    init(
        maximumBytes: Int, cancellation: Cancellation, received: @escaping () -> Int,
        asks: @escaping Simulation.Asking
    ) {
        self.maximumBytes = maximumBytes
        self.cancellation = cancellation
        self.received = received
        self.asks = asks
    }

    convenience init(_ client: NodeClient, maximumBytes: Int, cancellation: Cancellation) {
        self.init(maximumBytes: maximumBytes, cancellation: cancellation) {
            client.receivedBytes
        } asks: { (calls) throws(NodeError) in
            try client.batch(calls)
        }
    }

    /// Bytes of answers so far.
    var bytes: Int { received() }

    /// Whether nobody waits for an answer any more.
    var isOver: Bool { cancellation.isCancelled }

    /// The answers to several calls, in their order; the node's refusal of one is only its own.
    ///
    /// - Throws: `SimulationError` where there is no answer that could be read, or too much of it.
    func ask(_ calls: [NodeCall]) throws(SimulationError) -> [Result<JSON, NodeError>] {
        guard !calls.isEmpty else { return [] }
        guard !isOver else { throw .deadline }
        let answers: [Result<JSON, NodeError>]
        do throws(NodeError) {
            answers = isBatching ? try askTogether(calls) : try askSingly(calls)
        } catch { throw SimulationError(error) }
        guard bytes <= maximumBytes else {
            throw .tooLarge("the node's answers are above \(maximumBytes) bytes")
        }
        guard answers.count == calls.count else { throw .answer("a batch", "not all is answered") }
        return answers
    }

    /// The answer to one call.
    ///
    /// - Throws: `SimulationError`, also for the node's refusal.
    func ask(_ call: NodeCall) throws(SimulationError) -> JSON {
        guard let answer = try ask([call]).first else { throw .answer(call.method, "none") }
        do { return try answer.get() } catch { throw SimulationError(error) }
    }

    private func askTogether(_ calls: [NodeCall]) throws(NodeError) -> [Result<JSON, NodeError>] {
        rounds += 1
        do throws(NodeError) { return try asks(calls) } catch {
            // Some nodes take no batches, and say so with one error.
            guard error.fault != nil, calls.count > 1 else { throw error }
            isBatching = false
            return try askSingly(calls)
        }
    }

    private func askSingly(_ calls: [NodeCall]) throws(NodeError) -> [Result<JSON, NodeError>] {
        var answers: [Result<JSON, NodeError>] = []
        for call in calls {
            rounds += 1
            answers += try asks([call])
            guard bytes <= maximumBytes else { break }
        }
        return answers
    }
}
