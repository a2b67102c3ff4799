import Cells
import SafeText

/// Where the parts of a field stand: its name at column 2, then its type, then its value.
struct FieldColumns {
    let type: Int
    let value: Int

    /// For the narrowest page.
    static let narrow = FieldColumns(type: 18)

    private init(type: Int) {
        self.type = type
        // The longest name of a usual type, uint256, and two spaces.
        value = type + 10
    }

    /// As far to the left as the names allow, and never so far to the right that an address doesn't fit behind.
    init(of blocks: [ReviewBlock], columns: Int) {
        let most = min(columns >= 100 ? 34 : 28, columns - 52)
        // Typed names end before the types; the others, before the values.
        let ends = blocks.compactMap { block -> Int? in
            guard case .field(let label, let type, _) = block else { return nil }
            return label.width + (type.width == 0 ? 4 - 10 : 4)
        }
        let fitting = ends.filter { $0 <= most }
        self.init(type: max(fitting.max() ?? 0, Self.narrow.type))
    }

    /// The lines of a field on a page of `columns`.
    func lines(label: SafeText, type name: SafeText, values: [SafeText], columns: Int) -> [ReviewLine] {
        var lines = ReviewLine.wrap(label, first: 2, columns: columns, role: .accent)
        // Where there is no type, as with a claim, its column is the name's.
        let end = name.width == 0 ? value : type
        var isBeside = lines.count == 1 && label.width < end - 2
        if name.width > 0 {
            if isBeside, name.width <= columns - type {
                lines[0].spans.append(.init(column: type, text: name, role: .muted))
                isBeside = name.width < value - type
            } else {
                let added = ReviewLine.wrap(
                    name, first: type, columns: columns, role: .muted, isFirst: false, rest: type)
                lines += added
                isBeside = added.count == 1 && name.width < value - type
            }
        }
        for text in values {
            guard let pieces = pieces(text, columns: columns) else {
                lines += ReviewLine.wrap(text, first: 2, columns: columns, role: .normal, isFirst: false)
                isBeside = false
                continue
            }
            for piece in pieces {
                // The first value may stand beside its type.
                if isBeside {
                    lines[lines.count - 1].spans.append(.init(column: value, text: piece, role: .normal))
                } else {
                    lines.append(.continuation(piece, at: value, role: .normal))
                }
                isBeside = false
            }
        }
        return lines
    }

    /// A value in lines of the column of values; nil if a word of it, such as a long number in hex, doesn't fit there
    /// and takes the whole width instead.
    private func pieces(_ text: SafeText, columns: Int) -> [SafeText]? {
        let room = columns - value
        guard text.width > room else { return [text] }
        guard text.text.split(separator: " ").allSatisfy({ SafeText(cleaning: String($0)).width <= room })
        else {
            return nil
        }
        var pieces: [SafeText] = []
        var remaining = text
        while remaining.width > 0 {
            let (piece, tail) = remaining.split(columns: room, keepingWordsOf: room)
            pieces.append(piece)
            remaining = tail
        }
        return pieces
    }
}
