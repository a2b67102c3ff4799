/// A JSON document (RFC 8259) as it was written: members in order, numbers as text.
///
/// Numbers stay text so that no integer is rounded on its way to a hash or a screen. Values are boxed, though only arrays
/// nest them: with values in place, Swift 6.3's optimizer frees an array literal of them twice where the function that it
/// is passed to throws.
public indirect enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    /// The number exactly as written, such as `1e3` or `-0`.
    case number(String)
    case string(String)
    case array([JSON])
    case object(JSONObject)
}

/// A member of an object.
public struct JSONMember: Sendable, Equatable {
    /// Its name, escapes resolved.
    public let key: String
    /// Its value.
    public let value: JSON

    /// A member of this name and value.
    public init(key: String, value: JSON) {
        self.key = key
        self.value = value
    }
}

/// The members of an object, in the order of the document; names are unique.
public struct JSONObject: Sendable, Equatable {
    /// All members, in order.
    public let members: [JSONMember]

    /// An object of these members, whose names the caller keeps unique.
    public init(_ members: [(String, JSON)]) {
        self.members = members.map { JSONMember(key: $0.0, value: $0.1) }
    }

    /// An object of members that a parser has found unique.
    init(unique members: [JSONMember]) { self.members = members }

    /// The value of the member `key`, or nil, in time proportional to the number of members.
    public subscript(_ key: String) -> JSON? {
        for member in members where member.key == key { return member.value }
        return nil
    }

    /// Names, in order.
    public var keys: [String] { members.map(\.key) }
}

extension JSON {
    /// The value of member `key` of an object; nil if it is absent or this isn't an object.
    public subscript(_ key: String) -> JSON? { objectValue?[key] }

    /// The text of a string, or nil.
    public var stringValue: String? {
        if case .string(let text) = self { return text }
        return nil
    }

    /// The elements of an array, or nil.
    public var arrayValue: [JSON]? {
        if case .array(let elements) = self { return elements }
        return nil
    }

    /// The members of an object, or nil.
    public var objectValue: JSONObject? {
        if case .object(let object) = self { return object }
        return nil
    }

    /// The value of a boolean, or nil.
    public var boolValue: Bool? {
        if case .bool(let value) = self { return value }
        return nil
    }

    /// The digits of a number as written, or nil.
    public var numberText: String? {
        if case .number(let text) = self { return text }
        return nil
    }

    /// Whether this is `null`.
    public var isNull: Bool { self == .null }

    /// What kind of value this is, in words for an error message.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "text"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(String(value)) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object; names must be unique.
    public init(dictionaryLiteral elements: (String, JSON)...) { self = .object(JSONObject(elements)) }
}
