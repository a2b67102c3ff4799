import SafeText

/// One value of what is signed.
public struct ReviewField: Sendable, Hashable {
    /// Where it stands, such as `order.items[0].token`; domain fields begin with `domain.`, decoded arguments of a
    /// call with `data.`.
    public let path: SafeText
    /// Its type, such as `uint256`.
    public let type: SafeText
    /// What a person calls it.
    public let label: SafeText
    /// The value exactly: decimal digits, hex, or the text itself, which may hold any character.
    public let value: String
    /// The value for a person: with units, dates and names beside it; equal to the escaped value where there is
    /// nothing to add.
    public let display: SafeText

    /// A field of these parts.
    public init(path: SafeText, type: SafeText, label: SafeText, value: String, display: SafeText? = nil) {
        self.path = path
        self.type = type
        self.label = label
        self.value = value
        self.display = display ?? SafeText(reviewing: value)
    }

    /// The exact value as it can be drawn.
    public var shownValue: SafeText { SafeText(reviewing: value) }
}
