import Ethereum
import Glibc
import Synchronization

/// A chain followed on a thread of its own, whose events are taken from another.
///
/// At most a few events wait to be taken: a slow consumer slows the reading down. The thread ends with the stream.
public final class LogStream: Sendable {
    private let queue: EventQueue
    private let cancellation = Cancellation()

    /// Begins to follow the chain of the node at `endpoint` from block `fromBlock` on.
    public init(
        endpoint: Endpoint, options: NodeOptions = NodeOptions(), filter: LogFilter, fromBlock: UInt64,
        following: FollowOptions = FollowOptions()
    ) {
        let queue = EventQueue()
        let cancellation = cancellation
        self.queue = queue
        let started = Thread.start {
            let client = NodeClient(endpoint, options: options, cancellation: cancellation)
            let follower = ChainFollower(
                client: client, filter: filter, fromBlock: fromBlock, options: following)
            do throws(NodeError) {
                while true {
                    guard let event = try follower.next(timeoutSeconds: 60) else { continue }
                    try queue.put(event, cancellation: cancellation)
                }
            } catch { queue.end(error) }
        }
        if let error = started { queue.end(error) }
    }

    deinit { stop() }

    /// The next event, or nil if none comes in time.
    ///
    /// - Throws: `NodeError` once the stream has ended and all its events are taken: `node.chain` if the node is for
    ///   another chain, `node.cancelled` after `stop`.
    public func next(timeoutSeconds: Double) throws(NodeError) -> ChainEvent? {
        try queue.take(deadline: Deadline(seconds: timeoutSeconds))
    }

    /// A descriptor that is readable while events wait (or the stream has ended), for a consumer that polls.
    public var wakeDescriptor: Int32 { queue.filled.descriptor }

    /// Ends the stream, also in the middle of a request.
    public func stop() { cancellation.cancel() }
}

/// Events between two threads.
private final class EventQueue: Sendable {
    private struct State {
        var events: [ChainEvent] = []
        var end: NodeError?
    }

    private static let capacity = 8
    private let state = Mutex(State())
    let filled = WakePipe()
    private let emptied = WakePipe()

    /// Adds an event, once there is room for it.
    func put(_ event: ChainEvent, cancellation: Cancellation) throws(NodeError) {
        while true {
            let added = state.withLock { state in
                emptied.lower()
                guard state.events.count < Self.capacity else { return false }
                state.events.append(event)
                filled.raise()
                return true
            }
            if added { return }
            try wait(
                emptied.descriptor, for: Int16(POLLIN), deadline: Deadline(seconds: 31_536_000),
                cancellation: cancellation, to: "be read")
        }
    }

    /// Says that no event will follow, and why.
    func end(_ error: NodeError) {
        state.withLock { state in
            if state.end == nil { state.end = error }
            filled.raise()
        }
    }

    func take(deadline: Deadline) throws(NodeError) -> ChainEvent? {
        while true {
            let (event, end) = state.withLock { state -> (ChainEvent?, NodeError?) in
                let event = state.events.isEmpty ? nil : state.events.removeFirst()
                if state.events.isEmpty, state.end == nil { filled.lower() }
                emptied.raise()
                return (event, state.end)
            }
            if let event { return event }
            if let end { throw end }
            if deadline.hasPassed { return nil }
            var polled = pollfd(fd: filled.descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&polled, 1, deadline.milliseconds)
        }
    }
}
