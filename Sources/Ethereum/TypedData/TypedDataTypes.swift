import StrictJSON

/// A field of a struct type, as the document writes it.
public struct TypedDataField: Sendable, Hashable {
    /// Name of the field.
    public let name: String
    /// Its type, such as `uint256` or `Item[2][]`.
    public let type: String
}

/// A struct type, resolved.
struct StructType: Sendable {
    let name: String
    let fields: [TypedDataField]
    var kinds: [FieldKind] = []
    /// Places of the struct types that its fields name, arrays of them included.
    var references: [Int] = []
    /// Those of them without which no value can be written: not behind an array of any length.
    var needs: [Int] = []
    /// UTF-8 of the type as EIP-712 encodes it.
    var encodeType: [UInt8] = []
    var typeHash = Hash32.zero
}

/// The struct types of a document: checked, resolved, and hashed once.
struct TypedDataTypes: Sendable {
    private(set) var structs: [StructType] = []
    private(set) var arrays: [ArrayType] = []
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
            odd = try Self.checkName(member.key) || odd
            guard FieldKind.primitive(member.key) == nil, !FieldKind.looksPrimitive(member.key) else {
                throw TypedDataError(.shadowsPrimitive, path: "types." + member.key)
            }
            let fields = try Self.fields(member.value, of: member.key, &odd)
            index[member.key] = structs.count
            structs.append(StructType(name: member.key, fields: fields))
        }
        if odd {
            warnings.append(
                TypedDataWarning(
                    code: "portability.odd-name",
                    text:
                        "a type or field has an empty name or one with a space or a dot: some wallets refuse it"
                ))
        }
        for place in structs.indices {
            var kinds: [FieldKind] = []
            kinds.reserveCapacity(structs[place].fields.count)
            for field in structs[place].fields {
                do { kinds.append(try resolve(field.type)) } catch {
                    throw error.below(field.name).below(structs[place].name).below("types")
                }
            }
            structs[place].kinds = kinds
            for kind in kinds {
                guard let (target, isNeeded) = reference(kind) else { continue }
                structs[place].references.append(target)
                if isNeeded { structs[place].needs.append(target) }
            }
        }
        try refuseCircles()
        let definitions = structs.map(Self.definition)
        for place in structs.indices {
            let text = encodeType(of: place, definitions)
            structs[place].encodeType = text
            structs[place].typeHash = Keccak256.hash(text)
        }
    }

    /// Fields of a definition; `odd` is set if a name of one is.
    static func fields(
        _ json: JSON, of owner: String, _ odd: inout Bool
    ) throws(TypedDataError) -> [TypedDataField] {
        func fail(_ rule: TypedDataRule) -> TypedDataError { TypedDataError(rule, path: "types." + owner) }
        guard case .array(let list) = json else { throw fail(.typeDefinition) }
        guard list.count <= TypedData.maximumFields else { throw fail(.tooManyFields) }
        var result: [TypedDataField] = []
        result.reserveCapacity(list.count)
        for entry in list {
            guard let field = field(entry) else { throw fail(.typeDefinition) }
            odd = try checkName(field.name) || odd
            // Names are ASCII by now, so == compares bytes.
            for earlier in result where earlier.name == field.name { throw fail(.duplicateField) }
            result.append(field)
        }
        return result
    }

    /// A field of a definition: an object with a name and a type, and nothing else.
    private static func field(_ json: JSON) -> TypedDataField? {
        guard case .object(let object) = json, object.members.count == 2 else { return nil }
        // In this order nearly always, which saves the search.
        if object.members[0].key == "name", case .string(let name) = object.members[0].value,
            object.members[1].key == "type", case .string(let type) = object.members[1].value
        {
            return TypedDataField(name: name, type: type)
        }
        guard let name = object["name"]?.stringValue, let type = object["type"]?.stringValue else {
            return nil
        }
        return TypedDataField(name: name, type: type)
    }

    /// Refuses what could make one list of fields read like another: `( ) , [ ]`, quotes, controls, non-ASCII.
    ///
    /// - Returns: whether the name is an odd one: empty, or with a space or a dot.
    static func checkName(_ name: String) throws(TypedDataError) -> Bool {
        let (isAllowed, isOdd) = name.withUTF8Bytes { bytes in
            guard bytes.count <= 256 else { return (false, false) }
            var isOdd = false
            for byte in bytes {
                guard byte < 0x80, (byte < 0x40 ? allowed.low : allowed.high) >> UInt64(byte & 63) & 1 == 1
                else {
                    return (false, false)
                }
                if byte == 0x20 || byte == UInt8(ascii: ".") { isOdd = true }
            }
            return (true, isOdd || bytes.isEmpty)
        }
        guard isAllowed else { throw TypedDataError(.nameCharacter) }
        return isOdd
    }

    /// A bit for each ASCII character that a name may have: all but controls, `" ' ( ) , [ ]` and the backtick.
    private static let allowed: (low: UInt64, high: UInt64) = (0xffff_ec7b_0000_0000, 0x7fff_fffe_d7ff_ffff)

    /// What a field of type `text` holds; the path of an error is put together where the field is known.
    private mutating func resolve(_ text: String) throws(TypedDataError) -> FieldKind {
        guard text.utf8.last == UInt8(ascii: "]") else {
            if let primitive = FieldKind.primitive(text) { return primitive }
            if text == "uint" || text == "int" { throw TypedDataError(.alias) }
            if text == TypedData.domainType { throw TypedDataError(.domainReference) }
            guard let place = index[text] else { throw TypedDataError(.unknownType) }
            return .structure(place)
        }
        guard text.utf8.count <= 512, text.utf8.lazy.filter({ $0 == UInt8(ascii: "[") }).count <= 8 else {
            throw TypedDataError(.arraySuffix)
        }
        guard let bracket = text.utf8.lastIndex(of: UInt8(ascii: "[")) else {
            throw TypedDataError(.arraySuffix)
        }
        let digits = text.utf8[text.utf8.index(after: bracket)...].dropLast()
        var length: Int?
        if !digits.isEmpty {
            guard let value = FieldKind.width(digits), value <= TypedData.maximumItems else {
                throw TypedDataError(.arraySuffix)
            }
            length = value
        }
        let elementType = String(text[..<bracket])
        let element = try resolve(elementType)
        arrays.append(ArrayType(element: element, elementType: elementType, length: length))
        return .array(arrays.count - 1)
    }

    /// The struct type that a field of this kind names, and whether it needs a value of it.
    private func reference(_ kind: FieldKind) -> (place: Int, isNeeded: Bool)? {
        var kind = kind
        var isNeeded = true
        while case .array(let place) = kind {
            // An array of fixed length needs its elements, so it breaks no circle.
            if arrays[place].length == nil { isNeeded = false }
            kind = arrays[place].element
        }
        if case .structure(let place) = kind { return (place, isNeeded) }
        return nil
    }

    /// For every type, by its place, whether `place` needs it; of itself this is true.
    func reachable(from place: Int) -> [Bool] {
        var reached = [Bool](repeating: false, count: structs.count)
        reached[place] = true
        var waiting = [place]
        while let next = waiting.popLast() {
            for target in structs[next].references where !reached[target] {
                reached[target] = true
                waiting.append(target)
            }
        }
        return reached
    }

    /// Types that no other type names: what a document could be about.
    var roots: [Int] {
        var isNamed = [Bool](repeating: false, count: structs.count)
        for place in structs.indices.dropFirst() {
            for target in structs[place].references where target != place { isNamed[target] = true }
        }
        return structs.indices.dropFirst().filter { !isNamed[$0] }
    }

    private mutating func refuseCircles() throws(TypedDataError) {
        // Where no type that is named names one itself, as in most documents, there is no circle to look for.
        guard structs.contains(where: { $0.references.contains { !structs[$0].references.isEmpty } }) else {
            return
        }
        if let place = circle(along: \.needs) {
            throw TypedDataError(.circular, path: "types." + structs[place].name)
        }
        if circle(along: \.references) != nil {
            warnings.append(
                TypedDataWarning(
                    code: "portability.recursive",
                    text: "a type contains itself through an array: some libraries refuse it"))
        }
    }

    /// A type that contains itself, or nil; each reference is followed once, however the types hang together.
    private func circle(along edges: (StructType) -> [Int]) -> Int? {
        var state = [UInt8](repeating: 0, count: structs.count)
        for start in structs.indices where state[start] == 0 {
            // Depth-first with a stack of its own: a chain of types may be as long as there are types.
            var path: [(place: Int, next: Int, targets: [Int])] = []
            path.append((start, 0, edges(structs[start])))
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
                    path.append((target, 0, edges(structs[target])))
                }
            }
        }
        return nil
    }

    /// A type as it stands in `encodeType`: `Mail(Person from,string contents)`.
    private static func definition(_ type: StructType) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(32 * (type.fields.count + 1))
        func append(_ part: String) { part.withUTF8Bytes { text.append(contentsOf: $0) } }
        append(type.name)
        text.append(UInt8(ascii: "("))
        for position in type.fields.indices {
            if position > 0 { text.append(UInt8(ascii: ",")) }
            append(type.fields[position].type)
            text.append(UInt8(ascii: " "))
            append(type.fields[position].name)
        }
        text.append(UInt8(ascii: ")"))
        return text
    }

    /// The type followed by those it needs, in alphabetical order (EIP-712, definition of encodeType).
    private func encodeType(of place: Int, _ definitions: [[UInt8]]) -> [UInt8] {
        guard !structs[place].references.isEmpty else { return definitions[place] }
        let reached = reachable(from: place)
        let others = structs.indices.filter { reached[$0] && $0 != place }
            .sorted { structs[$0].name.utf8.lexicographicallyPrecedes(structs[$1].name.utf8) }
        return others.reduce(into: definitions[place]) { $0 += definitions[$1] }
    }
}
