/// 20-byte account address.
@frozen
public struct Address: Sendable, Hashable, Comparable {
    /// The bytes as a big-endian number below 2^160.
    public let word: UInt256

    /// The address in the low 20 bytes of a word; nil if a higher byte is set.
    @inlinable
    public init?(word: UInt256) {
        guard word.limb3 == 0, word.limb2 >> 32 == 0 else { return nil }
        self.word = word
    }

    /// The address in the low 20 bytes of a word, whatever the others hold.
    @inlinable
    public init(truncating word: UInt256) {
        self.word = UInt256(limbs: word.limb0, word.limb1, word.limb2 & 0xffff_ffff, 0)
    }

    /// The address with these bytes.
    ///
    /// - Throws: `AddressError.wrongLength` unless there are 20.
    public init(bytes: some Collection<UInt8>) throws(AddressError) {
        guard bytes.count == 20, let word = UInt256(bigEndianBytes: bytes) else { throw .wrongLength }
        self.word = word
    }

    /// The address in `0x` and 40 hex digits; in mixed case the EIP-55 checksum must hold.
    ///
    /// - Throws: `AddressError` naming what is wrong.
    public init(_ text: some StringProtocol) throws(AddressError) {
        switch text.withUTF8Bytes({ Self.parse($0) }) {
        case .success(let word): self.word = word
        case .failure(let error): throw error
        }
    }

    private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Result<UInt256, AddressError> {
        guard text.count >= 2, text[0] == 0x30, text[1] == UInt8(ascii: "x") else {
            return .failure(.missingPrefix)
        }
        guard text.count == 42 else { return .failure(.wrongLength) }
        guard let word = UInt256(prefixedHex: text) else { return .failure(.invalidDigit) }
        // Digits are below 0x40; letters of the two cases differ in the bit 0x20.
        var lower = false
        var upper = false
        let digits = UnsafeBufferPointer(rebasing: text[2...])
        for character in digits where character >= 0x40 {
            if character & 0x20 == 0 { upper = true } else { lower = true }
        }
        return lower && upper && !checksumHolds(digits) ? .failure(.wrongChecksum) : .success(word)
    }

    /// Whether each letter's case is the one that EIP-55 gives it.
    private static func checksumHolds(_ digits: UnsafeBufferPointer<UInt8>) -> Bool {
        let hash = withUnsafeTemporaryAllocation(byteCount: 40, alignment: 8) { buffer in
            // Digits have the bit 0x20 already.
            for (place, digit) in zip(buffer.indices, digits) { buffer[place] = digit | 0x20 }
            return Keccak256.hash(UnsafeRawBufferPointer(buffer)).word
        }
        var limbs: [4 of UInt64] = [hash.limb3, hash.limb2, hash.limb1, hash.limb0]
        for (place, digit) in digits.enumerated() {
            let isUpper = limbs[place >> 4] >> 63 == 1
            if digit >= 0x40, (digit & 0x20 == 0) != isUpper { return false }
            limbs[place >> 4] <<= 4
        }
        return true
    }

    /// 20 zero bytes.
    public static let zero = Address(truncating: .zero)

    /// All 20 bytes.
    public var bytes: [UInt8] { Array(word.bigEndianBytes.suffix(20)) }

    /// Whether all bytes are 0.
    @inlinable public var isZero: Bool { word.isZero }

    /// `0x` and 40 digits whose case carries the EIP-55 checksum.
    public var checksummed: String {
        var digits = Array(Hex.encode(bytes, prefix: false).utf8)
        let hash = Keccak256.hash(digits).bytes
        for index in digits.indices where digits[index] >= 0x61 {
            if hash[index / 2] >> (index % 2 == 0 ? 4 : 0) & 15 >= 8 { digits[index] -= 0x20 }
        }
        return "0x" + String(decoding: digits, as: UTF8.self)
    }

    /// Byte order.
    public static func < (left: Address, right: Address) -> Bool { left.word < right.word }
}

extension Address: CustomStringConvertible {
    /// The checksummed form.
    public var description: String { checksummed }
}

/// Why a text isn't an address.
public enum AddressError: Error, Sendable, Equatable {
    case missingPrefix
    case wrongLength
    case invalidDigit
    case wrongChecksum

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .missingPrefix: "address.missing-prefix"
        case .wrongLength: "address.wrong-length"
        case .invalidDigit: "address.invalid-digit"
        case .wrongChecksum: "address.checksum"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .missingPrefix: "an address begins with 0x"
        case .wrongLength: "an address has 40 hex digits (20 bytes)"
        case .invalidDigit: "an address has a character that is not a hex digit"
        case .wrongChecksum:
            "the address's mixed case fails its EIP-55 checksum: a digit is wrong, or its case"
        }
    }
}
