import CCrypto

/// The 78 bytes of an extended key, and their text with a checksum in base 58 (BIP-32, serialization format).
enum ExtendedKeyCoding {
    static let privateVersion: UInt32 = 0x0488_ade4
    static let publicVersion: UInt32 = 0x0488_b21e
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    /// What stands before chain code and key.
    struct Fields {
        let depth: UInt8
        let parentFingerprint: [UInt8]
        let childNumber: UInt32

        init(_ payload: UnsafeRawBufferPointer) {
            depth = payload[4]
            parentFingerprint = Array(payload[5..<9])
            childNumber = UInt32(bigEndian: payload.loadUnaligned(fromByteOffset: 9, as: UInt32.self))
        }
    }

    static func write(
        version: UInt32, depth: UInt8, parentFingerprint: [UInt8], childNumber: UInt32,
        into output: UnsafeMutableRawBufferPointer
    ) {
        output.storeBytes(of: version.bigEndian, toByteOffset: 0, as: UInt32.self)
        output[4] = depth
        UnsafeMutableRawBufferPointer(rebasing: output[5..<9]).copyBytes(from: parentFingerprint.prefix(4))
        output.storeBytes(of: childNumber.bigEndian, toByteOffset: 9, as: UInt32.self)
    }

    /// The 78 bytes in `text`, checked but for the key itself.
    static func decode(_ text: SecretBytes, version: UInt32) throws(CryptographyError) -> SecretBytes {
        // 82 bytes, the first not 0, are 111 or 112 digits.
        guard 111...112 ~= text.count, let bytes = fromBase58(text, count: 82) else {
            throw .invalidExtendedKey
        }
        let payload = bytes.slice(0..<78)
        guard checksum(payload).isEqual(to: bytes.slice(78..<82)) else { throw .invalidExtendedKey }
        let found = payload.withUnsafeBytes {
            UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
        }
        let fields = payload.withUnsafeBytes { Fields($0) }
        let isMaster = fields.depth == 0
        guard found == version,
            !isMaster || (fields.parentFingerprint.allSatisfy { $0 == 0 } && fields.childNumber == 0)
        else { throw .invalidExtendedKey }
        return payload
    }

    /// The text of 78 bytes.
    static func encode(_ payload: SecretBytes) -> SecretBytes {
        let number = SecretBytes(count: 82)
        number.withUnsafeMutableBytes { number in
            payload.withUnsafeBytes { number.copyMemory(from: $0) }
            checksum(payload).withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: number[78...]).copyMemory(from: $0)
            }
        }
        // Digits come out last first, by dividing the number by 58 until nothing is left of it.
        let digits = SecretBytes(count: 112)
        var start = digits.count
        number.withUnsafeMutableBytes { number in
            digits.withUnsafeMutableBytes { digits in
                while start > 0, number.contains(where: { $0 != 0 }) {
                    var remainder = 0
                    for index in number.indices {
                        let value = remainder << 8 | Int(number[index])
                        number[index] = UInt8(value / 58)
                        remainder = value % 58
                    }
                    start -= 1
                    digits[start] = alphabet[remainder]
                }
            }
        }
        return digits.slice(start..<digits.count)
    }

    /// The number in `text` as `count` bytes, or nil if it has other characters or doesn't fit.
    private static func fromBase58(_ text: SecretBytes, count: Int) -> SecretBytes? {
        let number = SecretBytes(count: count)
        let fits = text.withUnsafeBytes { text in
            number.withUnsafeMutableBytes { number in
                for character in text {
                    guard let digit = alphabet.firstIndex(of: character) else { return false }
                    var carry = digit
                    for index in number.indices.reversed() {
                        carry += Int(number[index]) * 58
                        number[index] = UInt8(truncatingIfNeeded: carry)
                        carry >>= 8
                    }
                    guard carry == 0 else { return false }
                }
                return true
            }
        }
        return fits ? number : nil
    }

    /// First four bytes of the double SHA-256.
    private static func checksum(_ payload: SecretBytes) -> SecretBytes {
        let hash = SecretBytes(count: 32)
        hash.withUnsafeMutableBytes { hash in
            let pointer = hash.baseAddress?.assumingMemoryBound(to: UInt8.self)
            payload.withUnsafeBytes { _ = coai_sha256($0.baseAddress, $0.count, pointer) }
            _ = coai_sha256(pointer, 32, pointer)
        }
        return hash.slice(0..<4)
    }
}
