/// Waits between attempts: each about twice the one before, and none the same, so that clients don't act in step.
struct Backoff {
    private var ceiling: Double
    private let first: Double
    private let longest: Double

    init(firstSeconds: Double, longestSeconds: Double) {
        first = firstSeconds
        ceiling = firstSeconds
        longest = longestSeconds
    }

    /// Seconds to wait now: between half of the ceiling and all of it, which then doubles.
    mutating func next(using random: inout some RandomNumberGenerator) -> Double {
        let seconds = ceiling * Double.random(in: 0.5...1, using: &random)
        ceiling = min(ceiling * 2, longest)
        return seconds
    }

    /// Begins anew, after something worked.
    mutating func reset() { ceiling = first }
}
