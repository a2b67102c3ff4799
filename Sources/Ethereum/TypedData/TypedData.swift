import StrictJSON

/// An EIP-712 document: types, a domain, and a message, read strictly.
///
/// Documents on which libraries disagree are refused, each rule with its code (`TypedDataRule`). All hashes are made
/// from the same tree that a review shows.
public struct TypedData: Sendable {
    /// Most struct types in a document.
    public static let maximumTypes = 256
    /// Most fields in a struct type.
    public static let maximumFields = 256
    /// Most elements in an array; ten times as many values in all.
    public static let maximumItems = 10_000
    /// Deepest nesting of structs and arrays.
    public static let maximumDepth = 32

    static let domainType = "EIP712Domain"
    static let domainFields = [
        TypedDataField(name: "name", type: "string"), TypedDataField(name: "version", type: "string"),
        TypedDataField(name: "chainId", type: "uint256"),
        TypedDataField(name: "verifyingContract", type: "address"),
        TypedDataField(name: "salt", type: "bytes32"),
    ]

    /// Struct types, in the document's order, without `EIP712Domain`.
    public var types: [(name: String, fields: [TypedDataField])] {
        structs.dropFirst().map { ($0.name, $0.fields) }
    }
    /// Name of the message's type.
    public let primaryType: String
    /// The domain's fields.
    public let domain: TypedDataNode
    /// The message's fields.
    public let message: TypedDataNode
    /// The message's type with those it needs: what its type hash is made of.
    public var encodeType: String { String(decoding: structs[place].encodeType, as: UTF8.self) }
    /// Hash of `encodeType`.
    public let typeHash: Hash32
    /// Hash of the domain (`domainSeparator`, ERC-8213's domain hash).
    public let domainSeparator: Hash32
    /// Hash of the message (`structHash`, ERC-8213's message hash).
    public let messageHash: Hash32
    /// What is signed: `keccak256(0x1901 ‖ domainSeparator ‖ messageHash)`.
    public let digest: Hash32
    /// What some library would treat otherwise.
    public let warnings: [TypedDataWarning]
    /// Struct types, `EIP712Domain` first, and where the message's is among them: what a person is shown is made of
    /// them when it is asked for.
    private let structs: [StructType]
    private let place: Int

    /// The document in `bytes`.
    ///
    /// - Throws: `TypedDataParsingError`, of the JSON or of the document.
    public init(parsing bytes: [UInt8]) throws(TypedDataParsingError) {
        let json: JSON
        do { json = try JSON.parse(bytes) } catch { throw .json(error) }
        do { try self.init(json: json) } catch { throw .document(error) }
    }

    /// The document in `json`.
    ///
    /// - Throws: `TypedDataError`, of a code for each rule.
    public init(json: JSON) throws(TypedDataError) {
        guard let root = json.objectValue else { throw TypedDataError(.notAnObject) }
        for member in root.members {
            switch member.key {
            case "types", "primaryType", "domain", "message": break
            default: throw TypedDataError(.unknownTopLevel)
            }
        }
        guard let definitions = root["types"]?.objectValue, let domainObject = root["domain"]?.objectValue,
            let messageJSON = root["message"]
        else { throw TypedDataError(.missingPart) }
        var warnings: [TypedDataWarning] = []
        let domainFields = try Self.domainFields(definitions, domainObject, &warnings)
        let types = try TypedDataTypes(definitions, domain: domainFields)
        warnings += types.warnings
        let place = try Self.primaryPlace(root, types, &warnings)
        let used = types.reachable(from: place)
        for other in types.structs.indices.dropFirst() where !used[other] {
            throw TypedDataError(.unusedType, path: "types." + types.structs[other].name)
        }
        var reader = TypedDataReader(types: types)
        do {
            domain = try reader.structure(.object(domainObject), 0, label: "domain", depth: 0)
        } catch { throw error.below("domain") }
        do {
            message = try reader.structure(messageJSON, place, label: "message", depth: 0)
        } catch { throw error.below("message") }
        structs = types.structs
        self.place = place
        primaryType = types.structs[place].name
        typeHash = types.structs[place].typeHash
        domainSeparator = domain.structHash
        messageHash = message.structHash
        var hash = Keccak256()
        hash.update([0x19, 0x01])
        hash.update(domainSeparator.word)
        hash.update(messageHash.word)
        digest = hash.finalize()
        self.warnings = warnings
    }

    /// Fields of `EIP712Domain`: as listed, or, where it is absent, those that the domain object holds.
    private static func domainFields(
        _ definitions: JSONObject, _ domain: JSONObject, _ warnings: inout [TypedDataWarning]
    ) throws(TypedDataError) -> [TypedDataField] {
        for member in domain.members where !domainFields.contains(where: { $0.name == member.key }) {
            throw TypedDataError(.domainMismatch, path: "domain")
        }
        guard let definition = definitions[domainType] else {
            warnings.append(
                TypedDataWarning(
                    code: "portability.domain-derived",
                    text: "not portable: EIP712Domain is not defined; its fields are taken from the domain"))
            return domainFields.filter { domain[$0.name] != nil }
        }
        // The names of the standard are all there may be, and none of them is odd.
        var odd = false
        let fields = try TypedDataTypes.fields(definition, of: domainType, &odd)
        var standard = domainFields[...]
        for field in fields {
            guard let place = standard.firstIndex(of: field) else {
                throw TypedDataError(.domainType, path: "types." + domainType)
            }
            standard = standard[(place + 1)...]
        }
        guard fields.count == domain.members.count, fields.allSatisfy({ domain[$0.name] != nil }) else {
            throw TypedDataError(.domainMismatch, path: "domain")
        }
        return fields
    }

    private static func primaryPlace(
        _ root: JSONObject, _ types: TypedDataTypes, _ warnings: inout [TypedDataWarning]
    ) throws(TypedDataError) -> Int {
        guard let stated = root["primaryType"] else {
            guard types.roots.count == 1, let place = types.roots.first else {
                throw TypedDataError(.ambiguousPrimaryType)
            }
            warnings.append(
                TypedDataWarning(
                    code: "portability.primary-type-derived",
                    text:
                        "not portable: primaryType is absent; it is taken to be the only type that could be meant"
                ))
            return place
        }
        guard let name = stated.stringValue, let place = types.place(of: name) else {
            throw TypedDataError(.primaryType)
        }
        return place
    }
}

/// Why bytes aren't typed data: their JSON, or what it says.
public enum TypedDataParsingError: Error, Sendable {
    case json(JSONError)
    case document(TypedDataError)
}

extension TypedData {
    private func domainValue(_ name: String) -> TypedDataValue? {
        guard case .structure(let nodes, _) = domain.value else { return nil }
        return nodes.first { $0.label == name }?.value
    }

    /// Name of the application, if the domain states it: untrusted text.
    public var domainName: String? {
        if case .string(let text) = domainValue("name") { return text }
        return nil
    }

    /// Version of the application, if the domain states it: untrusted text.
    public var domainVersion: String? {
        if case .string(let text) = domainValue("version") { return text }
        return nil
    }

    /// Chain on which the signature holds, if the domain states it.
    public var domainChainID: UInt256? {
        if case .uint(let number, _) = domainValue("chainId") { return number }
        return nil
    }

    /// Contract that checks the signature, if the domain states it.
    public var verifyingContract: Address? {
        if case .address(let address) = domainValue("verifyingContract") { return address }
        return nil
    }

    /// Salt of the domain, if it states one.
    public var domainSalt: Hash32? {
        if case .fixedBytes(let bytes) = domainValue("salt") { return try? Hash32(bytes: bytes) }
        return nil
    }
}
