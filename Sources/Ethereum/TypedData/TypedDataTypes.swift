import StrictJSON

/// A field of a struct type, as the document writes it.
public struct TypedDataField: Sendable, Hashable {
    /// Name of the field.
    public let name: String
    /// Its type, such as `uint256` or `Item[2][]`.
    public let type: String
}

/// A type of a field, resolved.
indirect enum FieldKind: Sendable {
    case uint(bits: Int)
    case int(bits: Int)
    case address
    case bool
    case bytes
    case fixedBytes(Int)
    case string
    case structure(Int)
    case array(FieldKind, text: String, length: Int?)
}

/// A struct type, resolved.
struct StructType: Sendable {
    let name: String
    let fields: [TypedDataField]
    var kinds: [FieldKind] = []
    var encodeType = ""
    var typeHash = Hash32.zero
}

/// The struct types of a document: checked, resolved, and hashed once.
struct TypedDataTypes: Sendable {
    private(set) var structs: [StructType] = []
    private(set) var warnings: [TypedDataWarning] = []
    private var index: [String: Int] = [:]

    /// Place of the type called `name`, or nil.
    func place(of name: String) -> Int? { index[name] }

    /// The definitions of `types`, `EIP712Domain` left out, with `domain` as its stand-in.
    init(_ types: JSONObject, domain: [TypedDataField]) throws(TypedDataError) {
        guard types.members.count <= TypedData.maximumTypes else { throw TypedDataError(.tooManyTypes) }
        structs.reserveCapacity(types.members.count + 1)
        structs.append(StructType(name: TypedData.domainType, fields: domain))
        var odd = false
        for member in types.members where member.key != TypedData.domainType {
            try Self.checkName(member.key)
            guard Self.primitive(member.key) == nil, !Self.looksPrimitive(member.key) else {
                throw TypedDataError(.shadowsPrimitive, path: "types." + member.key)
            }
            odd = odd || Self.isOdd(member.key)
            let fields = try Self.fields(member.value, path: "types." + member.key)
            odd = odd || fields.contains { Self.isOdd($0.name) }
            index[member.key] = structs.count
            structs.append(StructType(name: member.key, fields: fields))
        }
        if odd {
            warnings.append(
                TypedDataWarning(
                    code: "portability.odd-name",
                    text: "a type or field has an empty name or one with a space: some wallets refuse it"))
        }
        for place in structs.indices {
            var kinds: [FieldKind] = []
            kinds.reserveCapacity(structs[place].fields.count)
            for field in structs[place].fields {
                kinds.append(try resolve(field.type, in: structs[place].name))
            }
            structs[place].kinds = kinds
        }
        try refuseCircles()
        for place in structs.indices {
            let text = encodeType(of: place)
            structs[place].encodeType = text
            structs[place].typeHash = Keccak256.hash(utf8: text)
        }
    }

    /// Fields of a definition.
    static func fields(_ json: JSON, path: String) throws(TypedDataError) -> [TypedDataField] {
        guard let list = json.arrayValue else { throw TypedDataError(.typeDefinition, path: path) }
        guard list.count <= TypedData.maximumFields else { throw TypedDataError(.tooManyFields, path: path) }
        var result: [TypedDataField] = []
        result.reserveCapacity(list.count)
        for entry in list {
            guard let object = entry.objectValue, object.members.count == 2,
                let name = object["name"]?.stringValue,
                let type = object["type"]?.stringValue
            else { throw TypedDataError(.typeDefinition, path: path) }
            try checkName(name)
            for earlier in result where earlier.name.utf8.elementsEqual(name.utf8) {
                throw TypedDataError(.duplicateField, path: path)
            }
            result.append(TypedDataField(name: name, type: type))
        }
        return result
    }

    /// Refuses what could make one list of fields read like another: `( ) , [ ]`, quotes, controls, non-ASCII.
    static func checkName(_ name: String) throws(TypedDataError) {
        guard name.utf8.count <= 256 else { throw TypedDataError(.nameCharacter) }
        for byte in name.utf8 {
            switch byte {
            case 0..<0x20, 0x7f..., UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","),
                UInt8(ascii: "["),
                UInt8(ascii: "]"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                throw TypedDataError(.nameCharacter)
            default: continue
            }
        }
    }

    private static func isOdd(_ name: String) -> Bool { name.isEmpty || name.utf8.contains(0x20) }

    /// A primitive by its exact name, or nil.
    static func primitive(_ text: String) -> FieldKind? {
        switch text {
        case "address": return .address
        case "bool": return .bool
        case "bytes": return .bytes
        case "string": return .string
        default: break
        }
        if text.hasPrefix("uint"), let bits = width(text.utf8.dropFirst(4)), bits % 8 == 0,
            (8...256).contains(bits)
        {
            return .uint(bits: bits)
        }
        if text.hasPrefix("int"), let bits = width(text.utf8.dropFirst(3)), bits % 8 == 0,
            (8...256).contains(bits)
        {
            return .int(bits: bits)
        }
        if text.hasPrefix("bytes"), let count = width(text.utf8.dropFirst(5)), (1...32).contains(count) {
            return .fixedBytes(count)
        }
        return nil
    }

    /// Names that some library takes for a primitive, though they are none: `uint`, `uint7`, `byte`, `fixed128x18`.
    private static func looksPrimitive(_ name: String) -> Bool {
        if ["uint", "int", "byte", "function", "fixed", "ufixed"].contains(name) { return true }
        for prefix in ["uint", "int", "bytes", "fixed", "ufixed"] where name.hasPrefix(prefix) {
            let rest = name.utf8.dropFirst(prefix.utf8.count)
            if rest.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: "x") }) { return true }
        }
        return false
    }

    private static func width(_ digits: Substring.UTF8View) -> Int? {
        guard let first = digits.first, first != 0x30, digits.count <= 5 else { return nil }
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit) - 0x30
        }
        return value
    }

    private func resolve(_ text: String, in owner: String) throws(TypedDataError) -> FieldKind {
        let path = "types." + owner
        guard text.utf8.last == UInt8(ascii: "]") else {
            if let primitive = Self.primitive(text) { return primitive }
            if text == "uint" || text == "int" { throw TypedDataError(.alias, path: path) }
            if text == TypedData.domainType { throw TypedDataError(.domainReference, path: path) }
            guard let place = index[text] else { throw TypedDataError(.unknownType, path: path) }
            return .structure(place)
        }
        guard text.utf8.count <= 512, text.utf8.lazy.filter({ $0 == UInt8(ascii: "[") }).count <= 8 else {
            throw TypedDataError(.arraySuffix, path: path)
        }
        guard let bracket = text.lastIndex(of: "[") else { throw TypedDataError(.arraySuffix, path: path) }
        let digits = text[text.index(after: bracket)...].dropLast()
        var length: Int?
        if !digits.isEmpty {
            guard let value = Self.width(digits.utf8), value <= TypedData.maximumItems else {
                throw TypedDataError(.arraySuffix, path: path)
            }
            length = value
        }
        return .array(try resolve(String(text[..<bracket]), in: owner), text: text, length: length)
    }

    /// Struct types that the fields of `place` name, arrays included or not.
    private func references(of place: Int, throughArrays: Bool) -> [Int] {
        structs[place].kinds.compactMap { kind in
            var kind = kind
            while case .array(let element, _, let length) = kind {
                // An array of fixed length needs its elements, so it breaks no circle.
                if !throughArrays, length == nil { return nil }
                kind = element
            }
            if case .structure(let target) = kind { return target }
            return nil
        }
    }

    /// Every type that `place` needs, itself included.
    func reachable(from place: Int) -> Set<Int> {
        var reached: Set<Int> = [place]
        var waiting = [place]
        while let next = waiting.popLast() {
            for target in references(of: next, throughArrays: true) where reached.insert(target).inserted {
                waiting.append(target)
            }
        }
        return reached
    }

    /// Types that no other type names: what a document could be about.
    var roots: [Int] {
        var named: Set<Int> = []
        for place in structs.indices.dropFirst() {
            for target in references(of: place, throughArrays: true) where target != place {
                named.insert(target)
            }
        }
        return structs.indices.dropFirst().filter { !named.contains($0) }
    }

    private mutating func refuseCircles() throws(TypedDataError) {
        if let place = circle(throughArrays: false) {
            throw TypedDataError(.circular, path: "types." + structs[place].name)
        }
        if circle(throughArrays: true) != nil {
            warnings.append(
                TypedDataWarning(
                    code: "portability.recursive",
                    text: "a type contains itself through an array: some libraries refuse it"))
        }
    }

    /// A type that contains itself, or nil; each reference is followed once, however the types hang together.
    private func circle(throughArrays: Bool) -> Int? {
        var state = [UInt8](repeating: 0, count: structs.count)
        for start in structs.indices where state[start] == 0 {
            // Depth-first with a stack of its own: a chain of types may be as long as there are types.
            var path: [(place: Int, next: Int, targets: [Int])] = []
            path.append((start, 0, references(of: start, throughArrays: throughArrays)))
            state[start] = 1
            while let top = path.last {
                guard top.next < top.targets.count else {
                    state[top.place] = 2
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let target = top.targets[top.next]
                if state[target] == 1 { return target }
                if state[target] == 0 {
                    state[target] = 1
                    path.append((target, 0, references(of: target, throughArrays: throughArrays)))
                }
            }
        }
        return nil
    }

    /// The type followed by those it needs, in alphabetical order (EIP-712, definition of encodeType).
    private func encodeType(of place: Int) -> String {
        var others = reachable(from: place)
        others.remove(place)
        let sorted = others.sorted { structs[$0].name.utf8.lexicographicallyPrecedes(structs[$1].name.utf8) }
        var text = ""
        for target in [place] + sorted {
            text += structs[target].name + "("
            for (position, field) in structs[target].fields.enumerated() {
                if position > 0 { text += "," }
                text += field.type + " " + field.name
            }
            text += ")"
        }
        return text
    }
}
