/// Base-16 text as Ethereum writes it: `0x`, lower case, two digits a byte.
public enum Hex {
    private static let digits: [UInt8] = Array("0123456789abcdef".utf8)

    /// Hex digits of `bytes`, with `0x` in front unless `prefix` is false.
    public static func encode(_ bytes: some Collection<UInt8>, prefix: Bool = true) -> String {
        bytes.withContiguousStorageIfAvailable { text(of: $0, prefix: prefix) }
            ?? Array(bytes).withUnsafeBufferPointer { text(of: $0, prefix: prefix) }
    }

    private static func text(of bytes: UnsafeBufferPointer<UInt8>, prefix: Bool) -> String {
        let count = bytes.count * 2 + (prefix ? 2 : 0)
        return digits.withUnsafeBufferPointer { digits in
            String(unsafeUninitializedCapacity: count) { buffer in
                var index = 0
                if prefix {
                    buffer[0] = UInt8(ascii: "0")
                    buffer[1] = UInt8(ascii: "x")
                    index = 2
                }
                for byte in bytes {
                    buffer[index] = digits[Int(byte >> 4)]
                    buffer[index + 1] = digits[Int(byte & 15)]
                    index += 2
                }
                return index
            }
        }
    }

    /// Bytes of `0x` and an even number of hex digits, of either case.
    ///
    /// - Throws: `HexError` for a missing prefix, an odd number of digits, or a character that isn't a digit.
    public static func decode(_ text: some StringProtocol) throws(HexError) -> [UInt8] {
        switch text.withUTF8Bytes({ parse($0) }) {
        case .success(let bytes): return bytes
        case .failure(let error): throw error
        }
    }

    private static func parse(_ text: UnsafeBufferPointer<UInt8>) -> Result<[UInt8], HexError> {
        guard text.count >= 2, text[0] == 0x30, text[1] == UInt8(ascii: "x") else {
            return .failure(.missingPrefix)
        }
        guard text.count % 2 == 0 else { return .failure(.oddLength) }
        var isHex = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 2 - 1) { buffer, count in
            for place in 0..<(text.count / 2 - 1) {
                guard let high = digitValue(text[2 * place + 2]), let low = digitValue(text[2 * place + 3])
                else {
                    isHex = false
                    return
                }
                buffer[place] = high << 4 | low
                count = place + 1
            }
        }
        return isHex ? .success(bytes) : .failure(.invalidDigit)
    }

    /// Value of one hex digit in ASCII, or nil.
    @inlinable
    public static func digitValue(_ character: UInt8) -> UInt8? {
        switch character {
        case 0x30...0x39: character &- 0x30
        case 0x61...0x66: character &- 0x57
        case 0x41...0x46: character &- 0x37
        default: nil
        }
    }
}

/// Why a text isn't hex.
public enum HexError: Error, Sendable, Equatable {
    case missingPrefix
    case oddLength
    case invalidDigit
    case wrongLength(expected: Int, actual: Int)

    /// Stable name of the error.
    public var code: String {
        switch self {
        case .missingPrefix: "hex.missing-prefix"
        case .oddLength: "hex.odd-length"
        case .invalidDigit: "hex.invalid-digit"
        case .wrongLength: "hex.wrong-length"
        }
    }

    /// One sentence for a person.
    public var message: String {
        switch self {
        case .missingPrefix: "hex must begin with 0x"
        case .oddLength: "hex has an odd number of digits"
        case .invalidDigit: "hex has a character that is not a digit"
        case .wrongLength(let expected, let actual): "expected \(expected) bytes, found \(actual)"
        }
    }
}
