/// What the filter line asks for: words, and fields such as `status:open,funded`.
struct ListFilter: Sendable, Hashable {
    private var words: [String] = []
    private var fields: [(name: String, values: [String])] = []

    /// The filter in a line; every part must match, of a field's values one.
    init(_ line: String) {
        for part in line.lowercased().split(separator: " ") {
            let pieces = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            if pieces.count == 2, !pieces[0].isEmpty {
                let values = pieces[1].split(separator: ",").map(String.init)
                if !values.isEmpty { fields.append((String(pieces[0]), values)) }
            } else {
                words.append(String(part))
            }
        }
    }

    var isEmpty: Bool { words.isEmpty && fields.isEmpty }

    /// Whether a row matches.
    func matches(_ screen: ListScreen, _ context: ListContext, _ row: Int) -> Bool {
        for field in fields {
            guard let text = screen.field(context, row, field.name)?.lowercased() else { return false }
            guard field.values.contains(where: { text.contains($0) }) else { return false }
        }
        guard !words.isEmpty else { return true }
        let text = screen.text(context, row).lowercased()
        return words.allSatisfy { text.contains($0) }
    }

    static func == (left: ListFilter, right: ListFilter) -> Bool {
        left.words == right.words && left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words)
        for field in fields { hasher.combine(field.name) }
    }
}
