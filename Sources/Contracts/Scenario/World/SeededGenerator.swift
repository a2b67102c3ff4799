/// Numbers that follow from a seed, the same on every machine: SplitMix64 (Steele, Lea, Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`, which isn't 0. Which one is ours to say: the standard library's way may change.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// One of several, which are at least one.
    mutating func one<Element>(of elements: [Element]) -> Element { elements[below(elements.count)] }
}
