import Ethereum
import SafeText

/// Text that may not be what it looks like.
enum TextFinding {
    static let find: @Sendable (ReviewSubject) -> [Finding] = { subject in
        subject.fields.flatMap { field -> [Finding] in
            guard field.type.text == "string" else { return [] }
            let traits = TextTraits(field.value)
            var findings: [Finding] = []
            if traits.hidden > 0 {
                findings.append(
                    Finding(
                        .danger, "text.hidden",
                        field.path
                            + ": \(Words.counted(traits.hidden, "character")) invisible or turning the text around"
                    ))
            }
            if traits.mixesLookAlikes {
                findings.append(
                    Finding(
                        .danger, "text.look-alike",
                        field.path + ": mixes Latin letters with others that look the same"))
            }
            if traits.hidden == 0, !traits.mixesLookAlikes, traits.nonASCII > 0 {
                findings.append(
                    Finding(
                        .warning, "text.non-ascii",
                        field.path + ": \(Words.counted(traits.nonASCII, "character")) beyond ASCII"))
            }
            return findings
        }
    }
}

/// What kinds of characters a text has.
struct TextTraits {
    /// Characters that aren't ASCII.
    private(set) var nonASCII = 0
    /// Characters that can't be seen or that change the direction of others.
    private(set) var hidden = 0
    /// Whether a word has Latin letters and letters of scripts that have look-alikes of them.
    private(set) var mixesLookAlikes = false

    init(_ text: String) {
        var hasLatin = false
        var hasOther = false
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x41...0x5a, 0x61...0x7a: hasLatin = true
            // Greek, Cyrillic, Armenian, Cherokee, full-width and mathematical letters.
            case 0x370...0x58f, 0x13a0...0x13ff, 0xff21...0xff5a, 0x1d400...0x1d7ff:
                hasOther = true
            // White space and punctuation end a word.
            case 0x09...0x0d, 0x20...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e:
                hasLatin = false
                hasOther = false
            default: break
            }
            if hasLatin, hasOther { mixesLookAlikes = true }
            if scalar.value > 0x7e { nonASCII += 1 }
            switch scalar.properties.generalCategory {
            case .control where scalar.value != 0x0a && scalar.value != 0x0d && scalar.value != 0x09:
                hidden += 1
            case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
                hidden += 1
            default: if scalar.properties.isDefaultIgnorableCodePoint { hidden += 1 }
            }
        }
    }
}
