/// Why a document isn't typed data that coai signs (EIP-712).
public struct TypedDataError: Error, Sendable, Equatable {
    /// Stable name of the rule, such as `typed-data.unknown-field`.
    public let code: String
    /// One sentence for a person; names from the document are not in it.
    public let message: String
    /// What to do about it.
    public let hint: String
    /// Where it was found, such as `message.order.items[3]`, or empty; untrusted text.
    public private(set) var path: String

    /// An error with these texts.
    public init(_ rule: TypedDataRule, path: String = "") {
        code = "typed-data." + rule.rawValue
        message = rule.message
        hint = rule.hint
        self.path = path
    }

    /// The same error with a path that begins at `label`; only an element's begins with `[`, so it takes no dot.
    func below(_ label: String) -> TypedDataError {
        var error = self
        if path.isEmpty {
            error.path = label
        } else {
            error.path = path.utf8.first == UInt8(ascii: "[") ? label + path : label + "." + path
        }
        return error
    }
}

/// The rules of a typed-data document, one code each.
public enum TypedDataRule: String, Sendable, CaseIterable {
    case notAnObject = "not-an-object"
    case unknownTopLevel = "unknown-top-level"
    case missingPart = "missing-part"
    case typeDefinition = "type-definition"
    case duplicateField = "duplicate-field"
    case nameCharacter = "name-character"
    case shadowsPrimitive = "shadows-primitive"
    case unknownType = "unknown-type"
    case alias
    case arraySuffix = "array-suffix"
    case unusedType = "unused-type"
    case circular
    case domainReference = "domain-reference"
    case domainType = "domain-type"
    case domainMismatch = "domain-mismatch"
    case primaryType = "primary-type"
    case ambiguousPrimaryType = "ambiguous-primary-type"
    case missingField = "missing-field"
    case unknownField = "unknown-field"
    case null
    case integer
    case integerRange = "integer-range"
    case bigNumber = "big-number"
    case bytes
    case bytesLength = "bytes-length"
    case address
    case checksum
    case bool
    case string
    case array
    case arrayLength = "array-length"
    case structure
    case tooManyTypes = "too-many-types"
    case tooManyFields = "too-many-fields"
    case tooManyItems = "too-many-items"
    case tooDeep = "too-deep"

    var message: String {
        switch self {
        case .notAnObject: "typed data is a JSON object"
        case .unknownTopLevel: "the document has a part besides types, primaryType, domain and message"
        case .missingPart: "the document lacks types, domain or message, or one of them is not an object"
        case .typeDefinition: "a type is not a list of objects with just a name and a type, both text"
        case .duplicateField: "a type names a field twice"
        case .nameCharacter: "a name of a type or field has a character that could forge the type's encoding"
        case .shadowsPrimitive: "a type has the name of a primitive"
        case .unknownType: "a field is of a type that is not defined"
        case .alias: "a field is of type uint or int, without a width"
        case .arraySuffix: "an array type is not written as T[] or T[n] with n from 1 to 10000"
        case .unusedType: "a type is defined and not used"
        case .circular: "a type contains itself other than through an array"
        case .domainReference: "a field is of type EIP712Domain"
        case .domainType: "EIP712Domain does not list standard fields of standard types in standard order"
        case .domainMismatch: "the domain does not hold exactly the fields that EIP712Domain lists"
        case .primaryType: "primaryType does not name a defined type of the message"
        case .ambiguousPrimaryType: "primaryType is absent and more than one type could be meant"
        case .missingField: "a field has no value"
        case .unknownField: "there is a value for a field that the type does not have"
        case .null: "a value is null"
        case .integer: "an integer is not written as decimal digits, or as 0x and hex digits"
        case .integerRange: "an integer does not fit its type"
        case .bigNumber: "an integer above 2^53-1 is written as a JSON number"
        case .bytes: "bytes are not written as 0x and an even number of hex digits"
        case .bytesLength: "a value of fixed bytes has another length than its type"
        case .address: "an address is not written as 0x and 40 hex digits"
        case .checksum: "an address in mixed case fails its EIP-55 checksum"
        case .bool: "a bool is neither true nor false"
        case .string: "a string is not text"
        case .array: "an array's value is not an array"
        case .arrayLength: "an array of fixed length has another number of elements"
        case .structure: "a struct's value is not an object"
        case .tooManyTypes: "more than \(TypedData.maximumTypes) types"
        case .tooManyFields: "more than \(TypedData.maximumFields) fields in a type"
        case .tooManyItems:
            "more than \(TypedData.maximumItems) elements in an array, or that many values in all"
        case .tooDeep: "values are nested deeper than \(TypedData.maximumDepth) levels"
        }
    }

    var hint: String {
        switch self {
        case .unknownTopLevel, .unknownField, .unusedType:
            "what is not hashed must not be shown or signed: remove it"
        case .alias: "libraries hash uint differently: write uint256 or int256"
        case .bool: "libraries read text such as \"false\" differently: write true or false"
        case .bigNumber: "libraries round such numbers: write it as text"
        case .bytesLength: "some libraries pad shorter values: give exactly the type's bytes"
        case .domainType: "the order is name, version, chainId, verifyingContract, salt; any may be left out"
        case .domainMismatch: "libraries differ on which of the two they hash"
        case .missingField, .null:
            "libraries differ on what a missing value hashes to: give every field a value"
        case .checksum: "a digit is wrong, or its case: take the address from its source again"
        case .unknownType: "primitives are bool, address, string, bytes, bytes1 to bytes32, int8 to uint256"
        case .circular: "no value of such a type can be complete"
        default: ""
        }
    }
}

/// Something about a typed-data document that a person should know: it is accepted, but not by every library.
public struct TypedDataWarning: Sendable, Equatable {
    /// Stable name, such as `portability.domain-derived`.
    public let code: String
    /// One sentence.
    public let text: String
}
