/// Reads types, parameters and signatures as Solidity writes them.
struct SignatureParser {
    private let text: [UInt8]
    private var index = 0
    private var depth = 0

    init(_ text: String) { self.text = Array(text.utf8) }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return index == text.count
        }
    }

    private mutating func skipSpace() {
        while index < text.count, text[index] == 0x20 || text[index] == 0x0a { index += 1 }
    }

    mutating func take(_ character: Character) -> Bool {
        skipSpace()
        guard index < text.count, text[index] == character.asciiValue else { return false }
        index += 1
        return true
    }

    /// A word of letters, digits, `_` and `$`; empty if there is none.
    mutating func word() -> String {
        skipSpace()
        let start = index
        while index < text.count {
            switch text[index] {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f, 0x24: index += 1
            default: return String(decoding: text[start..<index], as: UTF8.self)
            }
        }
        return String(decoding: text[start..<index], as: UTF8.self)
    }

    /// Reads `word` if it comes next.
    mutating func take(word expected: String) -> Bool {
        let start = index
        if word() == expected { return true }
        index = start
        return false
    }

    mutating func type() throws(ABIError) -> ABIType {
        guard text.count <= 4096 else { throw .syntax("longer than 4096 characters") }
        depth += 1
        defer { depth -= 1 }
        guard depth <= 32 else { throw .syntax("nested too deep") }
        var result: ABIType
        if take("(") {
            result = .tuple(try parameters())
        } else {
            let name = word()
            if name == "tuple", take("(") {
                result = .tuple(try parameters())
            } else {
                guard let elementary = ABIType.elementary(name) else { throw .syntax("unknown type") }
                result = elementary
            }
        }
        var dimensions = 0
        while take("[") {
            dimensions += 1
            guard dimensions <= 16 else { throw .syntax("too many dimensions") }
            let digits = word()
            guard take("]") else { throw .syntax("expected ]") }
            if digits.isEmpty {
                result = .array(result)
            } else {
                guard let count = Int(digits), count <= 1 << 20, String(count) == digits else {
                    throw .syntax("bad array length")
                }
                result = .fixedArray(result, count)
            }
        }
        return result
    }

    /// Parameters up to the closing parenthesis, the opening one already read.
    mutating func parameters() throws(ABIError) -> [ABIParameter] {
        if take(")") { return [] }
        var result: [ABIParameter] = []
        while true {
            var parameter = ABIParameter(type: try type())
            while true {
                let name = word()
                switch name {
                case "": break
                case "indexed":
                    parameter.indexed = true
                    continue
                case "memory", "calldata", "storage", "payable": continue
                default: parameter.name = name
                }
                break
            }
            result.append(parameter)
            if take(")") { return result }
            guard take(",") else { throw .syntax("expected , or )") }
        }
    }
}
