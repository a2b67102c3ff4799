import CLocalSocket
import Glibc
import SignerProtocol

/// Tells whether the program that asked is still there: its process, and its end of the connection.
final class RequesterWatch {
    private let process: Int32
    private let channel: MessageChannel
    private var isGone = false

    init(process: Int32, channel: MessageChannel) {
        // Where the kernel has no such descriptor, the connection alone tells.
        self.process = local_process_open(process)
        self.channel = channel
    }

    deinit { if process >= 0 { close(process) } }

    /// Whether it is there: once it isn't, it stays away.
    ///
    /// Whatever it says meanwhile means that it gave up.
    var isAlive: Bool {
        if isGone { return false }
        if process >= 0, local_socket_wait(process, -1, 0) > 0 { isGone = true }
        if local_socket_wait(channel.descriptor, -1, 0) > 0 { isGone = true }
        return !isGone
    }
}
