/// A header field of an HTTP message.
public struct HTTPField: Sendable, Hashable {
    /// Its name, as written.
    public let name: String
    /// Its value, without the white space around it.
    public let value: String

    /// A field of this name and value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// Header fields in their order; names are compared without regard to case (RFC 9110, section 5.1).
public struct HTTPFields: Sendable, Hashable {
    /// All fields, in order.
    public private(set) var all: [HTTPField] = []

    /// No fields.
    public init() {}

    /// These fields.
    public init(_ fields: [HTTPField]) { all = fields }

    /// Adds a field at the end.
    public mutating func append(_ field: HTTPField) { all.append(field) }

    /// The value of the field `name` if there is exactly one; nil for none or several.
    public subscript(_ name: String) -> String? {
        var found: String?
        for field in all where ASCII.equalIgnoringCase(field.name, name) {
            if found != nil { return nil }
            found = field.value
        }
        return found
    }

    /// How many fields have this name.
    public func count(_ name: String) -> Int {
        all.count { ASCII.equalIgnoringCase($0.name, name) }
    }

    /// Whether a comma-separated list, over all fields of this name, holds `token`, compared without case.
    public func list(_ name: String, contains token: String) -> Bool {
        for field in all where ASCII.equalIgnoringCase(field.name, name) {
            for part in field.value.utf8.split(separator: UInt8(ascii: ",")) {
                if ASCII.equalIgnoringCase(ASCII.trimmed(part), token.utf8) { return true }
            }
        }
        return false
    }
}
