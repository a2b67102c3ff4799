/// Repeatable random numbers from a seed of 64 bits: SplitMix64 by Steele, Lea and Flood (OOPSLA 2014).
///
/// For who does what in a demonstration; nothing secret may come from it.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator that gives the same for the same seed, on every machine.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number from 0 to `bound` - 1, 0 for a bound below 1; the standard library's way may change between versions.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(bound, 1))) }

    /// One of several, which are at least one.
    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
