import Glibc

/// Signals that would end the program, held back so that it can say first what it leaves behind.
///
/// They are blocked in the thread that makes this and in those that it starts later; one that is ignored stays so.
public final class HeldSignals {
    /// The signal that came, if one did.
    public private(set) var arrived: Int32?
    private var held = sigset_t()
    private var isHolding = false

    /// Holds back SIGINT, SIGTERM and SIGHUP from here on.
    public init() {
        sigemptyset(&held)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            // Zero is SIG_DFL: someone who started this with nohup or behind a shell's `&` wants it to go on.
            guard sigaction(number, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil else {
                continue
            }
            sigaddset(&held, number)
            isHolding = true
        }
        pthread_sigmask(SIG_BLOCK, &held, nil)
    }

    /// Sleeps, or looks only, with 0; answers whether a signal came, now or before.
    public func wait(milliseconds: UInt64 = 0) -> Bool {
        guard arrived == nil else { return true }
        // A day is longer than anything waits.
        let bounded = Int(min(milliseconds, 86_400_000))
        var time = timespec(tv_sec: bounded / 1_000, tv_nsec: bounded % 1_000 * 1_000_000)
        guard isHolding else {
            var rest = timespec()
            while nanosleep(&time, &rest) != 0, errno == EINTR { time = rest }
            return false
        }
        let number = sigtimedwait(&held, nil, &time)
        if number > 0 { arrived = number }
        return arrived != nil
    }

    /// Ends the program as the signal that came would have.
    public func end() -> Never {
        let number = arrived ?? SIGTERM
        raise(number)
        pthread_sigmask(SIG_UNBLOCK, &held, nil)
        exit(128 + number)
    }
}
