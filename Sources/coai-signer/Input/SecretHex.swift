import Cryptography
import Ethereum

extension SecretBytes {
    /// The bytes that these hex digits write, in secret memory throughout; nil for other characters.
    ///
    /// White space around the digits and `0x` before them are taken; they are no part of the key.
    func decodingHex() -> SecretBytes? {
        withUnsafeBytes { text -> SecretBytes? in
            var digits = text[...]
            while let last = digits.last, last == 0x20 || 9...13 ~= last { digits = digits.dropLast() }
            while let first = digits.first, first == 0x20 || 9...13 ~= first { digits = digits.dropFirst() }
            if digits.starts(with: "0x".utf8) { digits = digits.dropFirst(2) }
            guard digits.count % 2 == 0 else { return nil }
            let bytes = SecretBytes(count: digits.count / 2)
            let isHex = bytes.withUnsafeMutableBytes { output in
                for (index, character) in digits.enumerated() {
                    guard let digit = Hex.digitValue(character) else { return false }
                    output[index / 2] = output[index / 2] << 4 | digit
                }
                return true
            }
            return isHex ? bytes : nil
        }
    }

    /// `0x` and two digits a byte.
    func encodingHex() -> SecretBytes {
        let text = SecretBytes(count: count * 2 + 2)
        text.withUnsafeMutableBytes { output in
            output[0] = 0x30
            output[1] = 0x78
            withUnsafeBytes { bytes in
                for (index, byte) in bytes.enumerated() {
                    output[2 + index * 2] = SecretBytes.digit(byte >> 4)
                    output[3 + index * 2] = SecretBytes.digit(byte & 15)
                }
            }
        }
        return text
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
}
