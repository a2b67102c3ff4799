import CCrypto

/// A BIP-39 phrase in English.
///
/// Seeds can be had of phrases in any language (`Mnemonic.seed`); the word list, and with it the checksum, is English.
public struct Mnemonic: Sendable {
    /// The words in lower case, one space between them.
    public let phrase: SecretBytes
    /// The random bytes that the words write out: 16, 20, 24, 28 or 32.
    public let entropy: SecretBytes

    /// The phrase of `entropy`.
    ///
    /// - Throws: `CryptographyError.entropyLength`.
    public init(entropy: SecretBytes) throws(CryptographyError) {
        guard [16, 20, 24, 28, 32].contains(entropy.count) else { throw .entropyLength(bytes: entropy.count) }
        self.entropy = entropy
        phrase = Mnemonic.write(Mnemonic.withChecksum(entropy))
    }

    /// The phrase in `text`: words in any case, between any ASCII white space.
    ///
    /// - Throws: `CryptographyError` naming the word, or that the number of words or the checksum is wrong.
    public init(english text: SecretBytes) throws(CryptographyError) {
        let (words, misplaced) = Mnemonic.read(text)
        guard [12, 15, 18, 21, 24].contains(words) else { throw .mnemonicLength(words: words) }
        if let misplaced { throw .mnemonicWord(position: misplaced) }
        let bits = Mnemonic.bits(of: text, words: words)
        // Of every 33 bits, one is the checksum's.
        let entropy = bits.slice(0..<words * 11 * 32 / 33 / 8)
        guard Mnemonic.withChecksum(entropy).isEqual(to: bits) else { throw .mnemonicChecksum }
        try self.init(entropy: entropy)
    }

    /// A new phrase of 12 to 24 words from the kernel's random bytes.
    ///
    /// - Throws: `CryptographyError.mnemonicLength`, `CryptographyError.randomUnavailable`.
    public static func random(words: Int = 24) throws(CryptographyError) -> Mnemonic {
        guard [12, 15, 18, 21, 24].contains(words) else { throw .mnemonicLength(words: words) }
        return try Mnemonic(entropy: try SecureRandom.secret(words / 3 * 4))
    }

    /// The 64-byte seed of this phrase and a passphrase.
    public func seed(passphrase: SecretBytes = SecretBytes(count: 0)) throws(CryptographyError) -> SecretBytes
    {
        try Mnemonic.seed(phrase: phrase, passphrase: passphrase)
    }

    /// The 64-byte seed of a phrase in any language, taken as written but for form KD (BIP-39).
    ///
    /// - Throws: `CryptographyError.invalidText` if one of both isn't UTF-8.
    public static func seed(
        phrase: SecretBytes, passphrase: SecretBytes
    ) throws(CryptographyError) -> SecretBytes {
        let normalized = try CompatibilityDecomposition.normalize(passphrase)
        let prefix = Array("mnemonic".utf8)
        let salt = SecretBytes(count: prefix.count + normalized.count)
        salt.withUnsafeMutableBytes { salt in
            salt.copyBytes(from: prefix)
            normalized.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: salt[prefix.count...]).copyMemory(from: $0)
            }
        }
        return try KeyDerivation.pbkdf2(
            .sha512, passphrase: try CompatibilityDecomposition.normalize(phrase), salt: salt,
            iterations: 2_048,
            count: 64)
    }
}

extension Mnemonic {
    /// `entropy` and the first bits of its SHA-256, one for every 32 bits, padded with zeros to a whole byte.
    private static func withChecksum(_ entropy: SecretBytes) -> SecretBytes {
        let checksumBits = entropy.count / 4
        let hash = SecretBytes(count: 32)
        let bits = SecretBytes(count: entropy.count + 1)
        entropy.withUnsafeBytes { entropy in
            hash.withUnsafeMutableBytes {
                _ = coai_sha256(
                    entropy.baseAddress, entropy.count, $0.baseAddress?.assumingMemoryBound(to: UInt8.self))
                let first = $0[0] & ~(0xff >> UInt8(checksumBits))
                bits.withUnsafeMutableBytes {
                    $0.copyMemory(from: entropy)
                    $0[entropy.count] = first
                }
            }
        }
        return bits
    }

    /// The words for every 11 bits.
    private static func write(_ bits: SecretBytes) -> SecretBytes {
        let words = (bits.count - 1) * 8 * 33 / 32 / 11
        let text = SecretBytes(count: words * 9)
        var length = 0
        for word in 0..<words {
            let index = (0..<11).reduce(0) { index, bit in
                let position = word * 11 + bit
                let value = bits.withUnsafeBytes { $0[position / 8] >> UInt8(7 - position % 8) & 1 }
                return index << 1 | Int(value)
            }
            EnglishWords.withWord(index) { letters in
                text.withUnsafeMutableBytes { text in
                    if length > 0 {
                        text[length] = 0x20
                        length += 1
                    }
                    for letter in letters {
                        text[length] = letter
                        length += 1
                    }
                }
            }
        }
        return text.slice(0..<length)
    }

    /// Number of words in `text`, and the first, from 1, that isn't in the list.
    private static func read(_ text: SecretBytes) -> (words: Int, misplaced: Int?) {
        var words = 0
        var misplaced: Int?
        forEachWord(of: text) { index in
            words += 1
            if index == nil, misplaced == nil { misplaced = words }
        }
        return (words, misplaced)
    }

    /// The 11 bits of every word, padded with zeros to a whole byte.
    private static func bits(of text: SecretBytes, words: Int) -> SecretBytes {
        let bits = SecretBytes(count: (words * 11 + 7) / 8)
        var position = 0
        forEachWord(of: text) { index in
            for shift in stride(from: 10, through: 0, by: -1) {
                let bit = UInt8((index ?? 0) >> shift & 1)
                bits.withUnsafeMutableBytes { $0[position / 8] |= bit << UInt8(7 - position % 8) }
                position += 1
            }
        }
        return bits
    }

    /// Calls `body` with each word's number, nil for one that isn't in the list.
    private static func forEachWord(of text: SecretBytes, _ body: (Int?) -> Void) {
        let lower = text.slice(0..<text.count)
        lower.withUnsafeMutableBytes { bytes in
            for index in bytes.indices where (0x41...0x5a).contains(bytes[index]) { bytes[index] |= 0x20 }
            for word in UnsafeRawBufferPointer(bytes).split(whereSeparator: { $0 == 0x20 || 9...13 ~= $0 }) {
                body(EnglishWords.index(of: word))
            }
        }
    }
}
