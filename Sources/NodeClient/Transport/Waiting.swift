import Glibc

/// Waits until `descriptor` is ready, the deadline passes, or everything is cancelled.
///
/// - Throws: `node.timeout` with what the node took too long `to` do, or `node.cancelled`.
func wait(
    _ descriptor: Int32, for events: Int16, deadline: Deadline, cancellation: Cancellation, to what: String
) throws(NodeError) {
    while true {
        if cancellation.isCancelled { throw .cancelled }
        var polled = [
            pollfd(fd: descriptor, events: events, revents: 0),
            pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let ready = poll(&polled, 2, deadline.milliseconds)
        guard ready >= 0 || errno == EINTR else { throw .system("poll", errno) }
        if polled[1].revents != 0 { throw .cancelled }
        // An error or a hang-up counts as ready: the next call on the descriptor tells which.
        if ready > 0, polled[0].revents != 0 { return }
        if deadline.hasPassed { throw .timeout(what) }
    }
}
