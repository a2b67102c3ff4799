/// Checks UTF-8 that comes in pieces (Unicode 15, table 3-7).
struct UTF8Checker: Sendable {
    /// Continuation bytes that the character under way still needs.
    private var needed = 0
    /// The bounds of the next one.
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xbf

    /// Whether no character is under way.
    var isAtEnd: Bool { needed == 0 }

    /// Takes bytes; false as soon as they can't be UTF-8.
    mutating func accepts(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes {
            if needed > 0 {
                guard byte >= low, byte <= high else { return false }
                (low, high) = (0x80, 0xbf)
                needed -= 1
                continue
            }
            switch byte {
            case 0..<0x80: break
            case 0xc2...0xdf: needed = 1
            case 0xe0: (needed, low) = (2, 0xa0)
            case 0xed: (needed, high) = (2, 0x9f)
            case 0xe1...0xef: needed = 2
            case 0xf0: (needed, low) = (3, 0x90)
            case 0xf4: (needed, high) = (3, 0x8f)
            case 0xf1...0xf3: needed = 3
            default: return false
            }
        }
        return true
    }

    /// Whether all of `bytes` is valid UTF-8.
    static func isValid(_ bytes: [UInt8]) -> Bool {
        var checker = UTF8Checker()
        return bytes.withUnsafeBytes { checker.accepts($0) } && checker.isAtEnd
    }
}
