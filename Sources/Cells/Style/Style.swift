/// How a cell is drawn: two colours and attributes, 26 bits in all.
public struct Style: Sendable, Hashable {
    /// The colours and attributes: 9 bits of foreground, 9 of background, 8 of attributes.
    public let bits: UInt32

    /// The terminal's own colours without attributes.
    public static let plain = Style()

    /// A style of two colours and attributes.
    public init(
        foreground: Color = .default, background: Color = .default, attributes: Attributes = []
    ) {
        bits =
            UInt32(foreground.code) | UInt32(background.code) << 9 | UInt32(attributes.rawValue) << 18
    }

    init(bits: UInt32) {
        self.bits = bits
    }

    /// The colour of the glyphs.
    public var foreground: Color { Color(code: UInt16(bits & 0x1FF)) }

    /// The colour behind the glyphs.
    public var background: Color { Color(code: UInt16(bits >> 9 & 0x1FF)) }

    /// Bold, underlined and so on.
    public var attributes: Attributes { Attributes(rawValue: UInt8(truncatingIfNeeded: bits >> 18)) }

    /// The same style with more attributes.
    public func adding(_ more: Attributes) -> Style {
        Style(bits: bits | UInt32(more.rawValue) << 18)
    }

    /// This style laid over another: its colours where it names any, and both attributes.
    public func over(_ base: Style) -> Style {
        Style(
            foreground: foreground == .default ? base.foreground : foreground,
            background: background == .default ? base.background : background,
            attributes: attributes.union(base.attributes))
    }
}

/// Attributes that a terminal can give to a cell.
public struct Attributes: OptionSet, Sendable, Hashable {
    /// One bit for each attribute.
    public let rawValue: UInt8

    /// A set from its bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Heavier or brighter.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter.
    public static let dim = Attributes(rawValue: 2)
    /// Slanted.
    public static let italic = Attributes(rawValue: 4)
    /// Underlined.
    public static let underline = Attributes(rawValue: 8)
    /// Foreground and background exchanged.
    public static let reverse = Attributes(rawValue: 16)

    /// Names as they stand in theme files.
    public static let names: [(name: String, attribute: Attributes)] = [
        ("bold", .bold), ("dim", .dim), ("italic", .italic), ("underline", .underline), ("reverse", .reverse),
    ]
}
