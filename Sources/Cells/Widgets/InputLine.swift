import SafeText

/// A line of text being edited.
///
/// It holds what `SafeText` would keep as it is: a paste with controls can't put any into the field.
public struct InputLine: Sendable, Hashable {
    private var characters: [Character]

    /// The place of the next character, 0 to the number of characters.
    public private(set) var position: Int

    /// The most characters that the line takes.
    public let maximumLength: Int

    /// A line with a text, the cursor behind it.
    public init(_ text: String = "", maximumLength: Int = 1024) {
        self.maximumLength = max(maximumLength, 0)
        characters = []
        position = 0
        insert(text)
    }

    /// The text.
    public var text: String { String(characters) }

    /// Whether there is no text.
    public var isEmpty: Bool { characters.isEmpty }

    /// Inserts typed or pasted text at the cursor; characters that can't be drawn as they are left out.
    public mutating func insert(_ text: String) {
        for character in text where characters.count < maximumLength {
            let cleaned = SafeText(cleaning: String(character))
            guard cleaned.escapedCount == 0, cleaned.width > 0 else { continue }
            characters.insert(character, at: position)
            position += 1
        }
    }

    /// Deletes the character before the cursor.
    public mutating func deleteBackward() {
        guard position > 0 else { return }
        position -= 1
        characters.remove(at: position)
    }

    /// Deletes the character at the cursor.
    public mutating func deleteForward() {
        if position < characters.count { characters.remove(at: position) }
    }

    /// Deletes the word before the cursor.
    public mutating func deleteWord() {
        let old = position
        while position > 0, characters[position - 1] == " " { position -= 1 }
        while position > 0, characters[position - 1] != " " { position -= 1 }
        characters.removeSubrange(position..<old)
    }

    /// Deletes everything before the cursor.
    public mutating func deleteToStart() {
        characters.removeSubrange(0..<position)
        position = 0
    }

    /// Deletes everything from the cursor on.
    public mutating func deleteToEnd() {
        characters.removeSubrange(position...)
    }

    /// Moves the cursor by so many characters.
    public mutating func move(by distance: Int) {
        position = min(max(position.addingReportingOverflow(distance).partialValue, 0), characters.count)
    }

    /// Moves the cursor to the start.
    public mutating func moveToStart() { position = 0 }

    /// Moves the cursor behind the last character.
    public mutating func moveToEnd() { position = characters.count }

    /// Draws the part around the cursor, and puts the grid's cursor there.
    public func draw(into grid: inout CellGrid, row: Int, column: Int, width: Int, style: Style) {
        guard width > 0 else { return }
        grid.fill(row: row, column: column, width: width, style: style)
        let before = SafeText(cleaning: String(characters[..<position]), maximumLength: .max)
        let after = SafeText(cleaning: String(characters[position...]), maximumLength: .max)
        // The end of the text before the cursor is what must be seen.
        let shown = before.width < width ? before : before.dropping(columns: before.width - width + 1)
        let used = grid.put(shown, row: row, column: column, width: width - 1, style: style)
        grid.put(after, row: row, column: column + used, width: width - used, style: style)
        grid.cursor = Position(row: row, column: column + used)
    }
}
