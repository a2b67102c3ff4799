import Glibc

/// A point in monotonic time by which something must be done.
struct Deadline: Sendable, Comparable {
    private let seconds: Double

    /// `seconds` from now; a negative or senseless number is now, and nothing is later than a year.
    init(seconds: Double) {
        let bounded = seconds.isNaN ? 0 : min(max(seconds, 0), 31_536_000)
        self.seconds = Self.now + bounded
    }

    /// Monotonic seconds.
    static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds left, not below 0.
    var remaining: Double { max(seconds - Self.now, 0) }

    /// Whether no time is left.
    var hasPassed: Bool { remaining <= 0 }

    /// What is left, for `poll`: rounded up, so that it doesn't spin at the end.
    var milliseconds: Int32 { Int32(min((remaining * 1000).rounded(.up), 60_000)) }

    static func < (left: Deadline, right: Deadline) -> Bool { left.seconds < right.seconds }
}
