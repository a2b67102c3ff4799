import Contracts
import Testing

@Suite struct SplitMix64Tests {
    /// Expected numbers: what the authors' C program gives for this seed, as listed by other implementations.
    @Test func numbersOfTheReference() {
        var random = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(expected.map { _ in random.next() } == expected)
    }

    @Test func staysBelow() {
        var random = SplitMix64(seed: 0)
        for bound in [-1, 0, 1, 2, 7, Int.max] {
            let number = random.below(bound)
            #expect(number >= 0 && number < max(bound, 1))
        }
    }
}
