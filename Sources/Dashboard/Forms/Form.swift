import Cells
import ComputeNetwork
import Ethereum
import SafeText

/// Questions before a document is made, one line each.
struct Form: Sendable {
    /// What the answers are for.
    enum Purpose: Sendable {
        case order
        case delegation(provider: Address, DelegationOrder.Action)
        case bond(provider: Address)
        case unbond(provider: Address)
        case approve(spender: Address)
        case vote(UInt256, bySignature: Bool)
        case challenge(UInt256)
        case confirm(TransactionIntent)
        case file
    }

    /// One question.
    struct Field: Sendable {
        let name: String
        let label: SafeText
        let hint: SafeText
        var line: InputLine

        init(_ name: String, _ label: SafeText, _ value: String = "", hint: SafeText = "") {
            self.name = name
            self.label = label
            self.hint = hint
            line = InputLine(value, maximumLength: 300)
        }
    }

    let title: SafeText
    let purpose: Purpose
    /// What is said above the questions.
    let notes: [SafeText]
    var fields: [Field]
    var focus = 0
    var problem: (field: String, text: SafeText)?

    init(_ title: SafeText, _ purpose: Purpose, notes: [SafeText] = [], _ fields: [Field]) {
        self.title = title
        self.purpose = purpose
        self.notes = notes
        self.fields = fields
    }

    /// The answer to a question, without blanks around it.
    func answer(_ name: String) -> String {
        let text = fields.first { $0.name == name }?.line.text ?? ""
        return String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    /// Reads an answer; a problem names its field.
    func read<Value>(
        _ name: String, _ body: (String) throws(FormValue.Problem) -> Value
    ) throws(FormProblem) -> Value {
        do { return try body(answer(name)) } catch { throw FormProblem(field: name, text: error.text) }
    }

    mutating func moveFocus(by distance: Int) {
        guard !fields.isEmpty else { return }
        focus = (focus + distance + fields.count) % fields.count
    }

    /// Draws the form over the list.
    func draw(into grid: inout CellGrid, _ area: Rect, theme: Theme) {
        grid.fill(area, style: theme[.normal])
        var row = area.row
        func put(_ text: SafeText, _ role: StyleRole) {
            guard row < area.endRow else { return }
            grid.put(
                text, row: row, column: area.column + 1, width: max(area.columns - 2, 0), style: theme[role])
            row += 1
        }
        put(title, .title)
        for note in notes {
            for line in TextLine(note, theme[.muted]).wrapped(columns: max(area.columns - 2, 10))
            where row < area.endRow {
                grid.put(line, row: row, column: area.column + 1, width: max(area.columns - 2, 0))
                row += 1
            }
        }
        row += 1
        let labelWidth = min((fields.map(\.label.width).max() ?? 0) + 2, max(area.columns / 3, 8))
        let visible = max(area.endRow - row - 2, 1)
        let top = max(min(focus - visible + 1, fields.count - visible), 0)
        for (index, field) in fields.enumerated().dropFirst(top).prefix(visible) {
            let isFocused = index == focus
            grid.put(
                isFocused ? theme.glyphs.pointer : " ", row: row, column: area.column, style: theme[.key])
            grid.put(
                field.label.truncated(to: labelWidth), row: row, column: area.column + 2,
                style: theme[isFocused ? .accent : .normal])
            let column = area.column + 2 + labelWidth
            let inputWidth = max(min(area.columns - labelWidth - 3, 68), 4)
            if isFocused {
                field.line.draw(
                    into: &grid, row: row, column: column, width: inputWidth, style: theme[.selection])
            } else {
                grid.put(
                    SafeText(cleaning: field.line.text).truncated(to: inputWidth), row: row, column: column,
                    style: theme[.normal])
            }
            row += 1
        }
        let cursor = grid.cursor
        row = min(row + 1, area.endRow - 1)
        if let problem {
            let label = fields.first { $0.name == problem.field }.map { $0.label + ": " } ?? ""
            grid.put(
                label + problem.text, row: row, column: area.column + 2, width: max(area.columns - 3, 0),
                style: theme[.danger])
        } else if fields.indices.contains(focus) {
            grid.put(
                fields[focus].hint, row: row, column: area.column + 2, width: max(area.columns - 3, 0),
                style: theme[.hint])
        }
        grid.cursor = cursor
    }
}

/// An answer that isn't one, and the field it stands in.
struct FormProblem: Error {
    let field: String
    let text: SafeText
}
