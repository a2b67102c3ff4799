import Ethereum

/// Objects as bytes of JSON, in an array.
struct MemberBytes: MemberSink {
    private(set) var bytes: [UInt8]
    private var isFirstObject = true
    private var isFirstMember = true

    init(appendingTo bytes: [UInt8]) { self.bytes = bytes }

    mutating func beginArray() {
        bytes.append(UInt8(ascii: "["))
        isFirstObject = true
    }

    mutating func endArray() { bytes.append(UInt8(ascii: "]")) }

    mutating func beginObject() {
        if !isFirstObject { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "{"))
        (isFirstObject, isFirstMember) = (false, true)
    }

    mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

    mutating func add(_ key: StaticString, _ value: UInt64) {
        // As many digits as it has, and one at least.
        append(key, hex: UInt256(value), digits: (64 - (value | 1).leadingZeroBitCount + 3) / 4)
    }

    mutating func add(_ key: StaticString, _ value: Hash32) {
        append(key, hex: value.word, digits: 64)
    }

    mutating func add(_ key: StaticString, _ value: Address) {
        append(key, hex: value.word, digits: 40)
    }

    mutating func add(_ key: StaticString, _ value: [UInt8]) {
        begin(key)
        append("\"0x")
        value.withUnsafeBytes { value in
            for place in stride(from: 0, to: value.count & ~3, by: 4) {
                let word = UInt32(bigEndian: value.loadUnaligned(fromByteOffset: place, as: UInt32.self))
                withUnsafeBytes(of: Self.digits(word)) { bytes.append(contentsOf: $0) }
            }
            for byte in value[(value.count & ~3)...] {
                withUnsafeBytes(of: Self.digits(UInt32(byte))) { bytes.append(contentsOf: $0.suffix(2)) }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ key: StaticString, _ value: [Hash32]) {
        begin(key)
        bytes.append(UInt8(ascii: "["))
        for (place, hash) in value.enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            append(nil, hex: hash.word, digits: 64)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    mutating func add(_ key: StaticString, _ value: Bool) {
        begin(key)
        append(value ? "true" : "false")
    }

    private mutating func begin(_ key: StaticString) {
        append(isFirstMember ? "\"" : ",\"")
        isFirstMember = false
        append(key)
        append("\":")
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends the last digits of a word, with `0x` and quotes, and what stands before it: all at once.
    ///
    /// - Parameter key: a short one; nil in an array.
    private mutating func append(_ key: StaticString?, hex word: UInt256, digits count: Int) {
        // All 64 digits end at 136; what stands before the last ones overwrites the others.
        withUnsafeTemporaryAllocation(byteCount: 137, alignment: 8) { text in
            for (place, limb) in [word.limb3, word.limb2, word.limb1, word.limb0].enumerated() {
                let high = Self.digits(UInt32(truncatingIfNeeded: limb >> 32))
                text.storeBytes(of: high, toByteOffset: 72 + place * 16, as: UInt64.self)
                let low = Self.digits(UInt32(truncatingIfNeeded: limb))
                text.storeBytes(of: low, toByteOffset: 80 + place * 16, as: UInt64.self)
            }
            text[136] = UInt8(ascii: "\"")
            var start = 136 - count
            func prepend(_ part: StaticString) {
                let length = part.utf8CodeUnitCount
                // No key is as long as the room that there is.
                guard length <= start else { return }
                start -= length
                text.baseAddress?.advanced(by: start).copyMemory(from: part.utf8Start, byteCount: length)
            }
            prepend("\"0x")
            if let key {
                prepend("\":")
                prepend(key)
                prepend(isFirstMember ? "\"" : ",\"")
                isFirstMember = false
            }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...136]))
        }
    }

    /// Eight hex digits in ASCII, in the order of memory: all nibbles at once, one a byte.
    private static func digits(_ value: UInt32) -> UInt64 {
        var spread = UInt64(value)
        spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff
        spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff
        spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f
        // Above 9 a letter, 0x27 further than a digit would be.
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return (spread &+ 0x3030_3030_3030_3030 &+ letters &* 0x27).bigEndian
    }
}
