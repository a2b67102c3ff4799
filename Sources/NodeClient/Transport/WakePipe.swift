import Glibc

/// A descriptor that can be made readable from any thread, to wake whoever polls it.
package final class WakePipe: Sendable {
    /// Readable while raised; -1 if the system had no descriptors left.
    package let descriptor: Int32
    private let input: Int32

    package init() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            (descriptor, input) = (-1, -1)
            return
        }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (descriptor, input) = (ends[0], ends[1])
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        close(input)
    }

    /// Makes it readable; a full pipe is readable already.
    package func raise() {
        var byte: UInt8 = 1
        _ = write(input, &byte, 1)
    }

    /// Makes it unreadable again.
    package func lower() {
        var bytes: (UInt64, UInt64) = (0, 0)
        while withUnsafeMutableBytes(of: &bytes, { read(descriptor, $0.baseAddress, $0.count) }) > 0 {}
    }
}
