/// A type of a field, resolved.
enum FieldKind: Sendable {
    case uint(bits: Int)
    case int(bits: Int)
    case address
    case bool
    case bytes
    case fixedBytes(Int)
    case string
    /// The struct type at a place of `TypedDataTypes.structs`.
    case structure(Int)
    /// The array type at a place of `TypedDataTypes.arrays`: no payload needs counting, so that a kind is copied freely.
    case array(Int)
}

/// A type of an array.
struct ArrayType: Sendable {
    /// What its elements are.
    let element: FieldKind
    /// Their type as the document writes it.
    let elementType: String
    /// How many there must be; nil for any number.
    let length: Int?
}

extension FieldKind {
    /// A primitive by its exact name, or nil.
    static func primitive(_ text: String) -> FieldKind? {
        text.withUTF8Bytes { name in
            // Most fields are told by their first letter.
            switch name.first {
            case UInt8(ascii: "a"): return name.count == 7 && begins(name, "address") ? .address : nil
            case UInt8(ascii: "s"): return name.count == 6 && begins(name, "string") ? .string : nil
            case UInt8(ascii: "u"):
                guard begins(name, "uint"), let bits = bits(name.dropFirst(4)) else { return nil }
                return .uint(bits: bits)
            case UInt8(ascii: "i"):
                guard begins(name, "int"), let bits = bits(name.dropFirst(3)) else { return nil }
                return .int(bits: bits)
            case UInt8(ascii: "b"):
                if name.count == 4, begins(name, "bool") { return .bool }
                guard begins(name, "bytes") else { return nil }
                if name.count == 5 { return .bytes }
                guard let count = width(name.dropFirst(5)), (1...32).contains(count) else { return nil }
                return .fixedBytes(count)
            default: return nil
            }
        }
    }

    private static func begins(_ name: UnsafeBufferPointer<UInt8>, _ start: StaticString) -> Bool {
        guard name.count >= start.utf8CodeUnitCount else { return false }
        for index in 0..<start.utf8CodeUnitCount where name[index] != start.utf8Start[index] { return false }
        return true
    }

    /// The width of an integer type: 8 to 256 in steps of 8.
    private static func bits(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        guard let bits = width(digits), bits % 8 == 0, (8...256).contains(bits) else { return nil }
        return bits
    }

    /// Names that some library takes for a primitive, though they are none: `uint`, `uint7`, `byte`, `fixed128x18`.
    static func looksPrimitive(_ name: String) -> Bool {
        // Told by the first letter, nearly always.
        guard let first = name.utf8.first, "uibf".utf8.contains(first) else { return false }
        if ["uint", "int", "byte", "function", "fixed", "ufixed"].contains(name) { return true }
        for prefix in ["uint", "int", "bytes", "fixed", "ufixed"] where name.hasPrefix(prefix) {
            let rest = name.utf8.dropFirst(prefix.utf8.count)
            if rest.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "x") }) { return true }
        }
        return false
    }

    /// The number that `digits` write without leading zeros, of at most five digits, or nil.
    static func width(_ digits: some Collection<UInt8>) -> Int? {
        guard let first = digits.first, first != 0x30, digits.count <= 5 else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit) - 0x30
        }
        return value
    }
}
