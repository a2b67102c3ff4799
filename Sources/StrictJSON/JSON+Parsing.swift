extension JSON {
    /// The document in `bytes`.
    ///
    /// Strict: RFC 8259 with valid UTF-8, no duplicate names in an object, no byte after the value but white space.
    /// - Throws: `JSONError`, of a code for each rule.
    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .document) throws(JSONError) -> JSON {
        guard bytes.count <= limits.maximumBytes else { throw .size(limits.maximumBytes) }
        // Escapes never hide invalid bytes, so the text is checked once, as a whole, before anything is cut from it.
        if let bad = firstInvalidUTF8(bytes) { throw .utf8(bad) }
        var parser = Parser(bytes: bytes, limits: limits)
        return try parser.document()
    }

    /// The document in `text`.
    ///
    /// - Throws: `JSONError`, of a code for each rule.
    public static func parse(_ text: String, limits: JSONLimits = .document) throws(JSONError) -> JSON {
        try parse(Array(text.utf8), limits: limits)
    }
}

/// Place of the first byte that isn't valid UTF-8 (Unicode 15, table 3-7), or nil.
func firstInvalidUTF8(_ bytes: [UInt8]) -> Int? {
    var index = 0
    let count = bytes.count
    while index < count {
        let byte = bytes[index]
        if byte < 0x80 {
            index += 1
            continue
        }
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xbf
        switch byte {
        case 0xc2...0xdf: length = 2
        case 0xe0: (length, low) = (3, 0xa0)
        case 0xed: (length, high) = (3, 0x9f)
        case 0xe1...0xef: length = 3
        case 0xf0: (length, low) = (4, 0x90)
        case 0xf4: (length, high) = (4, 0x8f)
        case 0xf1...0xf3: length = 4
        default: return index
        }
        guard index + length <= count, bytes[index + 1] >= low, bytes[index + 1] <= high else { return index }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xc0 != 0x80 { return index }
        index += length
    }
    return nil
}

/// Builds the tree with a stack of its own, so that no nesting can exhaust the program's.
private struct Parser {
    let bytes: [UInt8]
    let limits: JSONLimits
    var index = 0
    var items = 0

    /// An array or object whose end hasn't come yet: `key` is nil for an array.
    struct Open {
        var key: String?
        var elements: [JSON] = []
        var members: [JSONMember] = []
    }

    init(bytes: [UInt8], limits: JSONLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(JSONError) -> JSON {
        var open: [Open] = []
        while true {
            skipSpace()
            var value = try beginValue(&open)
            // A finished value belongs to the innermost open container, which it may finish in turn.
            while let finished = value {
                if open.isEmpty {
                    skipSpace()
                    guard index == bytes.count else { throw .syntax("text after the document", index) }
                    return finished
                }
                value = try add(finished, to: &open)
            }
        }
    }

    /// Reads a scalar or an empty container, or opens a container and gives nil.
    private mutating func beginValue(_ open: inout [Open]) throws(JSONError) -> JSON? {
        guard index < bytes.count else { throw .syntax("the document ends too early", index) }
        items += 1
        guard items <= limits.maximumItems else { throw .items(limits.maximumItems, index) }
        switch bytes[index] {
        case UInt8(ascii: "{"):
            guard open.count < limits.maximumDepth else { throw .depth(limits.maximumDepth, index) }
            index += 1
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(JSONObject(unique: [])) }
            open.append(Open(key: try memberName()))
            return nil
        case UInt8(ascii: "["):
            guard open.count < limits.maximumDepth else { throw .depth(limits.maximumDepth, index) }
            index += 1
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array([]) }
            open.append(Open())
            return nil
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    /// Adds a value to the innermost open container, in its place; gives the container if that ends it.
    private mutating func add(_ value: JSON, to open: inout [Open]) throws(JSONError) -> JSON? {
        skipSpace()
        let innermost = open.count - 1
        guard let key = open[innermost].key else {
            open[innermost].elements.append(value)
            if take(UInt8(ascii: ",")) { return nil }
            guard take(UInt8(ascii: "]")) else { throw .syntax("expected , or ]", index) }
            return .array(open.removeLast().elements)
        }
        open[innermost].members.append(JSONMember(key: key, value: value))
        if take(UInt8(ascii: ",")) {
            skipSpace()
            open[innermost].key = try memberName()
            return nil
        }
        guard take(UInt8(ascii: "}")) else { throw .syntax("expected , or }", index) }
        let members = open.removeLast().members
        guard namesAreUnique(members) else { throw .duplicate(index) }
        return .object(JSONObject(unique: members))
    }

    private func namesAreUnique(_ members: [JSONMember]) -> Bool {
        // Names are compared by their scalars: Swift's == would take canonically equivalent ones for the same.
        if members.count < 12 {
            for later in members.indices.dropFirst() {
                for earlier in 0..<later
                where members[earlier].key.utf8.elementsEqual(members[later].key.utf8) {
                    return false
                }
            }
            return true
        }
        var seen: Set<[UInt8]> = []
        return members.allSatisfy { seen.insert(Array($0.key.utf8)).inserted }
    }

    private mutating func memberName() throws(JSONError) -> String {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
            throw .syntax("expected a member's name in quotes", index)
        }
        let name = try string()
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw .syntax("expected : after a member's name", index) }
        return name
    }

    private mutating func skipSpace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0a, 0x0d: index += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
        let end = index + text.utf8CodeUnitCount
        let matches = text.withUTF8Buffer { end <= bytes.count && bytes[index..<end].elementsEqual($0) }
        guard matches else { throw .syntax("expected a value", index) }
        index = end
        return value
    }

    private mutating func number() throws(JSONError) -> String {
        let start = index
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) {
            guard digits() > 0 else { throw .syntax("expected a value", start) }
        }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw .syntax("a number has no digit after its point", index) }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw .syntax("a number has no digit in its exponent", index) }
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func digits() -> Int {
        let start = index
        while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
        return index - start
    }

    /// Reads a string from its opening quote.
    private mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: bytes[start..<(index - 1)], as: UTF8.self)
            case UInt8(ascii: "\\"): return try escapedString(from: start)
            case 0..<0x20: throw .syntax("a control character in a string", index)
            default: index += 1
            }
        }
        throw .syntax("a string has no end", start - 1)
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw .syntax("a control character in a string", index - 1)
            default: text.append(byte)
            }
        }
        throw .syntax("a string has no end", start - 1)
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard index < bytes.count else { throw .syntax("a string has no end", index) }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let first = try fourDigits()
            var value = UInt32(first)
            if (0xd800...0xdfff).contains(first) {
                guard first < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
                    throw .surrogate(index)
                }
                let second = try fourDigits()
                guard (0xdc00...0xdfff).contains(second) else { throw .surrogate(index) }
                value = 0x10000 + (UInt32(first & 0x3ff) << 10 | UInt32(second & 0x3ff))
            }
            guard let scalar = Unicode.Scalar(value) else { throw .surrogate(index) }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default: throw .syntax("an unknown escape in a string", index - 1)
        }
    }

    private mutating func fourDigits() throws(JSONError) -> UInt16 {
        guard index + 4 <= bytes.count else { throw .syntax("\\u needs four hex digits", index) }
        var value: UInt16 = 0
        for _ in 0..<4 {
            let digit: UInt8
            switch bytes[index] {
            case 0x30...0x39: digit = bytes[index] - 0x30
            case 0x61...0x66: digit = bytes[index] - 0x57
            case 0x41...0x46: digit = bytes[index] - 0x37
            default: throw .syntax("\\u needs four hex digits", index)
            }
            value = value << 4 | UInt16(digit)
            index += 1
        }
        return value
    }
}
