extension JSON {
    /// The document as ASCII text, compact or indented by two spaces a level; members keep their order.
    public func serialized(pretty: Bool = false) -> String {
        var output: [UInt8] = []
        write(into: &output, indent: pretty ? 0 : nil)
        return String(decoding: output, as: UTF8.self)
    }

    /// The document as ASCII bytes, compact.
    public var serializedBytes: [UInt8] {
        var output: [UInt8] = []
        write(into: &output, indent: nil)
        return output
    }

    /// Appends the document as ASCII bytes, compact.
    public func write(into output: inout [UInt8]) { write(into: &output, indent: nil) }

    private func write(into output: inout [UInt8], indent: Int?) {
        switch self {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .number(let text): output.append(contentsOf: text.utf8)
        case .string(let text): JSON.write(text, into: &output)
        case .array(let elements):
            output.append(UInt8(ascii: "["))
            for (place, element) in elements.enumerated() {
                if place > 0 { output.append(UInt8(ascii: ",")) }
                JSON.newLine(indent.map { $0 + 1 }, &output)
                element.write(into: &output, indent: indent.map { $0 + 1 })
            }
            if !elements.isEmpty { JSON.newLine(indent, &output) }
            output.append(UInt8(ascii: "]"))
        case .object(let object):
            output.append(UInt8(ascii: "{"))
            for (place, member) in object.members.enumerated() {
                if place > 0 { output.append(UInt8(ascii: ",")) }
                JSON.newLine(indent.map { $0 + 1 }, &output)
                JSON.write(member.key, into: &output)
                output.append(UInt8(ascii: ":"))
                if indent != nil { output.append(0x20) }
                member.value.write(into: &output, indent: indent.map { $0 + 1 })
            }
            if !object.members.isEmpty { JSON.newLine(indent, &output) }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func newLine(_ indent: Int?, _ output: inout [UInt8]) {
        guard let indent else { return }
        output.append(0x0a)
        output.append(contentsOf: repeatElement(0x20, count: indent * 2))
    }

    private static func write(_ text: String, into output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        // Nearly all text is as it is.
        if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) && $0 != 0x22 && $0 != 0x5c }) {
            output.append(contentsOf: text.utf8)
            output.append(UInt8(ascii: "\""))
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5c:
                output.append(UInt8(ascii: "\\"))
                output.append(UInt8(truncatingIfNeeded: scalar.value))
            case 0x0a: output.append(contentsOf: "\\n".utf8)
            case 0x0d: output.append(contentsOf: "\\r".utf8)
            case 0x09: output.append(contentsOf: "\\t".utf8)
            case 0x20..<0x7f: output.append(UInt8(truncatingIfNeeded: scalar.value))
            default:
                for unit in String(Character(scalar)).utf16 {
                    let digits = String(unit, radix: 16)
                    output.append(contentsOf: "\\u".utf8)
                    output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
                    output.append(contentsOf: digits.utf8)
                }
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
