extension SafeText: ExpressibleByStringInterpolation {
    /// Text of the program itself; it is cleaned like any other, so that a literal can't break the rule.
    public init(stringLiteral value: String) {
        self.init(cleaning: value)
    }

    /// Joins literal text with values, each of which is cleaned.
    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.result
    }

    /// Collects the parts of an interpolated text.
    public struct StringInterpolation: StringInterpolationProtocol {
        var result = SafeText.empty

        /// Starts with no text.
        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Appends text between the values.
        public mutating func appendLiteral(_ literal: String) {
            if !literal.isEmpty { result = result + SafeText(cleaning: literal) }
        }

        /// Appends text that is clean.
        public mutating func appendInterpolation(_ text: SafeText) {
            result = result + text
        }

        /// Appends a number.
        public mutating func appendInterpolation(_ number: some BinaryInteger) {
            result = result + SafeText(number)
        }

        /// Appends outside text, cleaned.
        public mutating func appendInterpolation(_ text: String) {
            result = result + SafeText(cleaning: text)
        }
    }

    /// A number in decimal digits.
    public init(_ number: some BinaryInteger) {
        let text = String(number)
        self.init(trusted: text, width: text.utf8.count, isASCII: true)
    }

    /// One text after another.
    public static func + (left: SafeText, right: SafeText) -> SafeText {
        if left.text.isEmpty { return right }
        if right.text.isEmpty { return left }
        return SafeText(
            trusted: left.text + right.text, width: left.width + right.width,
            isASCII: left.isASCII && right.isASCII,
            escapes: right.escapes.isEmpty
                ? left.escapes
                : left.escapes
                    + right.escapes.map { $0.lowerBound + left.width..<$0.upperBound + left.width },
            escapedCount: left.escapedCount + right.escapedCount)
    }

    /// Appends a text.
    public static func += (left: inout SafeText, right: SafeText) {
        left = left + right
    }

    /// The same text several times.
    public static func * (text: SafeText, count: Int) -> SafeText {
        guard count > 0 else { return .empty }
        return SafeText(
            trusted: String(repeating: text.text, count: count), width: text.width * count,
            isASCII: text.isASCII)
    }
}
