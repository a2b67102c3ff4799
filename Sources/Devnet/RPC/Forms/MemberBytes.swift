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
        append(isFirstObject ? "{" : ",{")
        (isFirstObject, isFirstMember) = (false, true)
    }

    mutating func endObject() { bytes.append(UInt8(ascii: "}")) }

    mutating func add(_ key: StaticString, _ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) {
            // As many digits as it has, and one at least.
            append(key, hex: $0, digits: (64 - (value | 1).leadingZeroBitCount + 3) / 4)
        }
    }

    mutating func add(_ key: StaticString, _ value: Hash32) {
        withUnsafeBytes(of: value.word.bigEndian) { append(key, hex: $0, digits: 64) }
    }

    mutating func add(_ key: StaticString, _ value: Address) {
        withUnsafeBytes(of: value.word.bigEndian) { append(key, hex: $0, digits: 40) }
    }

    mutating func add(_ key: StaticString, _ value: UnsafeRawBufferPointer) {
        var rest = value.dropFirst(Self.piece)
        append(key, hex: UnsafeRawBufferPointer(rebasing: value.prefix(Self.piece)))
        guard !rest.isEmpty else { return }
        bytes.removeLast()
        while !rest.isEmpty {
            appendDigits(UnsafeRawBufferPointer(rebasing: rest.prefix(Self.piece)))
            rest = rest.dropFirst(Self.piece)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func add(_ key: StaticString, words: UnsafeRawBufferPointer) {
        begin(key)
        append("[")
        for place in stride(from: 0, to: words.count, by: 32) {
            if place > 0 { bytes.append(UInt8(ascii: ",")) }
            append(nil, hex: UnsafeRawBufferPointer(rebasing: words[place..<(place + 32)]))
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

    /// Most bytes whose digits are written at once.
    private static let piece = 128
    /// Room before the digits, for a short key and what is around it.
    private static let room = 64

    /// Appends bytes as hex digits, or the last ones of them, with `0x` and quotes, and what stands before it: all at
    /// once.
    ///
    /// - Parameters:
    ///   - key: a short one; nil in an array.
    ///   - value: no more than a piece.
    ///   - count: of digits; nil for all.
    private mutating func append(
        _ key: StaticString?, hex value: UnsafeRawBufferPointer, digits count: Int? = nil
    ) {
        withUnsafeTemporaryAllocation(byteCount: Self.room + 2 * Self.piece + 1, alignment: 16) { text in
            guard let base = text.baseAddress else { return }
            Self.write(digitsOf: value, to: base + Self.room)
            let end = Self.room + 2 * value.count
            text[end] = UInt8(ascii: "\"")
            // What stands before the last digits overwrites the others.
            var start = end - (count ?? 2 * value.count)
            func prepend(_ part: StaticString) {
                let length = part.utf8CodeUnitCount
                // No key is as long as the room that there is.
                guard length <= start else { return }
                start -= length
                (base + start).copyMemory(from: part.utf8Start, byteCount: length)
            }
            prepend("\"0x")
            if let key {
                prepend("\":")
                prepend(key)
                prepend(isFirstMember ? "\"" : ",\"")
                isFirstMember = false
            }
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[start...end]))
        }
    }

    /// Appends no more than a piece as hex digits alone.
    private mutating func appendDigits(_ value: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(byteCount: 2 * Self.piece, alignment: 16) { text in
            guard let base = text.baseAddress else { return }
            Self.write(digitsOf: value, to: base)
            bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text.prefix(2 * value.count)))
        }
    }

    /// Writes two hex digits a byte, both at once and without a branch, so that the compiler does many bytes at a time.
    private static func write(digitsOf value: UnsafeRawBufferPointer, to text: UnsafeMutableRawPointer) {
        for place in 0..<value.count {
            let byte = UInt16(value[place])
            // The high digit is first in memory.
            let digits = (byte &>> 4 | byte &<< 8) & 0x0f0f
            // Above 9 a letter, 0x27 further than a digit would be.
            let letters = (digits &+ 0x0606) &>> 4 & 0x0101
            let ascii = digits &+ 0x3030 &+ letters &* 0x27
            text.storeBytes(of: ascii.littleEndian, toByteOffset: 2 &* place, as: UInt16.self)
        }
    }
}

extension UInt256 {
    /// Limbs whose bytes in memory are the number's, the highest first.
    fileprivate var bigEndian: [4 of UInt64] {
        [limb3.bigEndian, limb2.bigEndian, limb1.bigEndian, limb0.bigEndian]
    }
}
