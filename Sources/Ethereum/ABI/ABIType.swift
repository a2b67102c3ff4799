/// A type of the contract ABI.
public indirect enum ABIType: Sendable, Hashable {
    /// 8 to 256 bits, a multiple of 8.
    case uint(Int)
    /// 8 to 256 bits, a multiple of 8.
    case int(Int)
    case address
    case bool
    case bytes
    /// 1 to 32 bytes.
    case fixedBytes(Int)
    case string
    case array(ABIType)
    case fixedArray(ABIType, Int)
    case tuple([ABIParameter])
    /// An address and a selector, 24 bytes.
    case function

    /// The type as it enters a signature: `(uint256,address[2])[]`.
    public var canonical: String {
        switch self {
        case .uint(let bits): "uint\(bits)"
        case .int(let bits): "int\(bits)"
        case .address: "address"
        case .bool: "bool"
        case .bytes: "bytes"
        case .fixedBytes(let count): "bytes\(count)"
        case .string: "string"
        case .array(let element): element.canonical + "[]"
        case .fixedArray(let element, let count): element.canonical + "[\(count)]"
        case .tuple(let parts): "(" + parts.map(\.type.canonical).joined(separator: ",") + ")"
        case .function: "function"
        }
    }

    /// Whether the value lies at an offset, as its size isn't known from its type.
    public var isDynamic: Bool {
        switch self {
        case .bytes, .string, .array: true
        case .fixedArray(let element, let count): count > 0 && element.isDynamic
        case .tuple(let parts): parts.contains { $0.type.isDynamic }
        default: false
        }
    }

    /// Bytes of the value in place: 32 for a dynamic one, as that is the size of its offset.
    ///
    /// At most 2^40, more than any data has: lengths of nested fixed arrays could multiply past what an integer holds.
    var headSize: Int {
        if isDynamic { return 32 }
        switch self {
        case .fixedArray(let element, let count):
            let (size, overflow) = element.headSize.multipliedReportingOverflow(by: count)
            return overflow ? 1 << 40 : min(size, 1 << 40)
        case .tuple(let parts): return parts.reduce(0) { min($0 + $1.type.headSize, 1 << 40) }
        default: return 32
        }
    }

    /// The type in `text`, such as `uint256`, `uint` (256 bits), or `(address,bytes)[3]`.
    ///
    /// - Throws: `ABIError.syntax`.
    public init(parsing text: String) throws(ABIError) {
        var parser = SignatureParser(text)
        self = try parser.type()
        guard parser.isAtEnd else { throw .syntax("text after the type") }
    }

    /// The type of an elementary name, or nil.
    static func elementary(_ name: String) -> ABIType? {
        switch name {
        case "address": return .address
        case "bool": return .bool
        case "bytes": return .bytes
        case "string": return .string
        case "function": return .function
        case "uint": return .uint(256)
        case "int": return .int(256)
        case "byte": return .fixedBytes(1)
        default: break
        }
        func width(_ prefix: String) -> Int? {
            guard name.hasPrefix(prefix) else { return nil }
            let digits = name.utf8.dropFirst(prefix.utf8.count)
            guard let first = digits.first, first != 0x30, digits.count <= 3 else { return nil }
            guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
        }
        if let bits = width("uint"), bits % 8 == 0, bits <= 256 { return .uint(bits) }
        if let bits = width("int"), bits % 8 == 0, bits <= 256 { return .int(bits) }
        if let count = width("bytes"), count <= 32 { return .fixedBytes(count) }
        return nil
    }
}

/// A named argument, return value, or part of a tuple.
public struct ABIParameter: Sendable, Hashable {
    /// Its name; empty if it has none.
    public var name: String
    /// Its type.
    public var type: ABIType
    /// Whether an event puts it into a topic.
    public var indexed: Bool

    /// A parameter of these parts.
    public init(name: String = "", type: ABIType, indexed: Bool = false) {
        self.name = name
        self.type = type
        self.indexed = indexed
    }
}

/// A value of the contract ABI.
public indirect enum ABIValue: Sendable, Hashable {
    case uint(UInt256)
    case int(Int256)
    case address(Address)
    case bool(Bool)
    case bytes([UInt8])
    case fixedBytes([UInt8])
    case string(String)
    case array([ABIValue])
    case tuple([ABIValue])
    case function([UInt8])
}

extension ABIValue {
    /// The number of an unsigned value, or nil.
    public var uintValue: UInt256? {
        if case .uint(let number) = self { return number }
        return nil
    }

    /// The address, or nil.
    public var addressValue: Address? {
        if case .address(let address) = self { return address }
        return nil
    }

    /// The text, or nil.
    public var stringValue: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The boolean, or nil.
    public var boolValue: Bool? {
        if case .bool(let flag) = self { return flag }
        return nil
    }

    /// The bytes of a value of fixed or free length, or nil.
    public var bytesValue: [UInt8]? {
        switch self {
        case .bytes(let bytes), .fixedBytes(let bytes): bytes
        default: nil
        }
    }

    /// The elements of an array or the parts of a tuple, or nil.
    public var elements: [ABIValue]? {
        switch self {
        case .array(let values), .tuple(let values): values
        default: nil
        }
    }
}
