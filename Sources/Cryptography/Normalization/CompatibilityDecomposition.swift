/// Unicode's normalization form KD, which BIP-39 wants of phrases and passphrases.
///
/// Swift's standard library has no public form of it. Works from secret memory into secret memory.
public enum CompatibilityDecomposition {
    /// Version of the Unicode character database behind the tables.
    public static var unicodeVersion: String { Decompositions.unicodeVersion }

    /// The UTF-8 text `text` in form KD.
    ///
    /// - Throws: `CryptographyError.invalidText` if it isn't UTF-8.
    public static func normalize(_ text: SecretBytes) throws(CryptographyError) -> SecretBytes {
        let isASCII = text.withUnsafeBytes { $0.allSatisfy { $0 < 0x80 } }
        if isASCII { return text.slice(0..<text.count) }
        let scalars = try decode(text)
        let decomposed = decompose(scalars)
        order(decomposed)
        return encode(decomposed)
    }

    // MARK: UTF-8

    /// The scalars of `text`, four bytes each.
    private static func decode(_ text: SecretBytes) throws(CryptographyError) -> SecretBytes {
        let scalars = SecretBytes(count: text.count * 4)
        let count: Int? = text.withUnsafeBytes { bytes in
            scalars.withUnsafeMutableBytes { output in
                var iterator = bytes.makeIterator()
                var decoder = UTF8()
                var count = 0
                while true {
                    switch decoder.decode(&iterator) {
                    case .scalarValue(let scalar):
                        output.storeBytes(of: scalar.value, toByteOffset: count * 4, as: UInt32.self)
                        count += 1
                    case .emptyInput: return count
                    case .error: return nil
                    }
                }
            }
        }
        guard let count else { throw .invalidText }
        return scalars.slice(0..<count * 4)
    }

    private static func encode(_ scalars: SecretBytes) -> SecretBytes {
        let text = SecretBytes(count: scalars.count)
        var length = 0
        scalars.withUnsafeBytes { input in
            text.withUnsafeMutableBytes { output in
                for offset in stride(from: 0, to: input.count, by: 4) {
                    guard let scalar = Unicode.Scalar(input.load(fromByteOffset: offset, as: UInt32.self))
                    else {
                        continue
                    }
                    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                        output[length] = byte
                        length += 1
                    }
                }
            }
        }
        return text.slice(0..<length)
    }

    // MARK: Decomposition

    /// Every scalar replaced by its full decomposition.
    private static func decompose(_ scalars: SecretBytes) -> SecretBytes {
        var length = 0
        forEachPart(of: scalars) { _ in length += 4 }
        let decomposed = SecretBytes(count: length)
        var offset = 0
        decomposed.withUnsafeMutableBytes { output in
            forEachPart(of: scalars) {
                output.storeBytes(of: $0, toByteOffset: offset, as: UInt32.self)
                offset += 4
            }
        }
        return decomposed
    }

    private static func forEachPart(of scalars: SecretBytes, _ body: (UInt32) -> Void) {
        let tables = Decompositions.shared
        scalars.withUnsafeBytes { input in
            for offset in stride(from: 0, to: input.count, by: 4) {
                let scalar = input.load(fromByteOffset: offset, as: UInt32.self)
                if Hangul.syllables.contains(scalar) {
                    Hangul.forEachPart(of: scalar, body)
                } else if let parts = tables.decomposition(of: scalar) {
                    for part in parts { body(part) }
                } else {
                    body(scalar)
                }
            }
        }
    }

    /// Hangul syllables, whose decomposition is arithmetic (Unicode, section 3.12).
    private enum Hangul {
        static let syllables: ClosedRange<UInt32> = 0xac00...0xd7a3

        static func forEachPart(of syllable: UInt32, _ body: (UInt32) -> Void) {
            let index = syllable - syllables.lowerBound
            body(0x1100 + index / 588)
            body(0x1161 + index % 588 / 28)
            if index % 28 != 0 { body(0x11a7 + index % 28) }
        }
    }

    /// Puts each run of combining marks into the order of their classes, equal classes as they came.
    private static func order(_ scalars: SecretBytes) {
        let tables = Decompositions.shared
        scalars.withUnsafeMutableBytes { buffer in
            let scalars = buffer.bindMemory(to: UInt32.self)
            var runStart = 0
            for index in scalars.indices {
                let scalar = scalars[index]
                let combiningClass = tables.combiningClass(of: scalar)
                if combiningClass == 0 {
                    runStart = index + 1
                    continue
                }
                var position = index
                while position > runStart, tables.combiningClass(of: scalars[position - 1]) > combiningClass {
                    scalars[position] = scalars[position - 1]
                    position -= 1
                }
                scalars[position] = scalar
            }
        }
    }
}
