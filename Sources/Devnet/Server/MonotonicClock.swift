import Glibc

/// Time that only goes forward, whatever is done to the wall's clock.
public enum MonotonicClock {
    /// Milliseconds since a moment of the machine's own.
    public static var milliseconds: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000 + UInt64(time.tv_nsec) / 1_000_000
    }
}
