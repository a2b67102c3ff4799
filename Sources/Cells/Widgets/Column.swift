import SafeText

/// One column of a table.
public struct Column: Sendable, Hashable {
    /// How wide a column is.
    public enum Width: Sendable, Hashable {
        /// So many columns of the terminal, always: a tick then changes digits and nothing moves.
        case fixed(Int)
        /// At least so many, and a share of what is left over.
        case flexible(minimum: Int)
    }

    /// What stands in the head of the table.
    public let title: SafeText
    /// How wide it is.
    public let width: Width
    /// Numbers stand at the right, words at the left.
    public let alignment: TextAlignment
    /// Columns of a lower number are left out first where the terminal is narrow; `Int.max` never is.
    public let importance: Int

    /// A column by its title, width and alignment.
    public init(
        _ title: SafeText, width: Width, alignment: TextAlignment = .left, importance: Int = .max
    ) {
        self.title = title
        self.width = width
        self.alignment = alignment
        self.importance = importance
    }

    /// Where each column stands in so many terminal columns, one blank between two of them; nil: left out.
    public static func layout(_ columns: [Column], width available: Int) -> [Range<Int>?] {
        func minimum(_ column: Column) -> Int {
            switch column.width {
            case .fixed(let width): max(width, 0)
            case .flexible(let width): max(width, 0)
            }
        }
        var shown = Set(columns.indices)
        func needed() -> Int { shown.reduce(0) { $0 + minimum(columns[$1]) } + max(shown.count - 1, 0) }
        while needed() > available,
            let least = shown.filter({ columns[$0].importance < .max }).min(by: {
                (columns[$0].importance, -$0) < (columns[$1].importance, -$1)
            })
        {
            shown.remove(least)
        }
        var spare = max(available - needed(), 0)
        var flexible = shown.filter { if case .flexible = columns[$0].width { true } else { false } }.count
        var answer: [Range<Int>?] = []
        var start = 0
        for (index, column) in columns.enumerated() {
            guard shown.contains(index), start < available else {
                answer.append(nil)
                continue
            }
            var width = minimum(column)
            if case .flexible = column.width {
                let share = spare / flexible
                width += share
                spare -= share
                flexible -= 1
            }
            let end = min(start + width, available)
            answer.append(start..<end)
            start = end + 1
        }
        return answer
    }
}
