/// Cleaned, width-measured text: the only text that can be drawn, logged or put into a message.
///
/// A terminal obeys escape sequences, and a reader can be fooled by text that reverses direction or hides
/// characters. So text from outside goes through `init(cleaning:)` (names, descriptions) or
/// `init(reviewing:)` (what a person is asked to sign), and nothing else can reach a cell.
public struct SafeText: Sendable, Hashable {
    /// The cleaned text: no controls, no format characters, at most two combining marks in a row.
    public let text: String

    /// The number of terminal columns that the text takes.
    public let width: Int

    /// Whether every character is printable ASCII, so that columns, characters and bytes are the same.
    public let isASCII: Bool

    /// Columns taken by escapes, as half-open ranges; filled by `init(reviewing:)` only.
    public let escapes: [Range<Int>]

    /// The number of characters of the source that were replaced by escapes or left out.
    public let escapedCount: Int

    /// The most combining marks kept on one character.
    public static let maximumMarks = 2

    /// The version of Unicode that decides widths and which characters are assigned.
    public static var unicodeVersion: String { ScalarClass.unicodeVersion }

    /// No text.
    public static let empty = SafeText(trusted: "", width: 0, isASCII: true)

    /// Makes a value of text that is known to be clean.
    init(trusted text: String, width: Int, isASCII: Bool, escapes: [Range<Int>] = [], escapedCount: Int = 0) {
        self.text = text
        self.width = width
        self.isASCII = isASCII
        self.escapes = escapes
        self.escapedCount = escapedCount
    }

    /// Cleans text from a chain, a node or a file.
    ///
    /// Controls, bidirectional and other format characters, invisible, private and unassigned ones become
    /// `\u{…}`; at most two combining marks stay on a character; blanks become spaces.
    /// - Parameter maximumLength: bytes of UTF-8 that are kept; more are replaced by a visible "... +N bytes".
    public init(cleaning source: String, maximumLength: Int = 4096) {
        if Self.isPrintableASCII(source), source.utf8.count <= maximumLength {
            self.init(trusted: source, width: source.utf8.count, isASCII: true)
            return
        }
        var builder = TextBuilder()
        var used = 0
        var cut = 0
        for scalar in source.unicodeScalars {
            let size = UTF8.width(scalar)
            if cut > 0 || used + size > maximumLength {
                cut += size
                continue
            }
            used += size
            builder.append(cleaning: scalar)
        }
        if cut > 0 {
            builder.append(ascii: "... +\(cut) bytes")
            builder.escapedCount += 1
        }
        self = builder.finish()
    }

    /// Shows a value that a person is asked to sign: printable ASCII is kept, everything else is escaped.
    ///
    /// Nothing is left out, whatever its length. `escapes` says where the escapes stand, so that they can be
    /// drawn in a warning style: the same characters may also occur in the source.
    public init(reviewing source: String) {
        if Self.isPrintableASCII(source) {
            self.init(trusted: source, width: source.utf8.count, isASCII: true)
            return
        }
        var builder = TextBuilder()
        for scalar in source.unicodeScalars { builder.append(reviewing: scalar) }
        self = builder.finish()
    }

    /// Cleans text and splits it at line ends; a tab becomes two spaces.
    /// - Parameter maximumLines: lines that are kept; more are replaced by one that says how many.
    public static func lines(cleaning source: String, maximumLines: Int = 400) -> [SafeText] {
        var lines: [SafeText] = []
        var rest = 0
        for line in source.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            guard lines.count < maximumLines else {
                rest += 1
                continue
            }
            let untabbed = line.split(separator: "\t", omittingEmptySubsequences: false).joined(
                separator: "  ")
            lines.append(SafeText(cleaning: untabbed))
        }
        if rest > 0 { lines.append(SafeText(cleaning: "... +\(rest) lines")) }
        return lines
    }

    /// Whether every byte is printable ASCII (0x20 to 0x7E).
    static func isPrintableASCII(_ text: String) -> Bool {
        let answer = text.utf8.withContiguousStorageIfAvailable { bytes in
            // Branch-free, so that the compiler can take many bytes at once.
            var bad: UInt8 = 0
            for byte in bytes { bad |= (byte &- 0x20) > 0x5E ? 1 : 0 }
            return bad == 0
        }
        return answer ?? text.utf8.allSatisfy { $0 >= 0x20 && $0 <= 0x7E }
    }
}

extension SafeText: CustomStringConvertible {
    /// The cleaned text.
    public var description: String { text }
}
