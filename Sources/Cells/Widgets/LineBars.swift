import SafeText

/// The screens by number, the shown one marked.
public struct TabBar: Sendable {
    /// Names from the left, numbered from 1.
    public let names: [SafeText]
    /// The index of the shown one.
    public let active: Int

    /// A bar of names.
    public init(_ names: [SafeText], active: Int) {
        self.names = names
        self.active = active
    }

    /// Draws "1 Name  2 Name …"; where the line is short, the others are numbers only.
    public func draw(into grid: inout CellGrid, row: Int, column: Int, width: Int, theme: Theme) {
        let full = names.reduce(0) { $0 + $1.width + 5 }
        var at = column
        for (index, name) in names.enumerated() {
            let isActive = index == active
            let style = isActive ? theme[.tabActive] : theme[.normal]
            let label: SafeText = full <= width + 2 || isActive ? "\(index + 1) \(name)" : "\(index + 1)"
            at += grid.put(label, row: row, column: at, width: column + width - at, style: style) + 2
            if at >= column + width { return }
        }
    }
}

/// What can be done here: keys and what they do, in the order of use; those that don't fit are left out.
public struct HintBar: Sendable {
    /// A key and its meaning.
    public struct Hint: Sendable, Hashable {
        /// The key as it is written, such as "Enter".
        public let key: SafeText
        /// What it does.
        public let label: SafeText

        /// A key and its meaning.
        public init(key: SafeText, label: SafeText) {
            self.key = key
            self.label = label
        }
    }

    /// From the left.
    public let hints: [Hint]
    /// At the right edge, kept even where the line is short.
    public let trailing: [Hint]

    /// A bar of hints.
    public init(_ hints: [Hint], trailing: [Hint] = []) {
        self.hints = hints
        self.trailing = trailing
    }

    /// Draws the bar.
    public func draw(into grid: inout CellGrid, row: Int, column: Int, width: Int, theme: Theme) {
        func size(_ hint: Hint) -> Int { hint.key.width + 1 + hint.label.width }
        func put(_ hint: Hint, _ at: Int) {
            let used = grid.put(hint.key, row: row, column: at, style: theme[.key])
            grid.put(hint.label, row: row, column: at + used + 1, style: theme[.hint])
        }
        let end = column + width
        var right = end
        for hint in trailing.reversed() where right - size(hint) >= column {
            right -= size(hint)
            put(hint, right)
            right -= 2
        }
        var at = column
        for hint in hints where at + size(hint) <= right {
            put(hint, at)
            at += size(hint) + 2
        }
    }
}
