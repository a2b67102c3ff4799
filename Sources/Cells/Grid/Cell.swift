/// One cell: a character of one column, or half of one of two, with its style; 64 bits, so that rows compare fast.
///
/// Bits 0-20 scalar, 21-22 kind, 23-34 combining marks (see `MarkTable`), 35-60 style.
public struct Cell: Sendable, Hashable {
    /// All of the cell.
    public var bits: UInt64

    /// What part of a character a cell holds.
    public enum Kind: UInt64, Sendable {
        /// A character of one column.
        case single = 0
        /// The left half of a character of two columns.
        case lead = 1
        /// The right half; it has no character of its own.
        case tail = 2
    }

    /// A space in the terminal's own colours.
    public static let blank = Cell(.space, style: .plain)

    /// A cell that equals no drawn one.
    public static let none = Cell(bits: .max)

    init(bits: UInt64) {
        self.bits = bits
    }

    /// A cell with a character.
    init(_ scalar: Unicode.Scalar, kind: Kind = .single, marks: UInt16 = 0, style: Style) {
        bits =
            UInt64(scalar.value) | kind.rawValue << 21 | UInt64(marks & 0xFFF) << 23 | UInt64(style.bits)
            << 35
    }

    /// The character, without its marks.
    public var scalar: Unicode.Scalar { Unicode.Scalar(UInt32(bits & 0x1F_FFFF)) ?? " " }

    /// The part of a character that the cell holds.
    public var kind: Kind { Kind(rawValue: bits >> 21 & 3) ?? .single }

    /// The combining marks, at most two.
    public var marks: [Unicode.Scalar] { MarkTable.shared.marks(UInt16(bits >> 23 & 0xFFF)) }

    /// Whether combining marks stand on the character.
    public var hasMarks: Bool { bits >> 23 & 0xFFF != 0 }

    /// Colours and attributes.
    public var style: Style {
        get { Style(bits: UInt32(truncatingIfNeeded: bits >> 35)) }
        set { bits = bits & 0x7_FFFF_FFFF | UInt64(newValue.bits) << 35 }
    }
}

extension Unicode.Scalar {
    static var space: Unicode.Scalar { " " }
}
