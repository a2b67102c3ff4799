import Glibc

/// Reads a JSON document value by value, without building a tree and without allocating.
///
/// For hot paths whose documents have a known form: the caller asks for what must come next and gets it or a
/// `JSONError`. Syntax is as strict as `JSON.parse`; that names are unique is the caller's to check. The bytes must
/// outlive the scanner and what it returns, and be valid UTF-8 (`JSONScanner.checkUTF8`).
public struct JSONScanner {
    private let base: UnsafeRawPointer
    private let count: Int
    /// The byte that is read next.
    public private(set) var offset = 0
    /// Whether nothing has been read yet of the innermost open container.
    private var isFirst = true

    /// What the next value is, as its first byte says.
    public enum Kind: Sendable {
        case object, array, string, number, bool, null
    }

    /// A scanner at the beginning of `bytes`.
    public init(_ bytes: UnsafeRawBufferPointer) {
        base = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1).unsafelyUnwrapped
        count = bytes.count
    }

    /// Refuses bytes that aren't valid UTF-8; fast where all are ASCII.
    ///
    /// - Throws: `JSONError` of code `json.utf8`.
    public static func checkUTF8(_ bytes: [UInt8]) throws(JSONError) {
        let isASCII = bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return true }
            var bits = SIMD4<UInt64>(repeating: 0)
            var place = 0
            while place &+ 32 <= raw.count {
                bits |= base.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self)
                place &+= 32
            }
            var rest: UInt64 = 0
            while place < raw.count {
                rest |= UInt64(raw[place])
                place &+= 1
            }
            return (bits[0] | bits[1] | bits[2] | bits[3] | rest) & 0x8080_8080_8080_8080 == 0
        }
        if !isASCII, let bad = firstInvalidUTF8(bytes) { throw .utf8(bad) }
    }

    // MARK: Containers

    /// Goes into an object.
    public mutating func beginObject() throws(JSONError) {
        try expect(UInt8(ascii: "{"), "expected an object")
        isFirst = true
    }

    /// The name of the next member, quotes and escapes as written; nil at the object's end, which is left then.
    @inline(__always)
    public mutating func nextName() throws(JSONError) -> UnsafeRawBufferPointer? {
        skipSpace()
        guard offset < count else { throw .syntax("the document ends too early", offset) }
        if byte(offset) == UInt8(ascii: "}") {
            offset &+= 1
            isFirst = false
            return nil
        }
        if !isFirst { try expect(UInt8(ascii: ","), "expected , or }") }
        let name = try string()
        try expect(UInt8(ascii: ":"), "expected : after a member's name")
        return name
    }

    /// Goes into an array.
    public mutating func beginArray() throws(JSONError) {
        try expect(UInt8(ascii: "["), "expected an array")
        isFirst = true
    }

    /// Whether another element follows; at the array's end it is left.
    @inline(__always)
    public mutating func nextElement() throws(JSONError) -> Bool {
        skipSpace()
        guard offset < count else { throw .syntax("the document ends too early", offset) }
        if byte(offset) == UInt8(ascii: "]") {
            offset &+= 1
            isFirst = false
            return false
        }
        if !isFirst { try expect(UInt8(ascii: ","), "expected , or ]") }
        return true
    }

    /// Refuses anything but white space after the document.
    public mutating func end() throws(JSONError) {
        skipSpace()
        guard offset == count else { throw .syntax("text after the document", offset) }
    }

    // MARK: Values

    /// What the next value is.
    public mutating func peek() throws(JSONError) -> Kind {
        skipSpace()
        guard offset < count else { throw .syntax("the document ends too early", offset) }
        switch byte(offset) {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), 0x30...0x39: return .number
        default: throw .syntax("expected a value", offset)
        }
    }

    /// The bytes between the quotes of a string, escapes as written.
    public mutating func string() throws(JSONError) -> UnsafeRawBufferPointer {
        try expect(UInt8(ascii: "\""), "expected a string")
        let start = offset
        while offset < count {
            skipPlainText()
            guard offset < count else { break }
            let next = byte(offset)
            if next == UInt8(ascii: "\"") {
                offset &+= 1
                isFirst = false
                return UnsafeRawBufferPointer(start: base + start, count: offset &- start &- 1)
            }
            if next == UInt8(ascii: "\\") {
                try skipEscape()
            } else {
                guard next >= 0x20 else { throw .syntax("a control character in a string", offset) }
                offset &+= 1
            }
        }
        throw .syntax("a string has no end", start - 1)
    }

    /// The bytes from a string's opening quote to the next quote, none of them looked at.
    ///
    /// For texts of a known alphabet, such as hex digits: whoever calls it must refuse every byte that isn't of that
    /// alphabet, a backslash above all, or the end may be the wrong one.
    @inline(__always)
    public mutating func uncheckedString() throws(JSONError) -> UnsafeRawBufferPointer {
        try expect(UInt8(ascii: "\""), "expected a string")
        guard let quote = memchr(base + offset, 0x22, count &- offset) else {
            throw .syntax("a string has no end", offset - 1)
        }
        let start = offset
        let end = UnsafeRawPointer(quote) - base
        offset = end &+ 1
        isFirst = false
        return UnsafeRawBufferPointer(start: base + start, count: end &- start)
    }

    /// The bytes of a string of exactly `length` bytes, none of them looked at, or nil.
    ///
    /// Where it has more or fewer nothing is read. The same rule as for `uncheckedString()`: every byte must be refused that isn't of the caller's alphabet.
    @inline(__always)
    public mutating func uncheckedString(length: Int) -> UnsafeRawBufferPointer? {
        skipSpace()
        guard length >= 0, length < count &- offset &- 1, byte(offset) == 0x22,
            byte(offset &+ length &+ 1) == 0x22
        else { return nil }
        let start = offset &+ 1
        offset = start &+ length &+ 1
        isFirst = false
        return UnsafeRawBufferPointer(start: base + start, count: length)
    }

    /// `true` or `false`.
    public mutating func bool() throws(JSONError) -> Bool {
        if try peek() == .bool, byte(offset) == UInt8(ascii: "t") {
            try word("true")
            return true
        }
        try word("false")
        return false
    }

    /// The text of a number, as written.
    public mutating func number() throws(JSONError) -> UnsafeRawBufferPointer {
        skipSpace()
        let start = offset
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            guard digits() > 0 else { throw .syntax("expected a number", start) }
        }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw .syntax("a number has no digit after its point", offset) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw .syntax("a number has no digit in its exponent", offset) }
        }
        isFirst = false
        return UnsafeRawBufferPointer(start: base + start, count: offset - start)
    }

    /// Reads over a value of any form, up to 64 levels deep.
    public mutating func skipValue() throws(JSONError) {
        // A bit a level, set where it is an object: the stack of a document at most 64 levels deep.
        var objects: UInt64 = 0
        var depth = 0
        repeat {
            switch try peek() {
            case .string: _ = try string()
            case .number: _ = try number()
            case .bool: _ = try bool()
            case .null: try word("null")
            case .object, .array:
                guard depth < 64 else { throw .depth(64, offset) }
                let isObject = byte(offset) == UInt8(ascii: "{")
                objects = objects << 1 | (isObject ? 1 : 0)
                depth += 1
                offset += 1
                isFirst = true
            }
            // Leaves what ends here, and stands before the next value of what is still open.
            while depth > 0 {
                let more = objects & 1 == 1 ? try nextName() != nil : try nextElement()
                if more { break }
                objects >>= 1
                depth -= 1
            }
        } while depth > 0
    }

    // MARK: Bytes

    @inline(__always)
    private func byte(_ place: Int) -> UInt8 { base.load(fromByteOffset: place, as: UInt8.self) }

    /// Goes on to the next quote, backslash or control character, or to the last seven bytes of the document.
    ///
    /// Eight bytes at a time: a byte that equals another is zero in their exclusive or, and borrows from its high bit.
    @inline(__always)
    private mutating func skipPlainText() {
        let ones: UInt64 = 0x0101_0101_0101_0101
        while offset &+ 8 <= count {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let quote = word ^ (0x22 &* ones)
            let backslash = word ^ (0x5c &* ones)
            let found =
                ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash
                    | (word &- 0x20 &* ones) & ~word) & (0x80 &* ones)
            if found != 0 {
                // Only the lowest mark is sure to be one; it is all that is asked for.
                offset &+= found.trailingZeroBitCount &>> 3
                return
            }
            offset &+= 8
        }
    }

    @inline(__always)
    private mutating func skipSpace() {
        while offset < count {
            let next = byte(offset)
            guard next <= 0x20, next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 else { return }
            offset &+= 1
        }
    }

    @inline(__always)
    private mutating func expect(_ wanted: UInt8, _ what: StaticString) throws(JSONError) {
        skipSpace()
        guard offset < count, byte(offset) == wanted else { throw .syntax("\(what)", offset) }
        offset &+= 1
    }

    private mutating func take(_ wanted: UInt8) -> Bool {
        guard offset < count, byte(offset) == wanted else { return false }
        offset += 1
        return true
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < count, (0x30...0x39).contains(byte(offset)) { offset += 1 }
        return offset - start
    }

    private mutating func word(_ text: StaticString) throws(JSONError) {
        let length = text.utf8CodeUnitCount
        guard length <= count - offset, memcmp(base + offset, text.utf8Start, length) == 0 else {
            throw .syntax("expected a value", offset)
        }
        offset += length
        isFirst = false
    }

    /// Reads over an escape, whose form is checked as `JSON.parse` does.
    private mutating func skipEscape() throws(JSONError) {
        guard offset + 1 < count else { throw .syntax("a string has no end", offset) }
        let kind = byte(offset + 1)
        offset += 2
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return
        case UInt8(ascii: "u"):
            let first = try fourDigits()
            guard (0xd800...0xdfff).contains(first) else { return }
            guard first < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")),
                (0xdc00...0xdfff).contains(try fourDigits())
            else { throw .surrogate(offset) }
        default: throw .syntax("an unknown escape in a string", offset - 1)
        }
    }

    private mutating func fourDigits() throws(JSONError) -> UInt16 {
        guard offset + 4 <= count else { throw .syntax("\\u needs four hex digits", offset) }
        var value: UInt16 = 0
        for _ in 0..<4 {
            let digit = byte(offset)
            switch digit {
            case 0x30...0x39: value = value << 4 | UInt16(digit - 0x30)
            case 0x41...0x46: value = value << 4 | UInt16(digit - 0x37)
            case 0x61...0x66: value = value << 4 | UInt16(digit - 0x57)
            default: throw .syntax("\\u needs four hex digits", offset)
            }
            offset += 1
        }
        return value
    }
}
