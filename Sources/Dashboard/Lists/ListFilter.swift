import Glibc

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
            guard field.values.contains(where: { Self.contains(text, $0) }) else { return false }
        }
        guard !words.isEmpty else { return true }
        let text = screen.text(context, row).lowercased()
        return words.allSatisfy { Self.contains(text, $0) }
    }

    /// Whether every row that matches `line` also matched `before`: only a word was begun or went on.
    static func narrows(_ line: String, from before: String) -> Bool {
        guard line.hasPrefix(before) else { return false }
        let last = line.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
        let added = line.dropFirst(before.count)
        return !added.contains(" ") && !last.contains(":")
    }

    /// Whether the bytes of a text hold those of another: characters need not be told apart for that.
    private static func contains(_ text: String, _ part: String) -> Bool {
        var (text, part) = (text, part)
        return text.withUTF8 { text in
            part.withUTF8 { part in
                guard let start = text.baseAddress, let wanted = part.baseAddress, let first = part.first
                else { return part.isEmpty }
                var place = 0
                while place + part.count <= text.count {
                    let left = text.count - part.count - place + 1
                    guard let found = memchr(start + place, Int32(first), left) else { return false }
                    place = UnsafeRawPointer(found) - UnsafeRawPointer(start)
                    if memcmp(start + place, wanted, part.count) == 0 { return true }
                    place += 1
                }
                return false
            }
        }
    }

    static func == (left: ListFilter, right: ListFilter) -> Bool {
        left.words == right.words && left.fields.elementsEqual(right.fields) { $0 == $1 }
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(words)
        for field in fields { hasher.combine(field.name) }
    }
}
