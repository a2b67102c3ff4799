/// Collects cleaned scalars with their widths.
struct TextBuilder {
    var escapedCount = 0
    private var text = ""
    private var width = 0
    private var isASCII = true
    private var escapes: [Range<Int>] = []
    /// Marks on the last base character; nil where there is none to stand on.
    private var marks: Int?

    /// Appends a scalar under the rules for names and descriptions.
    mutating func append(cleaning scalar: Unicode.Scalar) {
        switch ScalarClass(scalar) {
        case .narrow: append(base: scalar, width: 1)
        case .wide: append(base: scalar, width: 2)
        case .space: append(base: " ", width: 1)
        case .dropped: escapedCount += 1
        case .escaped: append(escape: scalar)
        case .combining:
            guard let marks else {
                // A mark at the start would join whatever is drawn to its left.
                append(escape: scalar)
                return
            }
            if marks < SafeText.maximumMarks {
                text.unicodeScalars.append(scalar)
                self.marks = marks + 1
                isASCII = false
            } else {
                escapedCount += 1
            }
        }
    }

    /// Appends a scalar under the rules for values that are signed.
    mutating func append(reviewing scalar: Unicode.Scalar) {
        if scalar.value >= 0x20 && scalar.value <= 0x7E {
            append(base: scalar, width: 1)
        } else {
            let start = width
            append(escape: scalar)
            if let last = escapes.last, last.upperBound == start {
                escapes[escapes.count - 1] = last.lowerBound..<width
            } else {
                escapes.append(start..<width)
            }
        }
    }

    /// Appends printable ASCII of our own.
    mutating func append(ascii: String) {
        text += ascii
        width += ascii.utf8.count
        marks = nil
    }

    func finish() -> SafeText {
        SafeText(trusted: text, width: width, isASCII: isASCII, escapes: escapes, escapedCount: escapedCount)
    }

    private mutating func append(base scalar: Unicode.Scalar, width columns: Int) {
        text.unicodeScalars.append(scalar)
        width += columns
        if !scalar.isASCII { isASCII = false }
        marks = 0
    }

    private mutating func append(escape scalar: Unicode.Scalar) {
        append(ascii: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}")
        escapedCount += 1
    }
}
