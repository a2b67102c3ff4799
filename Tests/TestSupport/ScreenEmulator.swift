/// Enough of an xterm to know what a person would see: what curses sends, and no more.
public struct ScreenEmulator: Sendable {
    public private(set) var columns: Int
    public private(set) var rows: Int
    /// Characters by row; a wide one is followed by an empty string.
    public private(set) var cells: [[String]]
    public private(set) var row = 0
    public private(set) var column = 0
    /// Private modes that are on, such as 1049 (other screen) and 2004 (bracketed paste).
    public private(set) var modes: Set<Int> = []
    /// Sequences that it doesn't know: a test should see none.
    public private(set) var unknown: [String] = []

    private var top = 0
    private var bottom: Int
    private var wrapPending = false
    private var lastCharacter = " "
    private var pending: [UInt8] = []
    /// The ordinary screen and its cursor, while the other one is shown.
    private var normal: (cells: [[String]], row: Int, column: Int)?

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        bottom = rows - 1
        cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    public var lines: [String] { cells.map { $0.joined() } }

    public var text: String { lines.joined(separator: "\n") }

    public mutating func resize(columns: Int, rows: Int) {
        var next = ScreenEmulator(columns: columns, rows: rows)
        next.modes = modes
        next.normal = normal
        for row in 0..<min(rows, self.rows) {
            for column in 0..<min(columns, self.columns) { next.cells[row][column] = cells[row][column] }
        }
        next.row = min(row, rows - 1)
        next.column = min(column, columns - 1)
        self = next
    }

    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        pending += bytes
        var index = 0
        while index < pending.count {
            guard let used = step(pending[index...]) else { break }
            index += used
        }
        pending.removeFirst(index)
    }

    private mutating func step(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        switch bytes[start] {
        case 0x1B: return escape(bytes)
        case 0x0D: column = 0
        case 0x0A, 0x0B: lineFeed()
        case 0x08: column = max(column - 1, 0)
        case 0x09: column = min((column / 8 + 1) * 8, columns - 1)
        case 0x07, 0x0E, 0x0F, 0x00: break
        case 0..<0x20: unknown.append("control \(bytes[start])")
        default:
            let length = bytes[start] < 0x80 ? 1 : bytes[start] < 0xE0 ? 2 : bytes[start] < 0xF0 ? 3 : 4
            guard bytes.count >= length else { return nil }
            put(String(decoding: bytes.prefix(length), as: UTF8.self))
            return length
        }
        if bytes[start] != 0x07 { wrapPending = false }
        return 1
    }

    private mutating func put(_ text: String) {
        guard let scalar = text.unicodeScalars.first else { return }
        let width = Self.width(scalar)
        if width == 0 {
            let at = wrapPending ? column : max(column - 1, 0)
            cells[row][at] += text
            return
        }
        if wrapPending || column + width > columns {
            column = 0
            lineFeed()
            wrapPending = false
        }
        cells[row][column] = text
        if width == 2, column + 1 < columns { cells[row][column + 1] = "" }
        lastCharacter = text
        column += width
        if column >= columns {
            column = columns - 1
            wrapPending = true
        }
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        let properties = scalar.properties
        if properties.generalCategory == .nonspacingMark || properties.generalCategory == .enclosingMark {
            return 0
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60,
            0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    private mutating func lineFeed() {
        if row == bottom {
            scrollUp(1)
        } else {
            row = min(row + 1, rows - 1)
        }
    }

    private var blankRow: [String] { Array(repeating: " ", count: columns) }

    private mutating func scrollUp(_ count: Int) {
        for _ in 0..<min(count, rows) {
            cells.remove(at: top)
            cells.insert(blankRow, at: bottom)
        }
    }

    private mutating func scrollDown(_ count: Int) {
        for _ in 0..<min(count, rows) {
            cells.remove(at: bottom)
            cells.insert(blankRow, at: top)
        }
    }

    private mutating func escape(_ bytes: ArraySlice<UInt8>) -> Int? {
        let start = bytes.startIndex
        guard bytes.count > 1 else { return nil }
        switch bytes[start + 1] {
        case 0x5B:
            guard let end = bytes.dropFirst(2).firstIndex(where: { $0 >= 0x40 && $0 <= 0x7E }) else {
                return nil
            }
            let body = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
            control(body, Character(Unicode.Scalar(bytes[end])))
            return end - start + 1
        case 0x5D:
            // A string for the terminal itself, up to BEL or ST: a test should see none.
            guard let end = bytes.dropFirst(2).firstIndex(where: { $0 == 0x07 || $0 == 0x1B }) else {
                return nil
            }
            unknown.append("OSC " + String(decoding: bytes[(start + 2)..<end], as: UTF8.self))
            return end - start + 1
        case 0x28, 0x29: return bytes.count > 2 ? 3 : nil
        case 0x4D:
            if row == top { scrollDown(1) } else { row = max(row - 1, 0) }
        case 0x44: lineFeed()
        case 0x37, 0x38, 0x3D, 0x3E: break
        default: unknown.append("ESC \(Character(Unicode.Scalar(bytes[start + 1])))")
        }
        wrapPending = false
        return 2
    }

    private mutating func control(_ body: String, _ final: Character) {
        let isPrivate = body.hasPrefix("?")
        let numbers = body.drop { $0 == "?" || $0 == ">" }.split(
            separator: ";", omittingEmptySubsequences: false
        )
        .map { Int($0) ?? 0 }
        let first = numbers.first ?? 0
        let count = max(first, 1)
        if final != "m" { wrapPending = false }
        switch final {
        case "m", "t", "n", "q", "c": break
        case "H", "f":
            row = min(max(first, 1), rows) - 1
            column = min(max(numbers.count > 1 ? numbers[1] : 1, 1), columns) - 1
        case "A": row = max(row - count, 0)
        case "B": row = min(row + count, rows - 1)
        case "C": column = min(column + count, columns - 1)
        case "D": column = max(column - count, 0)
        case "G": column = min(count, columns) - 1
        case "d": row = min(count, rows) - 1
        case "J":
            let (from, to) = first == 0 ? (row + 1, rows) : first == 1 ? (0, row) : (0, rows)
            for line in from..<max(from, to) { cells[line] = blankRow }
            if first == 0 { erase(column..<columns) }
            if first == 1 { erase(0..<column + 1) }
        case "K": erase(first == 0 ? column..<columns : first == 1 ? 0..<column + 1 : 0..<columns)
        case "X": erase(column..<min(column + count, columns))
        case "@":
            for _ in 0..<min(count, columns - column) { cells[row].insert(" ", at: column) }
            cells[row].removeLast(cells[row].count - columns)
        case "P":
            for _ in 0..<min(count, columns - column) {
                cells[row].remove(at: column)
                cells[row].append(" ")
            }
        case "L":
            let kept = top
            top = row
            scrollDown(count)
            top = kept
        case "M":
            let kept = top
            top = row
            scrollUp(count)
            top = kept
        case "S": scrollUp(count)
        case "T": scrollDown(count)
        case "b": for _ in 0..<count { put(lastCharacter) }
        case "r":
            top = min(max(first, 1), rows) - 1
            bottom = min(numbers.count > 1 && numbers[1] > 0 ? numbers[1] : rows, rows) - 1
            row = 0
            column = 0
        case "h", "l":
            guard isPrivate else { break }
            for mode in numbers {
                if mode == 1049 { switchScreen(final == "h") }
                if final == "h" { modes.insert(mode) } else { modes.remove(mode) }
            }
        default: unknown.append("CSI \(body)\(final)")
        }
    }

    private mutating func erase(_ range: Range<Int>) {
        for index in range where index < columns { cells[row][index] = " " }
    }

    private mutating func switchScreen(_ other: Bool) {
        if other {
            if normal == nil { normal = (cells, row, column) }
            cells = Array(repeating: blankRow, count: rows)
        } else if let normal {
            cells = normal.cells
            row = min(normal.row, rows - 1)
            column = min(normal.column, columns - 1)
            self.normal = nil
            while cells.count < rows { cells.append(blankRow) }
        }
    }
}
