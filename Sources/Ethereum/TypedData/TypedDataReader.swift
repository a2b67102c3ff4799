import StrictJSON

/// Reads values by their types into the tree that is hashed and shown.
struct TypedDataReader {
    let types: TypedDataTypes
    private var count = 0

    init(types: TypedDataTypes) { self.types = types }

    /// The struct of type `place` in `json`.
    ///
    /// - Throws: `TypedDataError`, whose path begins below this value: paths are put together only where one is needed.
    mutating func structure(
        _ json: JSON, _ place: Int, label: String, depth: Int
    ) throws(TypedDataError) -> TypedDataNode {
        guard depth <= TypedData.maximumDepth else { throw TypedDataError(.tooDeep) }
        guard case .object(let object) = json else { throw TypedDataError(json.isNull ? .null : .structure) }
        let fields = types.structs[place].fields
        let kinds = types.structs[place].kinds
        var nodes: [TypedDataNode] = []
        nodes.reserveCapacity(fields.count)
        for position in fields.indices {
            let field = fields[position]
            // Documents list values in the order of the type nearly always, which saves the search.
            let value: JSON
            if position < object.members.count, object.members[position].key == field.name {
                value = object.members[position].value
            } else if let found = object[field.name] {
                value = found
            } else {
                throw TypedDataError(.missingField, path: field.name)
            }
            do {
                nodes.append(
                    try self.value(
                        value, kinds[position], label: field.name, type: field.type, depth: depth))
            } catch { throw error.below(field.name) }
        }
        guard object.members.count == fields.count else {
            let names = Set(fields.map(\.name))
            throw TypedDataError(
                .unknownField, path: object.members.first { !names.contains($0.key) }?.key ?? "")
        }
        return TypedDataNode(
            label: label, type: types.structs[place].name,
            value: .structure(nodes, typeHash: types.structs[place].typeHash))
    }

    private mutating func value(
        _ json: JSON, _ kind: FieldKind, label: String, type: String, depth: Int
    ) throws(TypedDataError) -> TypedDataNode {
        count += 1
        guard count <= TypedData.maximumItems * 10 else { throw TypedDataError(.tooManyItems) }
        func fail(_ rule: TypedDataRule) -> TypedDataError { TypedDataError(json.isNull ? .null : rule) }
        let value: TypedDataValue
        switch kind {
        case .uint(let bits):
            let (negative, magnitude) = try integer(json, fail)
            guard !negative, magnitude.bitWidth <= bits else { throw fail(.integerRange) }
            value = .uint(magnitude, bits: bits)
        case .int(let bits):
            let (negative, magnitude) = try integer(json, fail)
            guard let number = Int256(isNegative: negative, magnitude: magnitude), number.fits(bits: bits)
            else {
                throw fail(.integerRange)
            }
            value = .int(number, bits: bits)
        case .bool:
            guard let flag = json.boolValue else { throw fail(.bool) }
            value = .bool(flag)
        case .address:
            guard let text = json.stringValue else { throw fail(.address) }
            do { value = .address(try Address(text)) } catch {
                throw fail(error == .wrongChecksum ? .checksum : .address)
            }
        case .bytes:
            guard let text = json.stringValue, let bytes = try? Hex.decode(text) else { throw fail(.bytes) }
            value = .bytes(bytes)
        case .fixedBytes(let size):
            guard let text = json.stringValue, let bytes = try? Hex.decode(text) else { throw fail(.bytes) }
            guard bytes.count == size else { throw fail(.bytesLength) }
            value = .fixedBytes(bytes)
        case .string:
            guard let text = json.stringValue else { throw fail(.string) }
            value = .string(text)
        case .structure(let place):
            return try structure(json, place, label: label, depth: depth + 1)
        case .array(let place):
            let array = types.arrays[place]
            guard depth < TypedData.maximumDepth else { throw fail(.tooDeep) }
            guard case .array(let items) = json else { throw fail(.array) }
            guard items.count <= TypedData.maximumItems else { throw fail(.tooManyItems) }
            guard array.length == nil || array.length == items.count else { throw fail(.arrayLength) }
            var nodes: [TypedDataNode] = []
            nodes.reserveCapacity(items.count)
            for position in items.indices {
                let label = "[" + String(position) + "]"
                do {
                    nodes.append(
                        try self.value(
                            items[position], array.element, label: label, type: array.elementType,
                            depth: depth + 1))
                } catch { throw error.below(label) }
            }
            value = .array(nodes)
        }
        return TypedDataNode(label: label, type: type, value: value)
    }

    /// Sign and magnitude of an integer: `-?(0|[1-9][0-9]*)` as text or number, or `0x` and hex digits as text.
    private func integer(
        _ json: JSON, _ fail: (TypedDataRule) -> TypedDataError
    ) throws(TypedDataError) -> (negative: Bool, magnitude: UInt256) {
        let text: String
        let isNumber: Bool
        switch json {
        case .number(let digits): (text, isNumber) = (digits, true)
        case .string(let digits): (text, isNumber) = (digits, false)
        default: throw fail(.integer)
        }
        if !isNumber, text.utf8.first == 0x30, text.utf8.dropFirst().first == UInt8(ascii: "x") {
            guard let magnitude = UInt256(hex: text) else {
                throw fail(text.utf8.count > 66 ? .integerRange : .integer)
            }
            return (false, magnitude)
        }
        let negative = text.utf8.first == UInt8(ascii: "-")
        let digits = negative ? String(text.dropFirst()) : text
        guard let magnitude = UInt256(digits) else {
            let canonical = digits.utf8.allSatisfy { (0x30...0x39).contains($0) } && digits.utf8.first != 0x30
            throw fail(canonical && !digits.isEmpty ? .integerRange : .integer)
        }
        if negative, magnitude.isZero { throw fail(.integer) }
        if isNumber, magnitude >= UInt256(1 << 53) { throw fail(.bigNumber) }
        return (negative, magnitude)
    }
}
