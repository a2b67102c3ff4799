import Cells
import SafeText

/// One line of a page.
///
/// The first two columns are the program's own. Text from outside begins at column 2 or later, and every line that
/// goes on with text from the line above has a bar in column 0, so that no text can look like a row of its own.
struct ReviewLine {
    var spans: [Span] = []

    struct Span {
        let column: Int
        let text: SafeText
        let role: StyleRole
    }

    /// Width of a word of the program with the space after it.
    static let labelWidth = 13
    static let gutter: SafeText = "|"

    init(_ spans: [Span] = []) { self.spans = spans }

    /// A line that goes on with what is above.
    static func continuation(_ text: SafeText, at column: Int, role: StyleRole) -> ReviewLine {
        ReviewLine([
            Span(column: 0, text: gutter, role: .border),
            Span(column: max(column, 2), text: text, role: role),
        ])
    }

    /// `text` in pieces as wide as the page: the first at `first`, the others at `rest`, marked as going on.
    static func wrap(
        _ text: SafeText, first: Int, columns: Int, role: StyleRole, isFirst: Bool = true, rest: Int = 2
    ) -> [ReviewLine] {
        var lines: [ReviewLine] = []
        var remaining = text
        repeat {
            let column = lines.isEmpty ? first : rest
            // An address isn't cut, nor any word that fits whole on the next line.
            var (piece, tail) = remaining.split(columns: columns - column, keepingWordsOf: columns - rest)
            // A page is wide enough for any character; should one not fit, it is not dropped but put alone.
            if piece.width == 0, tail.width > 0 { (piece, tail) = (tail, .empty) }
            lines.append(
                lines.isEmpty && isFirst
                    ? ReviewLine([.init(column: column, text: piece, role: role)])
                    : .continuation(piece, at: column, role: role))
            remaining = tail
        } while remaining.width > 0
        return lines
    }
}

extension ReviewBlock {
    /// The lines of the block on a page of `columns`: all of the text, wrapped.
    func lines(columns: Int, fields: FieldColumns = .narrow) -> [ReviewLine] {
        switch self {
        case .rule:
            return [ReviewLine([.init(column: 0, text: SafeText.dash * columns, role: .border)])]
        case .note(let text):
            return ReviewLine.wrap(text, first: 0, columns: columns, role: .muted)
        case .finding(let severity, let text):
            var lines = ReviewLine.wrap(text, first: 9, columns: columns, role: .normal, rest: 9)
            lines[0].spans.insert(.init(column: 0, text: severity.word, role: severity.role), at: 0)
            return lines
        case .entry(let label, let texts):
            return Self.entry(label, texts, columns: columns)
        case .field(let label, let type, let values):
            return fields.lines(label: label, type: type, values: values, columns: columns)
        }
    }

    private static func entry(_ label: SafeText, _ texts: [SafeText], columns: Int) -> [ReviewLine] {
        var lines: [ReviewLine] = []
        // A longer label moves its texts to the right: it must not be written over.
        let start = max(ReviewLine.labelWidth, label.width + 1)
        for text in texts.isEmpty ? [.empty] : texts {
            // What fits whole on a line of its own isn't broken.
            let room = columns - start
            if text.width > room, text.width <= columns - 2 {
                if lines.isEmpty { lines.append(ReviewLine()) }
                lines.append(.continuation(text, at: 2, role: .normal))
            } else if lines.isEmpty {
                lines += ReviewLine.wrap(text, first: start, columns: columns, role: .normal)
            } else {
                lines += ReviewLine.wrap(
                    text, first: start, columns: columns, role: .normal, isFirst: false)
            }
        }
        lines[0].spans.insert(.init(column: 0, text: label, role: .accent), at: 0)
        return lines
    }
}

extension ReviewSeverity {
    var role: StyleRole {
        switch self {
        case .danger: .danger
        case .warning: .warning
        case .notice: .notice
        }
    }
}

extension SafeText {
    static let dash: SafeText = "-"
}
