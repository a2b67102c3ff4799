import Cryptography
import Foundation
import Testing

@Suite struct NormalizationTests {
    private func normalized(_ text: String) throws -> String {
        try CompatibilityDecomposition.normalize(SecretBytes(copying: text)).text
    }

    /// Verified against Foundation, which has the form from ICU, for every character that its Unicode version and
    /// ours both know.
    @Test func everyCharacter() throws {
        // Line ends keep the characters from acting on each other; many at a time, for speed.
        var chunk = ""
        for code in UInt32(0)...0x10ffff {
            if let scalar = Unicode.Scalar(code), let age = scalar.properties.age,
                (age.major, age.minor) <= (14, 0)
            {
                chunk.unicodeScalars.append(contentsOf: [scalar, "\n"])
            }
            guard code % 4_096 == 4_095 else { continue }
            let expected = chunk.decomposedStringWithCompatibilityMapping
            #expect(
                try normalized(chunk).unicodeScalars.elementsEqual(expected.unicodeScalars), "up to \(code)")
            chunk = ""
        }
        #expect(CompatibilityDecomposition.unicodeVersion == "14.0.0")
    }

    /// Verified against Foundation on random strings rich in marks, Hangul and compatibility characters, without the
    /// few characters of which a compatibility decomposition ends in a mark: Foundation doesn't reorder those.
    @Test func randomStrings() throws {
        var generator = SystemRandomNumberGenerator()
        let pools: [ClosedRange<UInt32>] = [
            0x41...0x7a, 0xc0...0x17f, 0x300...0x36f, 0x591...0x5bd, 0x64b...0x65f, 0xac00...0xd7a3,
            0x1100...0x11ff,
            0x3000...0x30ff, 0xfb00...0xfdfb, 0xff00...0xffee, 0x1d400...0x1d4ff, 0x1f1e6...0x1f64f,
            0x2f800...0x2fa1d,
        ]
        for _ in 0..<3_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 1...24, using: &generator) {
                guard let pool = pools.randomElement(using: &generator),
                    let scalar = Unicode.Scalar(UInt32.random(in: pool, using: &generator)),
                    let age = scalar.properties.age, (age.major, age.minor) <= (14, 0)
                else { continue }
                let alone = String(Character(scalar))
                let parts = alone.decomposedStringWithCompatibilityMapping
                let endsInMark =
                    parts.unicodeScalars.last?.properties.canonicalCombiningClass != .notReordered
                if endsInMark, parts != alone.decomposedStringWithCanonicalMapping {
                    continue
                }
                text.append(scalar)
            }
            let expected = String(text).decomposedStringWithCompatibilityMapping
            let result = try normalized(String(text))
            #expect(
                result.unicodeScalars.elementsEqual(expected.unicodeScalars),
                "\(Array(text.map { $0.value }))")
            #expect(try normalized(result).unicodeScalars.elementsEqual(result.unicodeScalars))
        }
    }

    @Test func marksAreOrdered() throws {
        // Dot below (220) goes before dot above (230), whichever came first.
        #expect(try normalized("s\u{307}\u{323}").unicodeScalars.map(\.value) == [0x73, 0x323, 0x307])
        #expect(try normalized("\u{1e69}").unicodeScalars.map(\.value) == [0x73, 0x323, 0x307])
        #expect(
            try normalized("각ﬁ①").unicodeScalars.map(\.value) == [0x1100, 0x1161, 0x11a8, 0x66, 0x69, 0x31])
    }

    /// Verified against Python's unicodedata.
    @Test func marksThatComeOfStarters() throws {
        #expect(
            try normalized("\u{65b}\u{ff9e}\u{5a7}").unicodeScalars.map(\.value) == [0x3099, 0x5a7, 0x65b])
        #expect(try normalized("\u{64f}\u{ff9f}").unicodeScalars.map(\.value) == [0x309a, 0x64f])
    }

    @Test(arguments: [
        [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0x41, 0xe2, 0x82], [0xf5, 0x80, 0x80, 0x80],
    ])
    func refusesWhatIsNotUTF8(_ bytes: [UInt8]) {
        #expect(throws: CryptographyError.invalidText) {
            try CompatibilityDecomposition.normalize(SecretBytes(copying: bytes))
        }
    }
}
