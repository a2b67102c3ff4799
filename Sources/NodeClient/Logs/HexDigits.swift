/// Hex digits to bytes, eight digits at a time (Mycroft's tests of bytes within a word).
enum HexDigits {
    /// The 32-bit big-endian number of the eight digits at `place`, or nil if one isn't a digit.
    @inline(__always)
    static func word32(_ place: UnsafeRawPointer) -> UInt32? {
        let text = UInt64(littleEndian: place.loadUnaligned(as: UInt64.self))
        let ones: UInt64 = 0x0101_0101_0101_0101
        // 0...9 for digits, 0x51...0x56 and 0x71...0x76 for letters; a letter has bit 6, and its case goes.
        let folded = text ^ (0x30 &* ones)
        let letter = folded >> 6 & ones
        let value = (folded & ~(letter << 5)) ^ (letter &* 0x50)
        // Now 0...9 for digits and 1...6 for letters; anything else sets the high bit of its byte in `bad`.
        let tooLarge = value &+ 0x76 &* ones &+ letter &* 3
        let zeroLetter = letter << 7 & ~(value &+ 0x7f &* ones)
        let bad = (text | value | tooLarge | zeroLetter) & (0x80 &* ones)
        guard bad == 0 else { return nil }
        let nibbles = value &+ letter &* 9
        var bytes = (nibbles << 4 | nibbles >> 8) & 0x00ff_00ff_00ff_00ff
        bytes = (bytes | bytes >> 8) & 0x0000_ffff_0000_ffff
        bytes |= bytes >> 16
        return UInt32(truncatingIfNeeded: bytes).byteSwapped
    }

    /// The 64-bit big-endian number of the sixteen digits at `place`, or nil.
    @inline(__always)
    static func word64(_ place: UnsafeRawPointer) -> UInt64? {
        guard let high = word32(place), let low = word32(place + 8) else { return nil }
        return UInt64(high) << 32 | UInt64(low)
    }

    /// The value of one digit, or nil.
    @inline(__always)
    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit &- 0x30
        case 0x61...0x66: digit &- 0x57
        case 0x41...0x46: digit &- 0x37
        default: nil
        }
    }
}
