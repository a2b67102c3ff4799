import Glibc
import Synchronization

/// Stops everything that waits for a node, from any thread, at once and for good.
///
/// Every wait polls its descriptor along with a socket; raised once and never lowered, it wakes all of them.
public final class Cancellation: Sendable {
    private let wake = WakePipe()
    private let flag = Atomic<Bool>(false)

    /// Not cancelled.
    public init() {}

    var descriptor: Int32 { wake.descriptor }

    /// Ends all waits, now and later, with `node.cancelled`.
    public func cancel() {
        flag.store(true, ordering: .releasing)
        wake.raise()
    }

    /// Whether `cancel` was called.
    public var isCancelled: Bool { flag.load(ordering: .acquiring) }

    /// Waits `seconds`.
    ///
    /// - Throws: `node.cancelled` as soon as that happens.
    func sleep(seconds: Double) throws(NodeError) {
        let deadline = Deadline(seconds: seconds)
        while !deadline.hasPassed {
            if isCancelled { throw .cancelled }
            var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            _ = poll(&polled, 1, deadline.milliseconds)
        }
        if isCancelled { throw .cancelled }
    }
}
